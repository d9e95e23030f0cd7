import type {ReactElement} from 'react';
import {incidentRows} from '../src/ui/rows/incident-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** An incident: what, why, what it cost, how it ended, and the lines that show it. */
export function IncidentOverlay(props: PanelProps): ReactElement {
	return <Rows rows={incidentRows(props)} width={props.width} height={props.height} />;
}

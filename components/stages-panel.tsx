import type {ReactElement} from 'react';
import {stagesRows} from '../src/ui/rows/stages-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** How fast each stage runs, as a table. */
export function StagesPanel(props: PanelProps): ReactElement {
	return <Rows rows={stagesRows(props)} width={props.width} height={props.height} />;
}

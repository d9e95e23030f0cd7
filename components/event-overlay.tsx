import type {ReactElement} from 'react';
import {openedEventRows} from '../src/ui/rows/opened-event-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** An opened event: its fields as a tree, the line as it was written, the lines around it. */
export function EventOverlay(props: PanelProps): ReactElement {
	return <Rows rows={openedEventRows(props)} width={props.width} height={props.height} />;
}

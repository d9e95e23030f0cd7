import type {ReactElement} from 'react';
import {eventsRows} from '../src/ui/rows/events-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** The log, one line an event. */
export function EventsPanel(props: PanelProps): ReactElement {
	return <Rows rows={eventsRows(props)} width={props.width} height={props.height} />;
}

import type {ReactElement} from 'react';
import {timelineRows} from '../src/ui/rows/timeline-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** The whole log in one line per signal, with its incidents. */
export function TimelinePanel(props: PanelProps): ReactElement {
	return <Rows rows={timelineRows(props)} width={props.width} height={props.height} />;
}

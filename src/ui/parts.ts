import {isGoingOn} from './going-on.ts';
import {helpKeys, hintsFor} from './keymap.ts';
import type {Place, Region} from './layout.ts';
import type {Line} from './line.ts';
import {bottleneckRows} from './rows/bottleneck-rows.ts';
import {cachesRows} from './rows/caches-rows.ts';
import {circuitsRows} from './rows/circuits-rows.ts';
import {describeRows} from './rows/describe-rows.ts';
import {eventsRows} from './rows/events-rows.ts';
import {footerRow} from './rows/footer-row.ts';
import {headerRow} from './rows/header-row.ts';
import {helpRows} from './rows/help-rows.ts';
import {incidentRows} from './rows/incident-rows.ts';
import {openedEventRows} from './rows/opened-event-rows.ts';
import {promptRows} from './rows/prompt-rows.ts';
import {sqlRows} from './rows/sql-rows.ts';
import {stagesRows} from './rows/stages-rows.ts';
import {timelineRows} from './rows/timeline-rows.ts';
import type {PanelId} from './ui-state.ts';
import type {View} from './view.ts';

type RowsOf = (view: View) => readonly Line[];

export type PanelEntry = {
	readonly id: PanelId;
	/** The number key that goes to it; it also stands in its title. */
	readonly key: '1' | '2' | '3' | '4' | '5' | '6';
	readonly title: string;
	readonly rows: RowsOf;
};

/** The panels in the order of their keys. A new panel is one file in rows/ and one line here. */
export const panels: readonly PanelEntry[] = [
	{id: 'stages', key: '1', title: 'Stages', rows: stagesRows},
	{id: 'bottleneck', key: '2', title: 'Bottleneck', rows: bottleneckRows},
	{id: 'circuits', key: '3', title: 'Circuits', rows: circuitsRows},
	{id: 'caches', key: '4', title: 'Caches', rows: cachesRows},
	{id: 'timeline', key: '5', title: 'Timeline', rows: timelineRows},
	{id: 'events', key: '6', title: 'Events', rows: eventsRows},
];

const parts = new Map<Region, RowsOf>([
	...panels.map(({id, rows}) => [id, rows] as const),
	['header', view => [headerRow(view)]],
	['footer', view => [footerRow(view, hintsFor(view.ui, isGoingOn(view.frame), view.frame.incidents.length))]],
	['prompt', promptRows],
	['overlay', overlayRows],
]);

/** What the whole screen is drawn from. */
export type Shown = Omit<View, 'width' | 'height' | 'focused'>;

/** The rows of one part of the screen: coloured, sanitised, cut to its width; as many as it is high, or fewer. */
export function rowsOf({region, width, height}: Place, shown: Shown): readonly Line[] {
	const {ui} = shown;
	const focused = region === 'overlay' || (ui.overlay === undefined && region === ui.focus);
	return parts.get(region)?.({...shown, width, height, focused}) ?? [];
}

function overlayRows(view: View): readonly Line[] {
	const {overlay} = view.ui;
	switch (overlay?.type) {
		case 'help':
			return helpRows(view, helpKeys);
		case 'describe':
			return describeRows(view);
		case 'incident':
			return incidentRows(view);
		case 'event':
			return openedEventRows(view);
		case 'sql':
			return sqlRows(view, overlay);
		case undefined:
			return [];
	}
}

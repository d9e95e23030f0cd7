import type {UiState} from '../state/ui-state.ts';
import {followLog} from './move-in-log.ts';

/** What the screen shows at the start. */
export const initialUiState: UiState = {
	focus: 'events',
	zoomed: undefined,
	overlay: undefined,
	prompt: undefined,
	filter: undefined,
	sort: 'pipeline',
	groupByHost: false,
	wrap: false,
	showsSecrets: false,
	marks: {},
	awaits: undefined,
	asks: undefined,
	waiting: undefined,
	stage: undefined,
	hasSeenIncidents: false,
	isDraggingCursor: false,
	evidence: undefined,
	timeline: undefined,
	sql: {history: [], recalled: undefined, runs: 0},
	scroll: 0,
	log: followLog,
	exporting: undefined,
	message: undefined,
};

import {eventFields} from '../event/event-fields.ts';
import {fieldFilter} from '../event/field-filter.ts';
import type {Action} from '../state/action.ts';
import {selectedRow} from '../state/selected-row.ts';
import type {SourceState} from '../state/store.ts';
import {type PanelId, stageSorts, type UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {holdLog, logAt} from './move-in-log.ts';
import {isOfOldFilter} from './old-filter.ts';
import {copyField, copyText} from './reduce-copy.ts';
import {awaitMark, goToEnd, goToStart, goToTime, moveCursor, nameMark, remembering} from './reduce-cursor.ts';
import {askForLinesExport, exportEnded, exportProgressed} from './reduce-export.ts';
import {copyIncident, evidenceCame, goToEvidence, incidentAtCursor, incidentInView, nextIncident, openIncident} from './reduce-incident.ts';
import {reduceMouse} from './reduce-mouse.ts';
import {applyPrompt, editPrompt, filteredBy, openPrompt} from './reduce-prompt.ts';
import {moved, scrolledTo} from './reduce-scroll.ts';
import {askForExport, chooseSqlColumn, closeSql, goToSqlRow, recallSql, sortSql, sqlAnswered, sqlProgressed} from './reduce-sql.ts';
import {zoomTimeline} from './reduce-timeline.ts';

/** The state of the screen after an action, and the effects to run. The next key clears the message of the last one. */
export function reduceUi(before: UiState, action: Action, context: UiContext): UiStep {
	const ui: UiState = {...before, message: undefined, awaits: undefined, asks: undefined, waiting: undefined};
	switch (action.type) {
		case 'quit':
			return isKeeperLost(context.frame.source) ? only({...ui, asks: 'quit'}) : {ui, effects: [action]};
		case 'answer':
			return {ui, effects: action.isYes ? [{type: action.question}] : []};
		case 'interrupt':
			return isKeeperLost(context.frame.source) && before.asks === undefined ? only({...ui, asks: 'quit'}) : {ui, effects: [action]};
		case 'suspend':
		case 'redraw':
		case 'record':
			return {ui, effects: [{type: action.type}]};
		case 'toggle-help':
			return only({...ui, scroll: 0, overlay: ui.overlay?.type === 'help' ? undefined : {type: 'help'}});
		case 'toggle-describe':
			return only({...ui, scroll: 0, overlay: ui.overlay?.type === 'describe' ? undefined : {type: 'describe'}});
		case 'go-to-panel':
			return only(toPanel(ui, context.panels.find(({key}) => key === action.key)?.id, context));
		case 'cycle-panel': {
			const ids = context.panels.map(({id}) => id);
			const next = ids[(ids.indexOf(ui.focus) + action.by + ids.length) % ids.length] ?? ui.focus;
			return only(focused(ui, next, context));
		}
		case 'open':
			return ui.overlay?.type === 'sql' ? goToSqlRow(ui, ui.overlay, context) : opened(ui, context);
		case 'back':
			return ui.overlay?.type === 'sql' ? closeSql(ui, ui.overlay) : only(oneStepBack(ui));
		case 'move-cursor':
			return moveCursor(ui, action.move, context);
		case 'go-to-time':
			return goToTime(ui, action.atMs, context);
		case 'await-mark':
			return awaitMark(ui, action.purpose, context);
		case 'name-mark':
			return nameMark(ui, action.purpose, action.name, context);
		case 'toggle-wrap':
			return only({...ui, wrap: !ui.wrap, message: ui.wrap ? 'long lines are cut' : 'long lines are wrapped'});
		case 'toggle-secrets':
			return only({...ui, showsSecrets: !ui.showsSecrets, message: ui.showsSecrets ? 'secrets are masked' : 'secrets are shown'});
		case 'toggle-hosts':
			return only({...ui, groupByHost: !ui.groupByHost});
		case 'cycle-sort': {
			const sort = stageSorts[(stageSorts.indexOf(ui.sort) + 1) % stageSorts.length] ?? ui.sort;
			return only({...ui, sort, message: `stages sorted by ${sort}`});
		}
		case 'go-to-start':
			return ui.overlay === undefined ? goToStart(ui, context) : only(scrolledTo(ui, 0, context));
		case 'go-to-end':
			return ui.overlay === undefined ? goToEnd(ui, context) : only(scrolledTo(ui, Number.POSITIVE_INFINITY, context));
		case 'move':
			return only(moved(ui, action.by, action.unit, context));
		case 'next-match':
			if (ui.filter === undefined) {
				return only({...ui, message: 'no filter yet: press / to set one'});
			}
			return found(ui, ui.filter, action.direction, 'match', context);
		case 'next-error':
			return found(ui, 'level>=error', action.direction, 'error', context);
		case 'next-incident':
			return nextIncident(ui, action.direction, context);
		case 'evidence-came':
			return evidenceCame({...ui, message: before.message}, action.number, action.lines, context);
		case 'mouse':
			return ui.prompt === undefined ? reduceMouse(ui, action.event, context) : only(before);
		case 'zoom-timeline':
			return only(zoomTimeline(ui, action.into, context.frame));
		case 'copy':
			return copied(ui, context);
		case 'show-context':
			return ui.overlay?.type === 'event' ? {ui, effects: [{type: 'around', index: ui.overlay.row.index}]} : only(ui);
		case 'context-came':
			return only(
				ui.overlay?.type === 'event' && ui.overlay.row.index === action.index
					? {...before, overlay: {...ui.overlay, around: action.rows}}
					: before,
			);
		case 'filter-on-field':
			return filteredOnField(ui, action.isExcluding, context);
		case 'open-prompt':
			return only(openPrompt(ui, action.kind));
		case 'insert':
			return only(ui.prompt === undefined ? before : editPrompt(ui, {insert: action.text}, context));
		case 'edit':
			return only(ui.prompt === undefined ? before : editPrompt(ui, action.edit, context));
		case 'apply-prompt':
			return applyPrompt(ui, context);
		case 'leave-prompt':
			return only({...ui, prompt: undefined});
		case 'recall':
			return only(recallSql(ui, action.by));
		case 'choose-column':
			return only(chooseSqlColumn(ui, action.by));
		case 'sort-rows':
			return only(sortSql(ui));
		case 'ask-for-export':
			return only(askForExport(ui));
		case 'ask-for-lines-export':
			return askForLinesExport(ui);
		case 'export-progressed':
			return only(exportProgressed(before, action.path, action.progress));
		case 'export-ended':
			return only(exportEnded(before, action.path, action.end));
		case 'sql-progressed':
			return only(sqlProgressed(before, action.run, action.progress));
		case 'sql-answered':
			return only(sqlAnswered(before, action.run, action.answer));
		case 'said':
			return only({...before, message: action.message});
		case 'found':
			return only(
				action.index === undefined
					? {...before, message: action.missing}
					: {
							...remembering(before, context.frame),
							focus: 'events',
							overlay: undefined,
							zoomed: shownPanel('events', context),
							log: logAt(action.index, context.logRows),
						},
			);
	}
}

const isKeeperLost = (source: SourceState): boolean => 'isKeeperLost' in source && source.isKeeperLost === true;

/** A panel that has no room at this size is shown full screen. */
const shownPanel = (panel: PanelId, {visible}: UiContext): PanelId | undefined => (visible.includes(panel) ? undefined : panel);

function toPanel(ui: UiState, panel: PanelId | undefined, context: UiContext): UiState {
	return panel === undefined ? ui : focused(ui, panel, context, {isAgain: ui.overlay === undefined && ui.focus === panel});
}

function focused(ui: UiState, panel: PanelId, context: UiContext, {isAgain = false}: {readonly isAgain?: boolean} = {}): UiState {
	const isZoomed = ui.zoomed !== undefined;
	const zoomed = isAgain === isZoomed ? shownPanel(panel, context) : panel;
	return {...ui, focus: panel, scroll: 0, overlay: undefined, zoomed};
}

function opened(ui: UiState, context: UiContext): UiStep {
	if (ui.overlay !== undefined) {
		return only(ui.overlay.type === 'incident' ? goToEvidence(ui, ui.overlay, context) : ui);
	}
	const incident = ui.focus === 'timeline' ? incidentAtCursor(context.frame) : undefined;
	if (incident !== undefined) {
		return openIncident(ui, incident, context);
	}
	if (ui.focus !== 'events') {
		return only(focused(ui, ui.focus, context, {isAgain: true}));
	}
	const {page} = context.frame;
	if (isOfOldFilter(ui, page)) {
		return only({...ui, waiting: 'open', message: 'opens the first match when it is found'});
	}
	const row = page.rows[selectedRow(ui.log.selected, page) ?? page.rows.length - 1];
	if (row === undefined) {
		return only({...ui, message: 'no event to open yet'});
	}
	const log = {...holdLog(ui.log, page), selected: {type: 'line', index: row.index}} as const;
	return only({...ui, log, scroll: 0, overlay: {type: 'event', row, field: 0, around: undefined}});
}

function oneStepBack(ui: UiState): UiState {
	if (ui.overlay !== undefined) {
		return {...ui, overlay: undefined, scroll: 0};
	}
	if (ui.zoomed !== undefined) {
		return {...ui, zoomed: undefined, scroll: 0};
	}
	const incident = incidentInView(ui);
	if (incident !== undefined) {
		return {...ui, overlay: incident, scroll: 0, evidence: undefined};
	}
	return ui.focus === 'stages' ? {...ui, stage: undefined} : ui;
}

/** Finds the next match or error. At the end nothing comes after, so it takes the newest one. */
function found(ui: UiState, filter: string, direction: 'up' | 'down', what: string, {frame: {page, cursor}}: UiContext): UiStep {
	const row = selectedRow(ui.log.selected, page);
	const standsAt = cursor.mode === 'following' ? undefined : page.cursorIndex;
	const from = (row === undefined ? undefined : page.rows[row]?.index) ?? standsAt ?? 'end';
	const missing = from === 'end' ? `no ${what} in this log` : `no ${direction === 'down' ? 'later' : 'earlier'} ${what}`;
	return {ui, effects: [{type: 'find', request: {from, direction: from === 'end' ? 'up' : direction, filter}, missing}]};
}

function copied(ui: UiState, context: UiContext): UiStep {
	const incident = incidentInView(ui);
	if (incident !== undefined) {
		return copyIncident(ui, incident, context);
	}
	if (ui.overlay?.type === 'event') {
		return copyField(ui, ui.overlay);
	}
	const {page} = context.frame;
	if (isOfOldFilter(ui, page)) {
		return only({...ui, waiting: 'copy', message: 'copies the first match when it is found'});
	}
	const row = page.rows[selectedRow(ui.log.selected, page) ?? page.rows.length - 1];
	return row === undefined ? only({...ui, message: 'nothing to copy yet'}) : copyText(ui, row.text, 'the line');
}

function filteredOnField(ui: UiState, isExcluding: boolean, {combineFilters}: UiContext): UiStep {
	if (ui.overlay?.type !== 'event') {
		return only(ui);
	}
	const field = eventFields(ui.overlay.row)[ui.overlay.field];
	const onField = field && fieldFilter(field, isExcluding);
	if (onField === undefined) {
		return only({...ui, message: 'this field has no single value to filter on'});
	}
	const filter = combineFilters(ui.filter === undefined ? [onField] : [ui.filter, onField]);
	return {ui: {...filteredBy(ui, filter), overlay: undefined}, effects: [{type: 'filter', filter}]};
}

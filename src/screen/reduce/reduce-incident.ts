import type {LogRow} from '../../history/row.ts';
import type {Incident} from '../../insight/incident.ts';
import {formatPercent} from '../format/format.ts';
import {incidentMarkdown} from '../incident/incident-markdown.ts';
import {incidentTold} from '../incident/incident-told.ts';
import type {Frame} from '../state/store.ts';
import type {IncidentOverlay, UiState} from '../state/ui-state.ts';
import {only, type UiContext, type UiStep} from '../state/ui-step.ts';
import {logAt} from './move-in-log.ts';
import {goToTime, remembering} from './reduce-cursor.ts';

/**
Goes to the next incident after the open one, or else after the cursor. From the end, the next one is the first incident
of a finished log, or the newest one of a live log.
*/
export function nextIncident(ui: UiState, direction: 'up' | 'down', context: UiContext): UiStep {
	const {incidents, cursor} = context.frame;
	if (incidents.length === 0) {
		return only({...ui, message: noneText(context.frame)});
	}

	const inView = incidentInView(ui);
	const next =
		inView !== undefined
			? nextOf(incidents, inView.number, direction)
			: cursor.mode === 'following'
				? direction === 'down' && !isLive(context.frame)
					? incidents[0]
					: incidents.at(-1)
				: fromCursor(incidents, cursor.atMs ?? 0, direction);
	return next === undefined
		? only({...ui, message: `no ${direction === 'down' ? 'later' : 'earlier'} incident (${incidents.length} in all)`})
		: openIncident(ui, next, context);
}

/** Shows an incident, moves the cursor to its start and fetches its evidence. */
export function openIncident(ui: UiState, {number, startMs, evidence}: Incident, context: UiContext): UiStep {
	const {ui: moved, effects} = goToTime(ui, startMs, context);
	return {
		ui: {
			...moved,
			message: ui.message,
			scroll: 0,
			hasSeenIncidents: true,
			overlay: {type: 'incident', number, selected: 0, lines: undefined, isAwaited: false},
		},
		effects: [...effects, {type: 'lines', number, places: evidence}],
	};
}

/** The incident whose mark is at the cursor, within the two columns of a cell. */
export function incidentAtCursor({incidents, cursor, timeline}: Frame): Incident | undefined {
	const {atMs} = cursor;
	const nearMs = 2 * (timeline?.columnMs ?? 0);
	return atMs === undefined
		? undefined
		: incidents.findLast(({startMs, endMs}) => startMs - nearMs <= atMs && (endMs === undefined || endMs + nearMs >= atMs));
}

/** The evidence has arrived. Enter may have been pressed before. */
export function evidenceCame(ui: UiState, number: number, lines: ReadonlyArray<LogRow | undefined>, context: UiContext): UiStep {
	if (ui.overlay?.type !== 'incident' || ui.overlay.number !== number) {
		return only(ui);
	}

	const overlay = {...ui.overlay, lines};
	return overlay.isAwaited ? only(atEvidence(ui, {...overlay, isAwaited: false}, context)) : only({...ui, overlay});
}

export function moveInIncident(ui: UiState, overlay: IncidentOverlay, by: number, {frame}: UiContext): UiState {
	const evidence = incidentNumbered(frame.incidents, overlay.number)?.evidence ?? [];
	const selected = Math.max(0, Math.min(overlay.selected + by, evidence.length - 1));
	return {...ui, scroll: 0, overlay: {...overlay, selected}};
}

/** From the selected evidence to its line in the log. */
export function goToEvidence(ui: UiState, overlay: IncidentOverlay, context: UiContext): UiState {
	return overlay.lines === undefined ? {...ui, overlay: {...overlay, isAwaited: true}} : atEvidence(ui, overlay, context);
}

/** The incident that is open, or from which the selected line was gone to. */
export function incidentInView(ui: UiState): IncidentOverlay | undefined {
	if (ui.overlay !== undefined) {
		return ui.overlay.type === 'incident' ? ui.overlay : undefined;
	}

	const {selected} = ui.log;
	return ui.evidence !== undefined && selected?.type === 'line' && selected.index === ui.evidence.index ? ui.evidence.of : undefined;
}

export function copyIncident(ui: UiState, {number, lines = []}: IncidentOverlay, {frame, timeZone = 'UTC'}: UiContext): UiStep {
	const incident = incidentNumbered(frame.incidents, number);
	if (incident === undefined) {
		return only({...ui, message: 'nothing to copy yet'});
	}

	const told = incidentTold(
		incident,
		lines.map(line => line?.parsed),
	);
	const text = incidentMarkdown(told, {timeZone, fileNames: frame.files, lines: lines.map(line => line?.text)});
	return {
		ui: {...ui, message: `incident ${number} as Markdown sent to the clipboard (OSC 52)`},
		effects: [{type: 'copy', text}],
	};
}

export function incidentNumbered(incidents: readonly Incident[], number: number): Incident | undefined {
	return incidents.find(incident => incident.number === number);
}

function atEvidence(ui: UiState, overlay: IncidentOverlay, {frame, logRows, visible}: UiContext): UiState {
	const line = overlay.lines?.[overlay.selected];
	if (line === undefined) {
		return {...ui, overlay, message: overlay.lines?.length === 0 ? 'this incident has no evidence lines' : 'this line is no longer kept'};
	}

	const count = overlay.lines?.length ?? 0;
	return {
		...remembering(ui, frame),
		overlay: undefined,
		focus: 'events',
		zoomed: visible.includes('events') ? undefined : 'events',
		filter: ui.filter,
		log: logAt(line.index, logRows),
		evidence: {of: overlay, index: line.index},
		message: `evidence ${overlay.selected + 1} of ${count} · Esc: back to incident ${overlay.number} · y: copy as Markdown`,
	};
}

function nextOf(incidents: readonly Incident[], number: number, direction: 'up' | 'down'): Incident | undefined {
	return direction === 'down'
		? incidents.find(incident => incident.number > number)
		: incidents.findLast(incident => incident.number < number);
}

function fromCursor(incidents: readonly Incident[], atMs: number, direction: 'up' | 'down'): Incident | undefined {
	return direction === 'down' ? incidents.find(({startMs}) => startMs > atMs) : incidents.findLast(({startMs}) => startMs < atMs);
}

function isLive({source}: Frame): boolean {
	return source.type === 'live' || source.type === 'running';
}

function noneText({source}: Frame): string {
	if (source.type !== 'reading') {
		return 'no incidents found';
	}

	const {bytesRead, bytesTotal} = source;
	return bytesTotal === undefined || bytesTotal === 0
		? 'no incidents so far'
		: `no incidents so far, ${formatPercent(bytesRead / bytesTotal)} read`;
}

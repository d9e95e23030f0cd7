import type {Evidence, Incident} from '../../insight/incident.ts';
import {boxed, innerHeight, innerWidth} from '../box.ts';
import {formatAge, formatCount} from '../format.ts';
import {formatTime} from '../format-time.ts';
import {incidentTold} from '../incident-told.ts';
import {incidentWords} from '../incident-words.ts';
import {type Line, type Piece, restyled} from '../line.ts';
import {incidentNumbered} from '../reduce-incident.ts';
import type {Style} from '../style.ts';
import {fitEnd} from '../truncate.ts';
import type {IncidentOverlay} from '../ui-state.ts';
import type {View} from '../view.ts';
import {displayWidth} from '../width.ts';
import {wrapWords} from '../wrap-words.ts';
import {eventColumns, eventPieces, fileNames} from './event-line.ts';

const labelCells = 8;

/** What happened, what came before it, what it cost, how it ended, and the lines that show it. */
export function incidentRows(view: View): readonly Line[] {
	const {overlay} = view.ui;
	const {incidents} = view.frame;
	const incident = overlay?.type === 'incident' ? incidentNumbered(incidents, overlay.number) : undefined;
	if (overlay?.type !== 'incident' || incident === undefined) {
		return boxed(view, {title: 'Incident'}, {rows: [[{text: ' It is no longer one.', style: view.theme.muted}]], above: 0, below: 0});
	}

	const words = wordRows(incidentTold(incident, overlay.lines?.map(line => line?.parsed) ?? []), view);
	const evidence = evidenceRows(incident, overlay, view);
	const rows = [...words, ...evidence];
	const visible = innerHeight(view);
	// Without a move its head is shown; the arrow keys bring the selected line in.
	const wanted =
		overlay.selected === 0 ? view.ui.scroll : Math.max(view.ui.scroll, rows.length - evidence.length + overlay.selected + 3 - visible);
	const above = Math.max(0, Math.min(wanted, rows.length - visible));
	return boxed(
		view,
		{
			title: `Incident ${incident.number} of ${incidents.length}`,
			left: spanText(incident, view),
			right: incident.endMs === undefined ? 'not recovered yet' : 'recovered',
		},
		{rows: rows.slice(above, above + visible), above, below: Math.max(0, rows.length - above - visible)},
	);
}

function spanText({startMs, endMs}: Incident, {frame, theme, timeZone}: View): string {
	const time = (ms: number): string => formatTime(ms, timeZone);
	const arrow = theme.ascii ? '->' : '→';
	const lastMs = endMs ?? frame.timeline?.knownToMs;
	const age = lastMs === undefined ? '' : ` (${formatAge(lastMs - startMs)})`;
	return `${time(startMs)} ${arrow} ${endMs === undefined ? 'going on' : time(endMs)}${age}`;
}

function wordRows(incident: Incident, view: View): ReadonlyArray<readonly Piece[]> {
	const {theme, timeZone = 'UTC'} = view;
	const {what, why, impact, end} = incidentWords(incident, {timeZone, ascii: theme.ascii, showsSecrets: theme.showsSecrets});
	return [
		...wrapped('WHAT', what, view, theme.danger),
		...wrapped('WHY', why, view),
		...wrapped('IMPACT', impact, view),
		...wrapped('END', end, view),
	];
}

function wrapped(label: string, text: string, view: View, style?: Style): ReadonlyArray<readonly Piece[]> {
	const cells = Math.max(8, innerWidth(view) - labelCells - 1);
	return wrapWords(text, cells).map((line, index): readonly Piece[] => [
		{text: ` ${fitEnd(index === 0 ? label : '', labelCells - 1)}`, style: view.theme.strong},
		style === undefined ? line : {text: line, style},
	]);
}

/** A head, and a row for each line. */
function evidenceRows({evidence}: Incident, overlay: IncidentOverlay, view: View): ReadonlyArray<readonly Piece[]> {
	const {theme} = view;
	const {separator} = theme.glyphs;
	const count = `${formatCount(evidence.length)} ${evidence.length === 1 ? 'line' : 'lines'}`;
	if (evidence.length === 0) {
		return [[{text: ' evidence: no line of the log alone shows it   y: copy as Markdown', style: theme.muted}]];
	}

	const tags = fileNames(view);
	const places = evidence.map(place => placeText(place, tags));
	const placeCells = Math.max(...places.map(displayWidth));
	return [
		[],
		[
			{text: ` evidence: ${count}`, style: theme.strong},
			{text: `   Enter: go there ${separator} y: copy as Markdown ${separator} i: next incident`, style: theme.muted},
		],
		...evidence.map((place, index) => evidenceRow(place, fitEnd(places[index] ?? '', placeCells), index, overlay, view)),
	];
}

function placeText({file, line}: Evidence, tags: readonly string[]): string {
	const tag = tags[file];
	return tag === undefined ? `line ${line}` : `${tag}:${line}`;
}

function evidenceRow({atMs}: Evidence, place: string, index: number, {lines, selected}: IncidentOverlay, view: View): readonly Piece[] {
	const {theme, timeZone = 'UTC'} = view;
	const isSelected = index === selected;
	const row = lines?.[index];
	const cells = innerWidth(view) - displayWidth(place) - 3;
	const text: readonly Piece[] =
		row === undefined
			? [{text: `${formatTime(atMs, timeZone)}${lines === undefined ? '' : '  no longer held'}`, style: theme.muted}]
			: eventPieces(row, eventColumns(cells, false), theme, timeZone);
	const pieces: readonly Piece[] = [isSelected ? theme.glyphs.mark : ' ', {text: `${place} `, style: theme.muted}, ' ', ...text];
	return isSelected ? restyled(pieces, theme.selection) : pieces;
}

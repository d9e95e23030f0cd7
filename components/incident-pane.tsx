import {memo} from 'react';
import type {Evidence, Incident} from '../src/insight/incident.ts';
import {formatAge, formatCount} from '../src/screen/format/format.ts';
import {formatTime} from '../src/screen/format/format-time.ts';
import {incidentTold} from '../src/screen/incident/incident-told.ts';
import {incidentWords} from '../src/screen/incident/incident-words.ts';
import {type Piece, restyled} from '../src/screen/look/line.ts';
import type {Style} from '../src/screen/look/style.ts';
import {incidentNumbered} from '../src/screen/reduce/reduce-incident.ts';
import type {IncidentOverlay} from '../src/screen/state/ui-state.ts';
import {fitEnd} from '../src/screen/text/truncate.ts';
import {displayWidth} from '../src/screen/text/width.ts';
import {wrapWords} from '../src/screen/text/wrap-words.ts';
import {eventColumns, eventPieces, fileNames} from './log/event-line.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {Panel} from './widgets/panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';
import {scrolled, unscrolled} from './widgets/scroll.ts';

const labelCells = 8;

type IncidentProps = ScrolledPart & {
	readonly overlay: IncidentOverlay;
	readonly incidents: readonly Incident[];
	/** The time up to which the log is known. */
	readonly knownToMs: number | undefined;
	/** The names of the sources. */
	readonly files: readonly string[];
};

/** What happened, what led up to it, its impact, its end, and the lines that show it. */
export const IncidentPane = memo((props: IncidentProps) => {
	const {overlay, incidents, scroll} = props;
	const incident = incidentNumbered(incidents, overlay.number);
	if (incident === undefined) {
		return <Panel {...props} title="Incident" content={unscrolled([[{text: ' No longer an incident.', style: props.theme.muted}]])} />;
	}

	const words = wordRows(incidentTold(incident, overlay.lines?.map(line => line?.parsed) ?? []), props);
	const evidence = evidenceRows(incident, overlay, props);
	const rows = [...words, ...evidence];
	const visible = innerHeight(props);
	// It starts at the top; the arrow keys bring the selected line into view.
	const wanted = overlay.selected === 0 ? scroll : Math.max(scroll, rows.length - evidence.length + overlay.selected + 3 - visible);
	return (
		<Panel
			{...props}
			title={`Incident ${incident.number} of ${incidents.length}`}
			left={spanText(incident, props)}
			right={incident.endMs === undefined ? 'not recovered yet' : 'recovered'}
			content={scrolled(rows, visible, wanted)}
		/>
	);
});

function spanText({startMs, endMs}: Incident, {knownToMs, theme, timeZone}: IncidentProps): string {
	const time = (ms: number): string => formatTime(ms, timeZone);
	const arrow = theme.ascii ? '->' : '→';
	const lastMs = endMs ?? knownToMs;
	const age = lastMs === undefined ? '' : ` (${formatAge(lastMs - startMs)})`;
	return `${time(startMs)} ${arrow} ${endMs === undefined ? 'ongoing' : time(endMs)}${age}`;
}

function wordRows(incident: Incident, props: IncidentProps): ReadonlyArray<readonly Piece[]> {
	const {theme, timeZone} = props;
	const {what, why, impact, end} = incidentWords(incident, {timeZone, ascii: theme.ascii, showsSecrets: theme.showsSecrets});
	return [
		...wrapped('WHAT', what, props, theme.danger),
		...wrapped('WHY', why, props),
		...wrapped('IMPACT', impact, props),
		...wrapped('END', end, props),
	];
}

function wrapped(label: string, text: string, props: IncidentProps, style?: Style): ReadonlyArray<readonly Piece[]> {
	const cells = Math.max(8, innerWidth(props) - labelCells - 1);
	return wrapWords(text, cells).map((line, index): readonly Piece[] => [
		{text: ` ${fitEnd(index === 0 ? label : '', labelCells - 1)}`, style: props.theme.strong},
		style === undefined ? line : {text: line, style},
	]);
}

/** A head, and one row per line. */
function evidenceRows({evidence}: Incident, overlay: IncidentOverlay, props: IncidentProps): ReadonlyArray<readonly Piece[]> {
	const {files, theme} = props;
	const {separator} = theme.glyphs;
	const count = `${formatCount(evidence.length)} ${evidence.length === 1 ? 'line' : 'lines'}`;
	if (evidence.length === 0) {
		return [[{text: ' evidence: no single line of the log shows it   y: copy as Markdown', style: theme.muted}]];
	}

	const tags = fileNames(files, theme);
	const places = evidence.map(place => placeText(place, tags));
	const placeCells = Math.max(...places.map(displayWidth));
	return [
		[],
		[
			{text: ` evidence: ${count}`, style: theme.strong},
			{text: `   Enter: go there ${separator} y: copy as Markdown ${separator} i: next incident`, style: theme.muted},
		],
		...evidence.map((place, index) => evidenceRow(place, fitEnd(places[index] ?? '', placeCells), index, overlay, props)),
	];
}

function placeText({file, line}: Evidence, tags: readonly string[]): string {
	const tag = tags[file];
	return tag === undefined ? `line ${line}` : `${tag}:${line}`;
}

function evidenceRow(
	{atMs}: Evidence,
	place: string,
	index: number,
	{lines, selected}: IncidentOverlay,
	props: IncidentProps,
): readonly Piece[] {
	const {theme, timeZone} = props;
	const isSelected = index === selected;
	const row = lines?.[index];
	const cells = innerWidth(props) - displayWidth(place) - 3;
	const text: readonly Piece[] =
		row === undefined
			? [{text: `${formatTime(atMs, timeZone)}${lines === undefined ? '' : '  no longer kept'}`, style: theme.muted}]
			: eventPieces(row, eventColumns(cells), theme, timeZone);
	const pieces: readonly Piece[] = [isSelected ? theme.glyphs.mark : ' ', {text: `${place} `, style: theme.muted}, ' ', ...text];
	return isSelected ? restyled(pieces, theme.selection) : pieces;
}

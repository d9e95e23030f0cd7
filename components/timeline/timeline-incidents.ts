import type {Incident} from '../../src/insight/incident.ts';
import type {TimelineView} from '../../src/insight/timeline/timeline-view.ts';
import {formatCountWithin, formatPercent} from '../../src/screen/format/format.ts';
import {incidentTitle} from '../../src/screen/incident/incident-title.ts';
import {merged, type Piece, piecesWidth} from '../../src/screen/look/line.ts';
import type {Style} from '../../src/screen/look/style.ts';
import {fitEnd} from '../../src/screen/text/truncate.ts';
import {cellOf, chartPlace, hasScale, labelCells, scaleCells} from '../../src/screen/timeline/timeline-place.ts';
import {resampled} from '../widgets/area-chart.ts';
import type {TimelineProps} from './timeline-props.ts';

/** Incidents at their time, each with its number and its length, and the alerts between them. */
export function markRow(timeline: TimelineView, props: TimelineProps): readonly Piece[] {
	const {theme, incidents} = props;
	const {cells} = chartPlace(props);
	const {incident, during, alert} = theme.glyphs;
	const lasting = {text: during, style: theme.warning};
	const signs: Array<{text: string; style: Style}> = resampled(timeline.alerts, cells).map(count =>
		(count ?? 0) > 0 ? {text: alert, style: theme.warning} : {text: ' ', style: theme.muted},
	);
	for (const {number, startMs, endMs = timeline.knownToMs} of incidents) {
		const isInside = startMs <= timeline.toMs && endMs >= timeline.fromMs;
		const from = cellOf(Math.max(startMs, timeline.fromMs), timeline, cells);
		const to = cellOf(Math.min(endMs, timeline.toMs), timeline, cells);
		if (!isInside || from === undefined || to === undefined) {
			continue;
		}

		// A bad night has hundreds of incidents, and each frame draws them all.
		const mark = `${incident}${number}`;
		const end = Math.min(cells, Math.max(to + 1, from + mark.length));
		for (let cell = from; cell < end; cell++) {
			signs[cell] = cell - from < mark.length ? {text: mark.charAt(cell - from), style: theme.danger} : lasting;
		}
	}

	const alerts = timeline.alerts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
	const scale = alerts === 0 ? '' : `${formatCountWithin(alerts, 4)} ${alerts === 1 ? 'alert' : 'alerts'}`;
	return [
		{text: ` ${fitEnd('marks', labelCells - 2)} `, style: theme.strong},
		...merged(signs),
		{text: hasScale(props.width) ? ` ${fitEnd(scale, scaleCells - 1)}` : '', style: theme.muted},
	];
}

/** As many incidents in words as fit, starting at the one at the cursor, or earlier if it is among the last. */
export function wordsRow(props: TimelineProps): readonly Piece[] {
	const {theme, width, incidents, cursor} = props;
	if (incidents.length === 0) {
		return [{text: ` ${incidentsText(props)}`, style: theme.muted}];
	}

	const room = width - 2 - hintCells;
	const wordsOf = (incident: Incident): readonly Piece[] => [
		{text: `${theme.glyphs.incident}${incident.number} `, style: theme.danger},
		`${incidentTitle(incident, props)}   `,
	];
	const current = Math.max(
		0,
		incidents.findLastIndex(({startMs}) => startMs <= (cursor.atMs ?? 0)),
	);
	let used = 0;
	/** As many as fit in words, and the one at the cursor in any case. */
	const fitting = function* (some: Iterable<Incident>): Generator<readonly Piece[]> {
		for (const incident of some) {
			const words = wordsOf(incident);
			const cells = piecesWidth(words);
			if (used > 0 && used + cells > room) {
				return;
			}

			used += cells;
			yield words;
		}
	};
	const fromCursor = [...fitting(incidents.slice(current))];
	const before = [...fitting(incidents.slice(0, current).reverse())].reverse();
	const shown = [...before, ...fromCursor];
	const hidden = incidents.length - shown.length;
	return [' ', ...shown.flat(), ...(hidden > 0 && used + 10 <= room + hintCells ? [{text: `+${hidden} more`, style: theme.muted}] : [])];
}

const hintCells = 10;

/** One row per incident of a range, with the one at the cursor marked. */
export function listRows(props: TimelineProps, from: number, to: number): ReadonlyArray<readonly Piece[]> {
	const {incidents, cursor, theme} = props;
	const current = incidentAt(incidents, cursor.atMs);
	return incidents
		.slice(from, to)
		.map((incident): readonly Piece[] => [
			incident === current ? {text: theme.glyphs.mark, style: theme.accent} : ' ',
			{text: `${theme.glyphs.incident}${incident.number} `, style: theme.danger},
			incidentTitle(incident, props),
		]);
}

/** The last incident in progress at a time. */
export function incidentAt(incidents: readonly Incident[], atMs: number | undefined): Incident | undefined {
	return atMs === undefined
		? undefined
		: incidents.findLast(({startMs, endMs}) => startMs <= atMs && (endMs === undefined || endMs >= atMs));
}

/** How many incidents were found so far. */
export function incidentsText({incidents, source, theme}: TimelineProps): string {
	if (incidents.length > 0) {
		return `${theme.glyphs.incident} ${incidents.length} ${incidents.length === 1 ? 'incident' : 'incidents'}`;
	}

	if (source.type !== 'reading') {
		return 'no incidents';
	}

	const {bytesRead, bytesTotal} = source;
	return bytesTotal === undefined || bytesTotal === 0 ? 'none so far' : `none so far, ${formatPercent(bytesRead / bytesTotal)} read`;
}

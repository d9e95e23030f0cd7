import type {Glyphs} from './glyphs.ts';
import type {CircuitState} from './words.ts';

type Points = ReadonlyArray<number | undefined>;

/** A horizontal bar of eighth blocks, at most `width` cells, on a scale from 0 to `most`. More than nothing is at least the thinnest bar. */
export function bar(value: number | undefined, most: number, width: number, {barParts}: Glyphs): string {
	const share = shareOf(value, most);
	const cells = Math.max(0, Math.floor(width));
	if (share === undefined || share === 0 || cells === 0) {
		return '';
	}

	const steps = barParts.length;
	const filled = Math.max(1, Math.round(share * cells * steps));
	const rest = filled % steps;
	return (barParts[steps - 1] ?? '').repeat(Math.floor(filled / steps)) + (rest === 0 ? '' : (barParts[rest - 1] ?? ''));
}

/** The newest `width` points as one row, oldest first, exactly `width` cells; a gap where nothing is known. The scale goes from 0 to `most`, by default some more than the largest of the points. */
export function sparkline(points: Points, width: number, {spark}: Glyphs, most = largest(points) * headroom): string {
	const shown = lastCells(points, width);
	return shown
		.map(point => {
			const share = shareOf(point, most);
			return share === undefined ? ' ' : (spark[Math.min(spark.length - 1, Math.floor(share * spark.length))] ?? ' ');
		})
		.join('')
		.padStart(Math.max(0, width));
}

// A steady trend is then a calm line, not a solid block.
const headroom = 1.25;

const severity: Readonly<Record<CircuitState, number>> = {closed: 0, half_open: 1, open: 2};

/** A circuit's history in `width` cells, each the worst state of its slice. */
export function historyStrip(states: ReadonlyArray<CircuitState | undefined>, width: number, {strip}: Glyphs): string {
	return slices(states, width)
		.map(slice => {
			const worst = worstOf(slice);
			return worst === undefined ? ' ' : strip[worst];
		})
		.join('')
		.padStart(Math.max(0, width));
}

function worstOf(states: ReadonlyArray<CircuitState | undefined>): CircuitState | undefined {
	let worst: CircuitState | undefined;
	for (const state of states) {
		if (state !== undefined && (worst === undefined || severity[state] > severity[worst])) {
			worst = state;
		}
	}

	return worst;
}

/** A point for each cell: the newest as they are where there is room for them, else the mean of each slice. */
function lastCells(points: Points, width: number): Points {
	return points.length <= width ? points : slices(points, width).map(meanOf);
}

function meanOf(points: Points): number | undefined {
	const known = points.filter(point => point !== undefined && Number.isFinite(point));
	return known.length === 0 ? undefined : known.reduce<number>((sum, point) => sum + (point ?? 0) / known.length, 0);
}

/** Cut into at most `width` runs of nearly the same length. */
function slices<Item>(items: readonly Item[], width: number): ReadonlyArray<readonly Item[]> {
	const count = Math.min(items.length, Math.max(0, Math.floor(width)));
	return Array.from({length: count}, (_, index) =>
		items.slice(Math.floor((index * items.length) / count), Math.floor(((index + 1) * items.length) / count)),
	);
}

function largest(points: Points): number {
	return points.reduce<number>((most, point) => (point !== undefined && Number.isFinite(point) && point > most ? point : most), 0);
}

/** 0..1, or `undefined` for what is not known or no number. */
function shareOf(value: number | undefined, most: number): number | undefined {
	if (value === undefined || !Number.isFinite(value)) {
		return undefined;
	}

	return most > 0 && Number.isFinite(most) ? Math.max(0, Math.min(1, value / most)) : 0;
}

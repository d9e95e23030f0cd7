import type {TimelineSignal} from '../../src/insight/timeline/timeline-view.ts';
import {type AreaGlyphs, pointsPerCell} from '../../src/screen/look/glyphs.ts';
import {largestOf} from './points.ts';

/** A cell of a chart: its character, and what it stands for. */
export type AreaCell = {readonly glyph: string; readonly kind: 'value' | 'zero' | 'gap' | 'unread'};

const blank: AreaCell = {glyph: ' ', kind: 'gap'};
const brailleBase = 0x28_00;
/** The dot bits of a cell's two columns, by how many dots are set, from the lowest up. */
const leftDots = [0, 0x40, 0x44, 0x46, 0x47] as const;
const rightDots = [0, 0x80, 0xa0, 0xb0, 0xb8] as const;

/**
A filled line, `width` cells wide and `height` high, as rows from the top. Any value above zero shows at least the
lowest dot; zero is a base line, unknown is a gap, and unread has its own shade.

@param points - Any number; if several share a place, the largest is shown.
@param most - The value of the upper edge.
@param unreadFrom - Index of the first point that isn't read yet.
*/
export function areaChart(
	points: TimelineSignal,
	{width, height, most, unreadFrom = points.length}: {width: number; height: number; most: number; unreadFrom?: number},
	glyphs: AreaGlyphs,
): ReadonlyArray<readonly AreaCell[]> {
	const perCell = pointsPerCell(glyphs);
	const columns = width * perCell;
	const shown = resampled(points, columns);
	const read = points.length === 0 ? columns : (unreadFrom / points.length) * columns;
	const stepsInCell = glyphs.cell.type === 'braille' ? 4 : glyphs.cell.levels.length;
	const steps = shown.map(point => stepsOf(point, most, stepsInCell * height));
	const unread: AreaCell = {glyph: glyphs.unread, kind: 'unread'};
	const zero: AreaCell = {glyph: glyphs.zero, kind: 'zero'};
	return Array.from({length: height}, (_, row) => {
		const below = (height - 1 - row) * stepsInCell;
		const partOf = (step = 0): number => Math.max(0, Math.min(stepsInCell, step - below));
		return Array.from({length: width}, (_unused, cell) => {
			const left = steps[cell * perCell];
			const right = perCell === 2 ? steps[cell * 2 + 1] : left;
			if (cell * perCell >= read) {
				return unread;
			}

			if (left === undefined && right === undefined) {
				return blank;
			}

			if ((left ?? 0) === 0 && (right ?? 0) === 0) {
				return below === 0 ? zero : blank;
			}

			return drawn(partOf(left), partOf(right), glyphs);
		});
	});
}

function drawn(left: number, right: number, {cell}: AreaGlyphs): AreaCell {
	if (left === 0 && right === 0) {
		return blank;
	}

	return {
		glyph:
			cell.type === 'levels'
				? (cell.levels[left - 1] ?? ' ')
				: String.fromCharCode(brailleBase + (leftDots[left] ?? 0) + (rightDots[right] ?? 0)),
		kind: 'value',
	};
}

function stepsOf(point: number | undefined, most: number, steps: number): number | undefined {
	if (point === undefined || !Number.isFinite(point)) {
		return undefined;
	}

	return point > 0 && most > 0 ? Math.max(1, Math.min(steps, Math.round((point / most) * steps))) : 0;
}

/** Resamples to exactly `columns` points: takes the largest of those that share a column, or repeats points. */
export function resampled(points: TimelineSignal, columns: number): TimelineSignal {
	if (points.length === columns) {
		return points;
	}

	return Array.from({length: columns}, (_, column) => {
		const from = Math.floor((column * points.length) / columns);
		const own = points.slice(from, Math.max(from + 1, Math.floor(((column + 1) * points.length) / columns)));
		return own.some(point => point !== undefined) ? largestOf(own) : undefined;
	});
}

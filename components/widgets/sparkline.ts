import type {Glyphs} from '../../src/screen/look/glyphs.ts';
import {largestOf, type Points, shareOf, slices} from './points.ts';

/**
The newest `width` points as one row of exactly `width` cells, oldest first, with gaps for unknown values. The scale
goes from 0 to `most`, by default a little more than the largest point.
*/
export function sparkline(points: Points, width: number, {spark}: Glyphs, most = largestOf(points) * headroom): string {
	const shown = lastCells(points, width);
	return shown
		.map(point => {
			const share = shareOf(point, most);
			return share === undefined ? ' ' : (spark[Math.min(spark.length - 1, Math.floor(share * spark.length))] ?? ' ');
		})
		.join('')
		.padStart(Math.max(0, width));
}

// So a steady trend is a calm line, not a solid block.
const headroom = 1.25;

/** One point per cell: the newest points if they fit, otherwise the mean of each slice. */
function lastCells(points: Points, width: number): Points {
	return points.length <= width ? points : slices(points, width).map(meanOf);
}

function meanOf(points: Points): number | undefined {
	const known = points.filter(point => point !== undefined && Number.isFinite(point));
	return known.length === 0 ? undefined : known.reduce<number>((sum, point) => sum + (point ?? 0) / known.length, 0);
}

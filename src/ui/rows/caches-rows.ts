import type {CacheView} from '../../insight/snapshot.ts';
import {boxed, folded, innerHeight, innerWidth} from '../box.ts';
import {bar, sparkline} from '../charts.ts';
import {foreignName} from '../foreign.ts';
import {formatCountWithin, formatPercent} from '../format.ts';
import type {Line, Piece} from '../line.ts';
import {scrolled, scrollOf} from '../scroll.ts';
import {fitEnd, fitStart} from '../truncate.ts';
import type {View} from '../view.ts';
import {displayWidth} from '../width.ts';

const title = '4 Caches';
const rateCells = 6;
const leastTrend = 4;
const mostTrend = 16;

/** Each cache's hit rate as a bar, its hits and misses, and where the rate goes. */
export function cachesRows(view: View): readonly Line[] {
	const {frame, height, theme} = view;
	const {caches} = frame.snapshot;
	if (height < 3) {
		return [folded(view, title, foldedCaches(view))].slice(0, height);
	}

	if (caches.length === 0) {
		return boxed(view, {title}, {rows: [[{text: ' none reported yet', style: theme.muted}]], above: 0, below: 0});
	}

	const hasRoomForTwo = innerHeight(view) >= caches.length * 2;
	const rows = caches.flatMap(cache =>
		hasRoomForTwo ? [rateRow(cache, view, false), countsRow(cache, view)] : [rateRow(cache, view, true)],
	);
	return boxed(view, {title}, scrolled(rows, innerHeight(view), scrollOf(view)));
}

function rateRow(cache: CacheView, view: View, hasTrend: boolean): readonly Piece[] {
	const {theme, frame} = view;
	const cells = innerWidth(view) - 2;
	const longest = frame.snapshot.caches.reduce((most, {name}) => Math.max(most, displayWidth(foreignName(name, theme))), 0);
	const nameCells = Math.max(0, Math.min(longest + 1, Math.floor(cells * 0.42)));
	const trendCells = hasTrend && cells >= 34 ? 8 : 0;
	const barCells = Math.max(0, cells - nameCells - rateCells - (trendCells === 0 ? 0 : trendCells + 1));
	const drawn = bar(cache.hitRate, 1, barCells, theme.glyphs);
	return [
		` ${fitEnd(foreignName(cache.name, theme), nameCells, theme.glyphs.ellipsis)}`,
		{text: drawn, style: theme.bar},
		' '.repeat(Math.max(0, barCells - drawn.length)),
		fitStart(formatPercent(cache.hitRate, 1), rateCells, theme.glyphs.ellipsis),
		...(trendCells === 0 ? [] : [' ', trend(cache, trendCells, view)]),
	];
}

function countsRow(cache: CacheView, view: View): readonly Piece[] {
	const {theme} = view;
	const cells = innerWidth(view) - 2;
	const counts = `  ${countsText(cache)}`;
	const full = counts + sizeText(cache);
	// The trend at the right comes before the size, which hardly changes.
	const text = displayWidth(full) + leastTrend + 1 <= cells ? full : counts;
	const trendCells = Math.min(mostTrend, cells - displayWidth(text) - 1);
	const hasTrend = trendCells >= leastTrend;
	const textCells = hasTrend ? cells - trendCells - 1 : cells;
	return [
		' ',
		{text: fitEnd(text, Math.max(0, textCells), theme.glyphs.ellipsis), style: theme.muted},
		...(hasTrend ? [' ', trend(cache, trendCells, view)] : []),
	];
}

function trend(cache: CacheView, cells: number, {theme}: View): Piece {
	return {text: sparkline(cache.trend, cells, theme.glyphs, 1), style: theme.trend};
}

function countsText({hits, misses}: CacheView): string {
	return hits === undefined && misses === undefined
		? 'counts not reported'
		: `${formatCountWithin(hits, 9)} hits  ${formatCountWithin(misses, 9)} misses`;
}

function sizeText({size, maxSize}: CacheView): string {
	if (size === undefined) {
		return '';
	}

	return `  ${formatCountWithin(size, 7)}${maxSize === undefined ? '' : `/${formatCountWithin(maxSize, 7)}`} held`;
}

function foldedCaches({frame, theme}: View): readonly Piece[] {
	const {caches} = frame.snapshot;
	if (caches.length === 0) {
		return [{text: 'none reported yet', style: theme.muted}];
	}

	return caches.flatMap((cache, index): readonly Piece[] => [
		`${index === 0 ? '' : '   '}${foreignName(cache.name, theme)} `,
		{text: formatPercent(cache.hitRate, 1), style: theme.strong},
		{text: cache.hits === undefined && cache.misses === undefined ? '' : ` (${countsText(cache)})`, style: theme.muted},
	]);
}

import {memo} from 'react';
import type {CacheView} from '../src/insight/snapshot.ts';
import {formatCountWithin, formatPercent} from '../src/screen/format/format.ts';
import type {Piece} from '../src/screen/look/line.ts';
import {foreignName} from '../src/screen/text/foreign.ts';
import {fitEnd, fitStart} from '../src/screen/text/truncate.ts';
import {displayWidth} from '../src/screen/text/width.ts';
import type {PanelRecord} from './panel-record.ts';
import {bar} from './widgets/bar.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {FoldedPanel, Panel} from './widgets/panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';
import {scrolled, unscrolled} from './widgets/scroll.ts';
import {sparkline} from './widgets/sparkline.ts';

const title = '4 Caches';
const rateCells = 6;
const leastTrend = 4;
const mostTrend = 16;

type CachesProps = ScrolledPart & {readonly caches: readonly CacheView[]};

export const cachesPanel: PanelRecord = {
	id: 'caches',
	key: '4',
	rows: ({snapshot: {caches}}) => 2 * caches.length,
	draw: (part, {snapshot}) => <CachesPanel {...part} caches={snapshot.caches} />,
};

/** Each cache's hit rate as a bar, its hits and misses, and where the rate goes. */
const CachesPanel = memo((props: CachesProps) => {
	const {caches, theme, height, scroll} = props;
	if (height < 3) {
		return <FoldedPanel {...props} title={title} pieces={foldedCaches(props)} />;
	}

	if (caches.length === 0) {
		return <Panel {...props} title={title} content={unscrolled([[{text: ' none reported yet', style: theme.muted}]])} />;
	}

	const hasRoomForTwo = innerHeight(props) >= caches.length * 2;
	const rows = caches.flatMap(cache =>
		hasRoomForTwo ? [rateRow(cache, props, {hasTrend: false}), countsRow(cache, props)] : [rateRow(cache, props, {hasTrend: true})],
	);
	return <Panel {...props} title={title} content={scrolled(rows, innerHeight(props), scroll)} />;
});

function rateRow(cache: CacheView, props: CachesProps, {hasTrend}: {readonly hasTrend: boolean}): readonly Piece[] {
	const {theme, caches} = props;
	const cells = innerWidth(props) - 2;
	const longest = caches.reduce((most, {name}) => Math.max(most, displayWidth(foreignName(name, theme))), 0);
	const nameCells = Math.max(0, Math.min(longest + 1, Math.floor(cells * 0.42)));
	const trendCells = hasTrend && cells >= 34 ? 8 : 0;
	const barCells = Math.max(0, cells - nameCells - rateCells - (trendCells === 0 ? 0 : trendCells + 1));
	const drawn = bar(cache.hitRate, 1, barCells, theme.glyphs);
	return [
		` ${fitEnd(foreignName(cache.name, theme), nameCells, theme.glyphs.ellipsis)}`,
		{text: drawn, style: theme.bar},
		' '.repeat(Math.max(0, barCells - drawn.length)),
		fitStart(formatPercent(cache.hitRate, 1), rateCells, theme.glyphs.ellipsis),
		...(trendCells === 0 ? [] : [' ', trend(cache, trendCells, props)]),
	];
}

function countsRow(cache: CacheView, props: CachesProps): readonly Piece[] {
	const {theme} = props;
	const cells = innerWidth(props) - 2;
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
		...(hasTrend ? [' ', trend(cache, trendCells, props)] : []),
	];
}

function trend(cache: CacheView, cells: number, {theme}: CachesProps): Piece {
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

function foldedCaches({caches, theme}: CachesProps): readonly Piece[] {
	if (caches.length === 0) {
		return [{text: 'none reported yet', style: theme.muted}];
	}

	return caches.flatMap((cache, index): readonly Piece[] => [
		`${index === 0 ? '' : '   '}${foreignName(cache.name, theme)} `,
		{text: formatPercent(cache.hitRate, 1), style: theme.strong},
		{text: cache.hits === undefined && cache.misses === undefined ? '' : ` (${countsText(cache)})`, style: theme.muted},
	]);
}

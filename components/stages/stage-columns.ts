import type {HostView, Snapshot, StageView} from '../../src/insight/snapshot.ts';
import {formatChange} from '../../src/screen/format/baseline-words.ts';
import {
	formatAge,
	formatCount,
	formatCountWithin,
	formatMs,
	formatPercent,
	formatRate,
	formatSpan,
} from '../../src/screen/format/format.ts';
import {recordsInOf, recordsOutOf} from '../../src/screen/format/known-records.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import type {Style} from '../../src/screen/look/style.ts';
import {foreignName} from '../../src/screen/text/foreign.ts';
import {fitEnd, fitStart} from '../../src/screen/text/truncate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import {bar} from '../widgets/bar.ts';
import type {Part} from '../widgets/part.ts';
import {sparkline} from '../widgets/sparkline.ts';

/** A row of the table: a stage, or its part on one host. */
export type StageEntry = {readonly stage: StageView; readonly host: HostView | undefined};

/** The columns' data. */
type Shown = Pick<Part, 'theme'> & {readonly snapshot: Snapshot};

export type StageColumn = {readonly head: string; readonly cell: (entry: StageEntry) => Piece};

const gutterCells = 1;
const airCells = 1;
const leastBar = 10;
const leastTrend = 8;
const mostTrend = 40;
const worseBy = -0.2; // a fifth less than in the good run is more than runs usually differ
const width = {rate: 8, busy: 7, errors: 6, p95: 7, pass: 6, count: 7, base: 8, windowRate: 10} as const;

type Optional = 'rate' | 'busy' | 'bar' | 'errors' | 'p95' | 'pass' | 'trend' | 'counts' | 'base' | 'windowRate';

/** The columns that fit into `cells`, in reading order. If room is short, the most telling ones are kept. */
export function stageColumns(shown: Shown, entries: readonly StageEntry[], cells: number): readonly StageColumn[] {
	const {theme, snapshot} = shown;
	const ellipsis = theme.glyphs.ellipsis;
	const longest = entries.reduce((most, entry) => Math.max(most, displayWidth(nameOf(entry, shown))), 0);
	const nameCells = Math.max(Math.min(6, cells), Math.min(longest + 1, Math.floor(cells * 0.3), 26));
	const hasErrors = entries.some(({stage}) => stage.errors > 0);
	const {windowMs, baseline, bottleneck} = snapshot;
	const {chosen, spare} = choose(cells - gutterCells - airCells - nameCells, {
		errors: hasErrors,
		base: baseline !== undefined,
		windowRate: windowMs !== undefined,
	});
	const points = entries.reduce((most, {stage}) => Math.max(most, stage.trend.length), 0);
	const trendCells = chosen.has('trend')
		? leastTrend + Math.max(0, Math.min(mostTrend - leastTrend, points - leastTrend, Math.floor(spare * 0.4)))
		: 0;
	const barCells = leastBar + spare - Math.max(0, trendCells - leastTrend);
	const most = entries.reduce((top, {stage}) => Math.max(top, finite(stage.throughputRps)), 0);

	const number = (
		head: string,
		columnCells: number,
		text: (entry: StageEntry) => string,
		style?: (entry: StageEntry) => Style | undefined,
	): StageColumn => ({
		head: fitStart(head, columnCells),
		cell: entry => styled(entry, fitStart(text(entry), columnCells, ellipsis), style?.(entry), shown),
	});
	const isHot = ({stage, host}: StageEntry): boolean => host === undefined && stage.name === bottleneck?.stage;
	const all: ReadonlyArray<readonly [Optional | 'name', () => StageColumn]> = [
		[
			'name',
			() => ({
				head: fitEnd('stage', nameCells),
				cell: entry => styled(entry, fitEnd(nameOf(entry, shown), nameCells, ellipsis), isHot(entry) ? theme.strong : undefined, shown),
			}),
		],
		[
			'bar',
			() => ({
				head: fitEnd(barCells > leastBar ? 'throughput' : '', barCells),
				cell: entry => barCell(entry, most, barCells, isHot(entry), shown),
			}),
		],
		[
			'rate',
			() =>
				number(
					'last rps',
					width.rate,
					entry => within(formatRate(rateOf(entry)), rateOf(entry), width.rate),
					entry => (isHot(entry) ? theme.strong : undefined),
				),
		],
		[
			'base',
			() =>
				number(
					'vs base',
					width.base,
					entry => baseText(entry, shown),
					entry => baseStyle(entry, shown),
				),
		],
		['counts', () => number('in', width.count, entry => formatCountWithin(recordsInOf(entry.host ?? entry.stage), width.count - 2))],
		['counts', () => number('out', width.count, entry => formatCountWithin(recordsOutOf(entry.host ?? entry.stage), width.count - 2))],
		[
			'windowRate',
			() =>
				number(`${formatSpan(windowMs ?? 0)} rps`, width.windowRate, ({stage, host}) =>
					host === undefined ? within(formatRate(stage.windowRps), stage.windowRps, width.windowRate) : '',
				),
		],
		['pass', () => number('pass', width.pass, entry => formatPercent(passOf(entry)))],
		['busy', () => busyColumn(shown)],
		[
			'p95',
			() =>
				number('p95 ms', width.p95, ({stage, host}) =>
					host === undefined ? within(formatMs(stage.latencyMs?.p95), stage.latencyMs?.p95, width.p95) : '',
				),
		],
		[
			'errors',
			() =>
				number(
					'err',
					width.errors,
					({stage, host}) => formatCountWithin((host ?? stage).errors, width.errors - 1),
					({stage, host}) => ((host ?? stage).errors > 0 ? theme.danger : undefined),
				),
		],
		[
			'trend',
			() => ({
				head: ` ${fitEnd('trend', trendCells)}`,
				cell: entry =>
					styled(
						entry,
						` ${entry.host === undefined ? sparkline(entry.stage.trend, trendCells, theme.glyphs) : ' '.repeat(trendCells)}`,
						isHot(entry) ? theme.barHot : theme.trend,
						shown,
					),
			}),
		],
	];
	return all.filter(([id]) => id === 'name' || chosen.has(id)).map(([, make]) => make());
}

function choose(
	cells: number,
	has: Readonly<Record<'errors' | 'base' | 'windowRate', boolean>>,
): {readonly chosen: ReadonlySet<Optional>; readonly spare: number} {
	const wanted: ReadonlyArray<readonly [Optional, number]> = [
		['rate', width.rate],
		['busy', width.busy],
		['bar', leastBar],
		...(has.base ? [['base', width.base] as const] : []),
		...(has.errors ? [['errors', width.errors] as const] : []),
		['p95', width.p95],
		['pass', width.pass],
		['trend', leastTrend + 1],
		['counts', 2 * width.count],
		...(has.windowRate ? [['windowRate', width.windowRate] as const] : []),
	];
	const chosen = new Set<Optional>();
	let spare = cells;
	for (const [id, columnCells] of wanted) {
		if (columnCells > spare) {
			break;
		}

		chosen.add(id);
		spare -= columnCells;
	}

	return {chosen, spare};
}

/** The busy share, with a mark on the stage with the largest demand if that isn't the slowest one. */
function busyColumn(shown: Shown): StageColumn {
	const {theme, snapshot} = shown;
	const {bottleneck} = snapshot;
	const marked = bottleneck?.demand?.stage === bottleneck?.stage ? undefined : bottleneck?.demand?.stage;
	return {
		head: `${fitStart('busy', width.busy - 1)} `,
		cell: entry => {
			const {stage, host} = entry;
			const isMarked = host === undefined && marked !== undefined && stage.name === marked;
			const text =
				fitStart(formatPercent((host ?? stage).busy), width.busy - 1, theme.glyphs.ellipsis) + (isMarked ? theme.glyphs.bottleneck : ' ');
			return styled(entry, text, isMarked ? theme.barHot : undefined, shown);
		},
	};
}

/** The change of its throughput against the baseline. */
function baseText({stage, host}: StageEntry, {snapshot}: Shown): string {
	const change = snapshot.baseline?.stages.get(stage.name)?.throughputRps;
	return host !== undefined ? '' : change?.then === undefined ? 'new' : formatChange(change.change);
}

function baseStyle({stage, host}: StageEntry, {snapshot, theme}: Shown): Style | undefined {
	const change = snapshot.baseline?.stages.get(stage.name)?.throughputRps.change;
	return host === undefined && change !== undefined && change <= worseBy ? theme.danger : undefined;
}

function barCell(entry: StageEntry, most: number, cells: number, isHot: boolean, shown: Shown): Piece {
	const {theme} = shown;
	const {stage, host} = entry;
	if (host === undefined && stage.silentMs !== undefined) {
		return {text: fitEnd(`silent ${formatAge(stage.silentMs)}`, cells), style: theme.muted};
	}

	const drawn = bar(rateOf(entry), most, cells, theme.glyphs);
	return {text: drawn + ' '.repeat(cells - drawn.length), style: isHot ? theme.barHot : theme.bar};
}

function styled({stage, host}: StageEntry, text: string, style: Style | undefined, {theme}: Shown): Piece {
	if (stage.silentMs !== undefined || host !== undefined) {
		return {text, style: theme.muted};
	}

	return style === undefined ? text : {text, style};
}

function nameOf({stage, host}: StageEntry, {theme, snapshot: {otherStages}}: Shown): string {
	const shared = otherStages > 0 && stage.name === 'other' ? ` (${formatCount(otherStages)})` : '';
	return host === undefined
		? `${foreignName(stage.name, theme)}${shared}`
		: `  ${foreignName(host.name === '' ? 'no host' : host.name, theme)}`;
}

function rateOf({stage, host}: StageEntry): number | undefined {
	return (host ?? stage).throughputRps;
}

function passOf({stage, host}: StageEntry): number | undefined {
	return (host ?? stage).passRate;
}

function within(text: string, value: number | undefined, cells: number): string {
	return text.length < cells ? text : formatCountWithin(value, cells - 1);
}

function finite(value: number | undefined): number {
	return value !== undefined && Number.isFinite(value) ? value : 0;
}

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
	unknownText,
} from '../../src/screen/format/format.ts';
import {recordsInOf, recordsOutOf} from '../../src/screen/format/known-records.ts';
import {pastText} from '../../src/screen/format/past-rate.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import type {Style} from '../../src/screen/look/style.ts';
import {foreignName} from '../../src/screen/text/foreign.ts';
import {fitEnd, fitStart} from '../../src/screen/text/truncate.ts';
import {bar} from '../widgets/bar.ts';
import type {Part} from '../widgets/part.ts';
import {sparkline} from '../widgets/sparkline.ts';

/** A row of the table: a stage, or its part on one host. */
export type StageEntry = {readonly stage: StageView; readonly host: HostView | undefined};

/** The columns' data. */
export type Shown = Pick<Part, 'theme'> & {readonly snapshot: Snapshot};

/** The columns' data, and the room that they share out. */
type Drawing = Shown & {
	readonly nameCells: number;
	readonly barCells: number;
	readonly trendCells: number;
	/** Fills the bar. */
	readonly mostRps: number;
};

export type StageColumn = {readonly head: string; readonly cell: (entry: StageEntry) => Piece};

export type OptionalColumn = 'rate' | 'busy' | 'bar' | 'errors' | 'p95' | 'pass' | 'trend' | 'counts' | 'base' | 'windowRate';

type Column = {
	readonly id: OptionalColumn | 'name';
	readonly leastCells: number;
	readonly columnOf: (drawing: Drawing) => StageColumn;
};

export const leastBar = 10;
export const leastTrend = 8;
const busyCells = 7;
const worseBy = -0.2; // a fifth less than in the good run is more than runs usually differ

/** In reading order. */
export const columns: readonly Column[] = [
	{id: 'name', leastCells: 0, columnOf: nameColumn},
	{id: 'bar', leastCells: leastBar, columnOf: barColumn},
	numbers({
		id: 'rate',
		head: 'last rps',
		cells: 8,
		text: rateText,
		style: (entry, shown) => (isPast(entry) ? shown.theme.muted : isHot(entry, shown) ? shown.theme.strong : undefined),
	}),
	numbers({id: 'base', head: 'vs base', cells: 8, text: (entry, _, shown) => baseText(entry, shown), style: baseStyle}),
	numbers({
		id: 'counts',
		head: 'in',
		cells: 7,
		text: ({stage, host}, cells) => formatCountWithin(recordsInOf(host ?? stage), cells - 2),
	}),
	numbers({
		id: 'counts',
		head: 'out',
		cells: 7,
		text: ({stage, host}, cells) => formatCountWithin(recordsOutOf(host ?? stage), cells - 2),
	}),
	numbers({
		id: 'windowRate',
		head: ({snapshot: {windowMs = 0}}) => `${formatSpan(windowMs)} rps`,
		cells: 10,
		text: ({stage, host}, cells) => (host === undefined ? within(formatRate(stage.windowRps), stage.windowRps, cells) : ''),
	}),
	numbers({id: 'pass', head: 'pass', cells: 6, text: ({stage, host}) => formatPercent((host ?? stage).passRate)}),
	{id: 'busy', leastCells: busyCells, columnOf: busyColumn},
	numbers({
		id: 'p95',
		head: 'p95 ms',
		cells: 7,
		text: ({stage, host}, cells) => (host === undefined ? within(formatMs(stage.latencyMs?.p95), stage.latencyMs?.p95, cells) : ''),
	}),
	numbers({
		id: 'errors',
		head: 'err',
		cells: 6,
		text: ({stage, host}, cells) => formatCountWithin((host ?? stage).errors, cells - 1),
		style: ({stage, host}, {theme}) => ((host ?? stage).errors > 0 ? theme.danger : undefined),
	}),
	{id: 'trend', leastCells: leastTrend + 1, columnOf: trendColumn},
];

type Numbers = {
	readonly id: OptionalColumn;
	readonly head: string | ((shown: Shown) => string);
	readonly cells: number;
	readonly text: (entry: StageEntry, cells: number, shown: Drawing) => string;
	readonly style?: (entry: StageEntry, shown: Shown) => Style | undefined;
};

function numbers({id, head, cells, text, style}: Numbers): Column {
	return {
		id,
		leastCells: cells,
		columnOf: shown => ({
			head: fitStart(typeof head === 'string' ? head : head(shown), cells),
			cell: entry => styled(entry, fitStart(text(entry, cells, shown), cells, shown.theme.glyphs.ellipsis), style?.(entry, shown), shown),
		}),
	};
}

function nameColumn(drawing: Drawing): StageColumn {
	const {nameCells, theme} = drawing;
	return {
		head: fitEnd('stage', nameCells),
		cell: entry => {
			const text = fitEnd(nameOf(entry, drawing), nameCells, theme.glyphs.ellipsis);
			return styled(entry, text, isHot(entry, drawing) ? theme.strong : undefined, drawing);
		},
	};
}

function barColumn(drawing: Drawing): StageColumn {
	const {barCells} = drawing;
	return {
		head: fitEnd(barCells > leastBar ? 'throughput' : '', barCells),
		cell: entry => barCell(entry, drawing),
	};
}

function barCell(entry: StageEntry, drawing: Drawing): Piece {
	const {theme, barCells, mostRps} = drawing;
	const {stage, host} = entry;
	const past = pastText(host ?? stage, drawing.snapshot.atMs);
	if (past !== undefined) {
		return {text: fitEnd(past, barCells, theme.glyphs.ellipsis), style: theme.muted};
	}

	if (host === undefined && stage.silentMs !== undefined) {
		return {text: fitEnd(`silent ${formatAge(stage.silentMs)}`, barCells), style: theme.muted};
	}

	const drawn = bar(rateOf(entry), mostRps, barCells, theme.glyphs);
	return {text: drawn + ' '.repeat(barCells - drawn.length), style: isHot(entry, drawing) ? theme.barHot : theme.bar};
}

/** The busy share, with a mark on the stage with the largest demand if that isn't the slowest one. */
function busyColumn(shown: Shown): StageColumn {
	const {theme, snapshot} = shown;
	const {bottleneck} = snapshot;
	const marked = bottleneck?.demand?.stage === bottleneck?.stage ? undefined : bottleneck?.demand?.stage;
	return {
		head: `${fitStart('busy', busyCells - 1)} `,
		cell: entry => {
			const {stage, host} = entry;
			const isMarked = host === undefined && marked !== undefined && stage.name === marked;
			const text =
				fitStart(formatPercent((host ?? stage).busy), busyCells - 1, theme.glyphs.ellipsis) + (isMarked ? theme.glyphs.bottleneck : ' ');
			return styled(entry, text, isMarked ? theme.barHot : undefined, shown);
		},
	};
}

function trendColumn(drawing: Drawing): StageColumn {
	const {trendCells, theme} = drawing;
	return {
		head: ` ${fitEnd('trend', trendCells)}`,
		cell: entry => {
			const text = entry.host === undefined ? sparkline(entry.stage.trend, trendCells, theme.glyphs) : ' '.repeat(trendCells);
			return styled(entry, ` ${text}`, isHot(entry, drawing) ? theme.barHot : theme.trend, drawing);
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

function styled({stage, host}: StageEntry, text: string, style: Style | undefined, {theme}: Shown): Piece {
	if (stage.silentMs !== undefined || host !== undefined) {
		return {text, style: theme.muted};
	}

	return style === undefined ? text : {text, style};
}

export function nameOf({stage, host}: StageEntry, {theme, snapshot: {otherStages}}: Shown): string {
	const shared = otherStages > 0 && stage.name === 'other' ? ` (${formatCount(otherStages)})` : '';
	return host === undefined
		? `${foreignName(stage.name, theme)}${shared}`
		: `  ${foreignName(host.name === '' ? 'no host' : host.name, theme)}`;
}

function isHot({stage, host}: StageEntry, {snapshot: {bottleneck}}: Shown): boolean {
	return host === undefined && stage.name === bottleneck?.stage;
}

function rateOf({stage, host}: StageEntry): number | undefined {
	return (host ?? stage).throughputRps;
}

function isPast({stage, host}: StageEntry): boolean {
	return (host ?? stage).isPast === true;
}

/** A rate that is not of now is dated in the bar's column. Without one there is no room for a date, so it isn't shown. */
function rateText(entry: StageEntry, cells: number, {barCells}: Drawing): string {
	if (isPast(entry) && barCells === 0) {
		return unknownText;
	}

	const unit = entry.host === undefined && entry.stage.isPerWorker ? '/w' : '';
	return within(formatRate(rateOf(entry)), rateOf(entry), cells - unit.length) + unit;
}

function within(text: string, value: number | undefined, cells: number): string {
	return text.length < cells ? text : formatCountWithin(value, cells - 1);
}

import type {Snapshot} from '../../src/insight/snapshot.ts';
import {presentRps} from '../../src/screen/format/past-rate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import {
	columns,
	leastBar,
	leastTrend,
	nameOf,
	type OptionalColumn,
	type Shown,
	type StageColumn,
	type StageEntry,
} from './stage-columns.ts';

const gutterCells = 1;
const airCells = 1;
const mostTrend = 40;

/** The columns that fit into `cells`, in reading order. If room is short, the most telling ones are kept. */
export function fittingColumns(shown: Shown, entries: readonly StageEntry[], cells: number): readonly StageColumn[] {
	const longest = entries.reduce((most, entry) => Math.max(most, displayWidth(nameOf(entry, shown))), 0);
	const nameCells = Math.max(Math.min(6, cells), Math.min(longest + 1, Math.floor(cells * 0.3), 26));
	const {chosen, spare} = choose(cells - gutterCells - airCells - nameCells, wantedColumns(shown.snapshot, entries));
	const points = entries.reduce((most, {stage}) => Math.max(most, stage.trend.length), 0);
	const trendCells = chosen.has('trend')
		? leastTrend + Math.max(0, Math.min(mostTrend - leastTrend, points - leastTrend, Math.floor(spare * 0.4)))
		: 0;
	const barCells = leastBar + spare - Math.max(0, trendCells - leastTrend);
	const mostRps = entries.reduce((most, {stage}) => Math.max(most, finite(presentRps(stage))), 0);
	return columns
		.filter(({id}) => id === 'name' || chosen.has(id))
		.map(({columnOf}) => columnOf({...shown, nameCells, barCells: chosen.has('bar') ? barCells : 0, trendCells, mostRps}));
}

/** The most telling first. */
const wantedColumns = ({baseline, windowMs}: Snapshot, entries: readonly StageEntry[]): readonly OptionalColumn[] => [
	'rate',
	'busy',
	'bar',
	...(baseline === undefined ? [] : (['base'] as const)),
	...(entries.some(({stage}) => stage.errors > 0) ? (['errors'] as const) : []),
	'p95',
	'pass',
	'trend',
	'counts',
	...(windowMs === undefined ? [] : (['windowRate'] as const)),
];

function choose(cells: number, wanted: readonly OptionalColumn[]): {readonly chosen: ReadonlySet<OptionalColumn>; readonly spare: number} {
	const chosen = new Set<OptionalColumn>();
	let spare = cells;
	for (const id of wanted) {
		const columnCells = columns.reduce((sum, column) => (column.id === id ? sum + column.leastCells : sum), 0);
		if (columnCells > spare) {
			break;
		}

		chosen.add(id);
		spare -= columnCells;
	}

	return {chosen, spare};
}

function finite(value: number | undefined): number {
	return value !== undefined && Number.isFinite(value) ? value : 0;
}

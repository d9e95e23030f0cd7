import {type Level, levels} from '../events/event.ts';
import * as columns from '../wasm/layout.ts';
import {isNotBefore} from './parts/log-position.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

/** The cells of a bucket over all events. The levels come last, and `unset` last of those. */
export const tally = {
	lastMs: columns.tallyMsColumn,
	lastPlace: columns.tallyPlaceColumn,
	batches: columns.tallyBatchesColumn,
	alerts: columns.tallyAlertsColumn,
	levels: columns.tallyLevelsColumn,
} as const;

/** The columns of the levels. */
export const levelColumns: ReadonlyArray<readonly [Level | 'unset', number]> = [...levels, 'unset' as const].map((level, index) => [
	level,
	tally.levels + index,
]);

const columnOf = new Map(levelColumns);
const unsetColumn = tally.levels + levels.length;

const layout = {
	stride: unsetColumn + 1,
	places: [tally.lastPlace],
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		noteLast(into, at, from[of + tally.lastMs] ?? 0, from[of + tally.lastPlace] ?? 0);
		for (let column: number = tally.batches; column <= unsetColumn; column++) {
			into[at + column] = (into[at + column] ?? 0) + (from[of + column] ?? 0);
		}
	},
} as const;

/** What is counted for every event. */
export class Tally {
	readonly timeline: Timeline;

	constructor(usage: Usage) {
		this.timeline = new Timeline(layout, usage);
	}

	add(bucket: number, ms: number, place: number, level: Level | undefined, isAlert: boolean): void {
		const at = this.timeline.at(bucket);
		const {cells} = this.timeline;
		noteLast(cells, at, ms, place);
		const column = at + (level === undefined ? unsetColumn : (columnOf.get(level) ?? unsetColumn));
		cells[column] = (cells[column] ?? 0) + 1;
		if (isAlert) {
			cells[at + tally.alerts] = (cells[at + tally.alerts] ?? 0) + 1;
		}
	}

	/** Batches first seen in a bucket: one more, or one less when the first event turns out to be elsewhere. */
	addBatches(bucket: number, count: number): void {
		const at = this.timeline.at(bucket) + tally.batches;
		this.timeline.cells[at] = (this.timeline.cells[at] ?? 0) + count;
	}

	toData(): TimelineData {
		return this.timeline.toData();
	}

	merge(right: TimelineData, linesBefore: number): void {
		this.timeline.merge(right, linesBefore);
	}

	halve(): void {
		this.timeline.halve();
	}
}

/** A place of 0 means none: only a batch was counted in the bucket. */
function noteLast(cells: Float64Array, at: number, ms: number, place: number): void {
	const known = cells[at + tally.lastPlace] ?? 0;
	if (place !== 0 && (known === 0 || isNotBefore(ms, place, cells[at + tally.lastMs] ?? 0, known))) {
		cells[at + tally.lastMs] = ms;
		cells[at + tally.lastPlace] = place;
	}
}

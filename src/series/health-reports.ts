import type {LogEvent} from '../events/event.ts';
import {Fields} from './parts/fields.ts';
import {isNotBefore, type Spot} from './parts/log-position.ts';
import {bitsOf, setBits, wordsFor} from './parts/name-bits.ts';
import {otherName} from './parts/name-table.ts';
import {Names} from './parts/names.ts';
import {amount, ratio} from './parts/sane-numbers.ts';
import {Timeline, type TimelineData, type Usage} from './parts/timeline.ts';

const maxNames = 200;
const openWords = wordsFor(maxNames + 1);

/** The cells of a bucket: the contents of its last report. NaN means "not reported". */
export const report = {
	place: 1,
	ms: 2,
	batchCount: 3,
	totalAlerts: 4,
	bottleneckRps: 5,
	meanRecentThroughputRps: 6,
	peakMemoryKb: 7,
	/** Its number among the stage names. */
	bottleneckStage: 8,
	/** The open circuits by their numbers among the circuit names: one bit each, in this cell and the following ones. */
	openCircuits: 9,
} as const;

export type ToldColumn = 'batchCount' | 'totalAlerts' | 'bottleneckRps' | 'meanRecentThroughputRps' | 'peakMemoryKb';

const stride = report.openCircuits + openWords;
const layout = {
	stride,
	places: [report.place],
	combine(into: Float64Array, at: number, from: Float64Array, of: number) {
		if (isNotBefore(from[of + report.ms] ?? 0, from[of + report.place] ?? 0, into[at + report.ms] ?? 0, into[at + report.place] ?? 0)) {
			into.set(from.subarray(of + 1, of + stride), at + 1);
		}
	},
} as const;

/** What the pipeline says about itself in a `pipeline_health` event. */
export type HealthClaim = Spot & {
	readonly [Column in ToldColumn]: number | undefined;
} & {
	/** Names of open circuits. `undefined` when the report does not mention circuits. */
	readonly openCircuits: readonly string[] | undefined;
	readonly bottleneckStage: string | undefined;
};

export type ReportsData = {readonly timeline: TimelineData; readonly circuits: readonly string[]; readonly stages: readonly string[]};

/** The pipeline's own reports, the last one of each bucket. */
export class HealthReports {
	readonly timeline: Timeline;
	readonly #circuits = new Names(maxNames);
	readonly #stages = new Names(maxNames);

	constructor(usage: Usage) {
		this.timeline = new Timeline(layout, usage);
	}

	/** The circuits that reports called open. */
	get circuits(): readonly string[] {
		return this.#circuits.all;
	}

	/** Whether names share a number. */
	get isFull(): boolean {
		return this.#circuits.isFull || this.#stages.isFull;
	}

	add(claim: HealthClaim, bucket: number): void {
		const {bottleneckStage: stage, openCircuits: open} = claim;
		// Numbered even if a later report is there already: a part of the log may not have that one.
		const stageNumber = stage === undefined ? Number.NaN : this.#stages.numberOf(stage);
		const numbers = open?.map(name => this.#circuits.numberOf(name));
		const at = this.timeline.at(bucket);
		const {cells} = this.timeline;
		const lastPlace = cells[at + report.place] ?? 0;
		if (lastPlace !== 0 && !isNotBefore(claim.ms, claim.place, cells[at + report.ms] ?? 0, lastPlace)) {
			return;
		}
		for (const column of [
			'place',
			'ms',
			'batchCount',
			'totalAlerts',
			'bottleneckRps',
			'meanRecentThroughputRps',
			'peakMemoryKb',
		] as const) {
			cells[at + report[column]] = claim[column] ?? Number.NaN;
		}
		cells[at + report.bottleneckStage] = stageNumber;
		setOpen(cells, at, numbers);
	}

	/**
	How many entries are earlier than a time.

	@param bucketOf - The series' own.
	*/
	countBefore(ms: number, bucketOf: (ms: number) => number): number {
		const count = this.timeline.countThrough(bucketOf(ms));
		return count > 0 && this.timeline.get(count - 1, report.ms) >= ms ? count - 1 : count;
	}

	/** A value of an entry. `undefined` when the report does not have it. */
	told(index: number, column: ToldColumn): number | undefined {
		const value = this.timeline.get(index, report[column]);
		return Number.isNaN(value) ? undefined : value;
	}

	bottleneckStage(index: number): string | undefined {
		return this.#stages.all[this.timeline.get(index, report.bottleneckStage)];
	}

	/** Indexes in `circuits`. `undefined` when the report does not mention circuits. */
	openCircuits(index: number): readonly number[] | undefined {
		return this.tellsCircuits(index) ? bitsOf(this.timeline.cells, index * stride + report.openCircuits, openWords) : undefined;
	}

	tellsCircuits(index: number): boolean {
		return !Number.isNaN(this.timeline.get(index, report.openCircuits));
	}

	/** Whether two entries say the same about circuits. */
	isSameOpen(index: number, other: number): boolean {
		for (let column: number = report.openCircuits; column < stride; column++) {
			if (this.timeline.get(index, column) !== this.timeline.get(other, column)) {
				return false;
			}
		}
		return true;
	}

	toData(): ReportsData {
		return {timeline: this.timeline.toData(), circuits: this.#circuits.all, stages: this.#stages.all};
	}

	halve(): void {
		this.timeline.halve();
	}

	merge(right: ReportsData, linesBefore: number): void {
		const circuits = right.circuits.map(name => this.#circuits.numberOf(name));
		const stages = right.stages.map(name => this.#stages.numberOf(name));
		const cells = right.timeline.slice();
		for (let at = 0; at < cells.length; at += stride) {
			cells[at + report.bottleneckStage] = stages[cells[at + report.bottleneckStage] ?? -1] ?? Number.NaN;
			if (!Number.isNaN(cells[at + report.openCircuits])) {
				const open = bitsOf(cells, at + report.openCircuits, openWords);
				setOpen(
					cells,
					at,
					open.map(number => circuits[number] ?? 0),
				);
			}
		}
		this.timeline.merge(cells, linesBefore);
	}
}

function setOpen(cells: Float64Array, at: number, numbers: readonly number[] | undefined): void {
	setBits(cells, at + report.openCircuits, openWords, numbers ?? []);
	if (numbers === undefined) {
		cells[at + report.openCircuits] = Number.NaN;
	}
}

/** Reads a report. Its field names may be spelled in any way. */
export function healthClaimOf(event: LogEvent, ms: number, place: number): {claim: HealthClaim; hitRates: ReadonlyMap<string, number>} {
	const fields = new Fields(event.fields);
	const claim: HealthClaim = {
		ms,
		place,
		batchCount: amount(fields.number('batchCount')),
		totalAlerts: amount(fields.number('totalAlerts')),
		openCircuits: boundedNames(fields.list('openCircuits')),
		bottleneckStage: fields.text('bottleneckStage'),
		bottleneckRps: amount(fields.number('bottleneckRps')),
		meanRecentThroughputRps: amount(fields.number('meanRecentThroughputRps')),
		peakMemoryKb: amount(fields.number('peakMemoryKb')),
	};
	const hitRates = new Map<string, number>();
	for (const [name, value] of Object.entries(fields.object('cacheHitRates') ?? {}).slice(0, maxNames)) {
		const hitRate = typeof value === 'number' ? ratio(value) : undefined;
		if (hitRate !== undefined) {
			hitRates.set(name, hitRate);
		}
	}

	return {claim, hitRates};
}

/** The names within the limit, and `other` for the rest: they are open too. */
function boundedNames(list: readonly unknown[] | undefined): string[] | undefined {
	const names = list?.filter(name => typeof name === 'string');
	return names === undefined || names.length <= maxNames ? names : [...names.slice(0, maxNames), otherName];
}

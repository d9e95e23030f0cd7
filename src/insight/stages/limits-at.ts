import type {Series} from '../../series/series.ts';
import {type WorkRow, work} from '../../series/stages.ts';
import {bucketsIn} from '../window.ts';
import {failsRarely, isFailing} from './failing.ts';
import {lastRpsWithin} from './last-work.ts';
import {type Contender, type Limits, limitsOf, noLimits} from './steady.ts';
import {judgedRps} from './work-sums.ts';

const sliceMs = 5000;
const slicesInSpan = 60;
const margin = 0.1; // at the end of a slice
const marginNow = 0.2; // before the end of a slice, which may decide otherwise

/**
The limits at the end of a bucket, over the window that ends there. They go on from the end of one slice of 5 s to the
next, beginning 5 to 10 minutes before, at a multiple of 5 minutes, with those of the 5 minutes before that. So they depend only on the buckets up to then, and
are the same live, in a replay, and after a jump.

@param rows - Of each stage, in pipeline order.
*/
export function limitsAt(
	series: Series,
	rows: ReadonlyMap<string, readonly WorkRow[]>,
	through: number,
	windowBuckets: number,
): {readonly limits: Limits; readonly contenders: readonly Contender[]} {
	const slice = bucketsIn(series, sliceMs);
	const span = slice * slicesInSpan;
	const anchor = (Math.floor(through / span) - 1) * span;
	const longest = Math.max(span, windowBuckets);
	const isActive = ({work: timeline}: WorkRow) => timeline.countThrough(through) > timeline.countThrough(anchor - longest - 1);
	const active = [...rows].filter(([, ofStage]) => ofStage.some(isActive));
	const windowsOf = (buckets: number) => active.map(([name, ofStage]) => new StageWindow(series, name, ofStage, buckets));
	// A long window to begin with, so that the next beginning hardly finds another stage.
	let limits = limitsOf(contendersAt(windowsOf(longest), anchor - 1), noLimits, margin);
	const stages = windowsOf(windowBuckets);
	for (let end = anchor + slice - 1; end < through; end += slice) {
		limits = limitsOf(contendersAt(stages, end), limits, margin);
	}
	const contenders = contendersAt(stages, through);
	return {limits: limitsOf(contenders, limits, marginNow), contenders};
}

function contendersAt(stages: readonly StageWindow[], through: number): Contender[] {
	return stages.flatMap(stage => stage.at(through) ?? []);
}

/** A stage's work over a window that moves on. */
class StageWindow {
	readonly #series: Series;
	readonly #name: string;
	readonly #rows: readonly WorkRow[];
	readonly #windows: readonly RowWindow[];
	readonly #buckets: number;

	constructor(series: Series, name: string, rows: readonly WorkRow[], buckets: number) {
		this.#series = series;
		this.#name = name;
		this.#rows = rows;
		this.#windows = rows.map(row => new RowWindow(row, buckets));
		this.#buckets = buckets;
	}

	/** @returns `undefined` when it did nothing in the window. */
	at(through: number): Contender | undefined {
		const rates: number[] = [];
		let isActive = false;
		let workMs = 0;
		for (const window of this.#windows) {
			window.moveTo(through);
			rates.push(...window.rates(through));
			isActive ||= window.isActive;
			workMs += window.workMs;
		}
		if (!isActive && rates.length === 0) {
			return undefined;
		}
		const isFailingNow = isFailing(this.#series, this.#name, this.#rows, through);
		return {
			name: this.#name,
			rps: isFailingNow || rates.length === 0 ? undefined : rates.reduce((sum, rps) => sum + rps, 0),
			mayEnter: failsRarely(this.#series, this.#name, this.#rows, through - this.#buckets, through),
			workMs,
		};
	}
}

const summed = [work.recordsIn, work.recordsOut, work.elapsedMs, work.rateIn, work.rateMs] as const;

/** The sums of the buckets of a window that moves on. */
class RowWindow {
	readonly #row: WorkRow;
	readonly #buckets: number;
	readonly #sums = new Float64Array(summed.length);
	/** The entries `[from, to)` are added up. */
	#from: number | undefined;
	#to = 0;

	constructor(row: WorkRow, buckets: number) {
		this.#row = row;
		this.#buckets = buckets;
	}

	get isActive(): boolean {
		return this.#to > (this.#from ?? 0);
	}

	get workMs(): number {
		return this.#sums[2] ?? 0;
	}

	moveTo(through: number): void {
		const timeline = this.#row.work;
		this.#from ??= this.#to = timeline.countThrough(through - this.#buckets);
		for (; this.#to < timeline.size && timeline.bucketAt(this.#to) <= through; this.#to++) {
			this.#add(this.#to, 1);
		}
		for (; this.#from < this.#to && timeline.bucketAt(this.#from) <= through - this.#buckets; this.#from++) {
			this.#add(this.#from, -1);
		}
		if (this.#from === this.#to) {
			this.#sums.fill(0); // without what rounding left
		}
	}

	/** Its throughput, if known: over the window, or else the last one, which may be just as old as the window. */
	rates(through: number): readonly number[] {
		const [recordsIn = 0, recordsOut = 0, elapsedMs = 0, rateIn = 0, rateMs = 0] = this.#sums;
		const rps =
			judgedRps({recordsIn, recordsOut, elapsedMs, rateIn, rateMs}) ?? lastRpsWithin(this.#row, through - this.#buckets - 1, through);
		return rps === undefined || rps === 0 ? [] : [rps];
	}

	#add(index: number, sign: 1 | -1): void {
		for (const [place, column] of summed.entries()) {
			this.#sums[place] = (this.#sums[place] ?? 0) + sign * this.#row.work.get(index, column);
		}
	}
}

import type {LogEvent} from '../events/event.ts';
import {amount, ratio} from './amounts.ts';
import {Fields} from './fields.ts';
import {compareSpots, insertSorted, type Spot, spotAfter} from './place.ts';
import {shortName} from './short-text.ts';
import type {Usage} from './timeline.ts';

const maxNames = 200;

/** What the pipeline says of itself in a `pipeline_health` event. */
export type HealthClaim = Spot & {
	readonly batchCount: number | undefined;
	readonly totalAlerts: number | undefined;
	/** Names of open circuits; `undefined` where the report says nothing of circuits. */
	readonly openCircuits: readonly string[] | undefined;
	readonly bottleneckStage: string | undefined;
	readonly bottleneckRps: number | undefined;
	readonly meanRecentThroughputRps: number | undefined;
	readonly peakMemoryKb: number | undefined;
};

/** The pipeline's own reports: of each bucket the last one. */
export class HealthReports {
	/** Sorted by time, file and line. */
	claims: HealthClaim[] = [];
	readonly #usage: Usage;

	constructor(usage: Usage) {
		this.#usage = usage;
	}

	add(claim: HealthClaim, bucketOf: (ms: number) => number): void {
		const list = this.claims;
		const last = list.at(-1);
		if (last === undefined || compareSpots(last, claim) <= 0) {
			const shared =
				last !== undefined && isSameList(last.openCircuits, claim.openCircuits) ? {...claim, openCircuits: last.openCircuits} : claim;
			if (last !== undefined && bucketOf(last.ms) === bucketOf(claim.ms)) {
				list[list.length - 1] = shared;
			} else {
				list.push(shared);
				this.#usage.entries++;
			}

			return;
		}

		insertSorted(list, claim);
		this.#usage.entries++;
		this.keepLastOfEachBucket(bucketOf);
	}

	toData(): readonly HealthClaim[] {
		return this.claims;
	}

	merge(right: readonly HealthClaim[], linesBefore: number, bucketOf: (ms: number) => number): void {
		const before = this.claims.length;
		this.claims = [...this.claims, ...right.map(claim => spotAfter(claim, linesBefore))].sort(compareSpots);
		this.#usage.entries += this.claims.length - before;
		this.keepLastOfEachBucket(bucketOf);
	}

	keepLastOfEachBucket(bucketOf: (ms: number) => number): void {
		const before = this.claims.length;
		this.claims = this.claims.filter((claim, index, all) => {
			const next = all[index + 1];
			return next === undefined || bucketOf(next.ms) !== bucketOf(claim.ms);
		});
		this.#usage.entries += this.claims.length - before;
	}
}

/** Reads a report, under its names however they are written. */
export function healthClaimOf(event: LogEvent, ms: number, place: number): {claim: HealthClaim; hitRates: ReadonlyMap<string, number>} {
	const fields = new Fields(event.fields);
	const claim: HealthClaim = {
		ms,
		place,
		batchCount: amount(fields.number('batchCount')),
		totalAlerts: amount(fields.number('totalAlerts')),
		openCircuits: fields
			.list('openCircuits')
			?.filter(name => typeof name === 'string')
			.slice(0, maxNames)
			.map(shortName),
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

function isSameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
	return a === b || (a !== undefined && b !== undefined && a.length === b.length && a.every((name, index) => name === b[index]));
}

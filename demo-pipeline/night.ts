import {type Random, seededRandom} from './random.ts';
import {noTrouble, type Trouble} from './scenario.ts';

/** Something that goes wrong for a while, in milliseconds since the start. */
export type Fault = {
	readonly kind: FaultKind;
	/** The circuit, stage or cache concerned, by its name in the log. */
	readonly subject: {readonly circuit: string} | {readonly stage: string} | {readonly cache: string} | undefined;
	readonly fromMs: number;
	readonly toMs: number;
	readonly trouble: Trouble;
};

export const faultKinds = ['service_down', 'service_flaky', 'feature_slow', 'cache_cold', 'readings_broken', 'silence'] as const;
export type FaultKind = (typeof faultKinds)[number];

const minuteMs = 60_000;

/** A night in which something goes wrong every few minutes. What, when and for how long depends only on the seed. */
export class Night {
	readonly #random: Random;
	/** All faults so far, and the next one. */
	readonly #faults: Fault[] = [];
	#kinds: FaultKind[] = [];

	constructor(seed: number) {
		this.#random = seededRandom(seed + 2);
	}

	/** The fault at a time, if any. */
	faultAt(elapsedMs: number): Fault | undefined {
		let last = this.#faults.at(-1);
		while (last === undefined || last.toMs <= elapsedMs) {
			last = this.#next(last?.toMs ?? minuteMs);
			this.#faults.push(last);
		}
		return this.#faults.find(({fromMs, toMs}) => fromMs <= elapsedMs && elapsedMs < toMs);
	}

	#next(afterMs: number): Fault {
		const fromMs = Math.round(afterMs + (2 + 3 * this.#random.uniform()) * minuteMs);
		const toMs = Math.round(fromMs + (0.5 + this.#random.uniform()) * minuteMs);
		return {fromMs, toMs, ...faultOf(this.#nextKind(), this.#random)};
	}

	/** Each kind once in random order, then all again. */
	#nextKind(): FaultKind {
		if (this.#kinds.length === 0) {
			this.#kinds = [...faultKinds];
		}
		const [kind] = this.#kinds.splice(this.#random.below(this.#kinds.length), 1);
		return kind ?? 'silence';
	}
}

function faultOf(kind: FaultKind, random: Random): Pick<Fault, 'kind' | 'subject' | 'trouble'> {
	switch (kind) {
		case 'service_down':
			return {kind, subject: {circuit: 'enrichmentService'}, trouble: {...noTrouble, service: 'down'}};
		case 'service_flaky':
			return {kind, subject: {stage: 'enrichment'}, trouble: {...noTrouble, service: 'flaky'}};
		case 'feature_slow':
			return {kind, subject: {stage: 'feature'}, trouble: {...noTrouble, featureSlowdown: 2.5 + 3.5 * random.uniform()}};
		case 'cache_cold':
			return {kind, subject: {cache: 'calibration'}, trouble: {...noTrouble, isCacheCold: true}};
		case 'readings_broken':
			return {kind, subject: {stage: 'ingest'}, trouble: {...noTrouble, brokenShare: 0.01 + 0.04 * random.uniform()}};
		case 'silence':
			return {kind, subject: undefined, trouble: {...noTrouble, isSilent: true}};
	}
}

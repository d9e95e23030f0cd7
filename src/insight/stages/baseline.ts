import type {Snapshot, StageView} from '../snapshot.ts';

/**
A value now, in the baseline, and its change: relative for amounts, a difference for ratios. `undefined` when unknown.
*/
export type Change = {readonly now: number | undefined; readonly then: number | undefined; readonly change: number | undefined};

/** A stage compared with a good run. */
export type StageChange = {
	/** Records per second of work. The change is relative: -0.62 is 62 % less. */
	readonly throughputRps: Change;
	/** The change is relative: 1 is twice as long. */
	readonly p95Ms: Change;
	/** 0..1. The change is a difference. */
	readonly passRate: Change;
	/** Errors per completed batch. The change is a difference. */
	readonly errors: Change;
};

/** What is kept of a good run: each stage over the whole run. */
export type Baseline = {readonly file: string; readonly stages: ReadonlyMap<string, StageNumbers>};

/**
The difference from a good run. `new` stages are not in it. `missing` ones are, but have not appeared yet. Plain data.
*/
export type BaselineView = {
	readonly file: string;
	readonly stages: ReadonlyMap<string, StageChange>;
};

type StageNumbers = {readonly [Name in keyof StageChange]: number | undefined};

const unknown: StageNumbers = {throughputRps: undefined, p95Ms: undefined, passRate: undefined, errors: undefined};

/** The baseline from a snapshot of a whole log. */
export function baselineOf(file: string, {stages}: Pick<Snapshot, 'stages'>): Baseline {
	return {file, stages: new Map(stages.map(stage => [stage.name, numbersOf(stage)]))};
}

/**
Compares the stages of a window with those of a whole good run. Uses only rates and shares, which do not grow with time.
*/
export function compareToBaseline({stages}: Pick<Snapshot, 'stages'>, baseline: Baseline): BaselineView {
	const now = new Map(stages.map(stage => [stage.name, numbersOf(stage)]));
	const names = [...new Set([...now.keys(), ...baseline.stages.keys()])];
	return {
		file: baseline.file,
		stages: new Map(names.map(name => [name, changeOf(now.get(name) ?? unknown, baseline.stages.get(name) ?? unknown)])),
	};
}

function numbersOf({windowRps, throughputRps, latencyMs, passRate, errors, completions}: StageView): StageNumbers {
	return {
		throughputRps: windowRps ?? throughputRps,
		p95Ms: latencyMs?.p95,
		passRate,
		errors: completions > 0 ? errors / completions : undefined,
	};
}

function changeOf(now: StageNumbers, then: StageNumbers): StageChange {
	return {
		throughputRps: relative(now.throughputRps, then.throughputRps),
		p95Ms: relative(now.p95Ms, then.p95Ms),
		passRate: difference(now.passRate, then.passRate),
		errors: difference(now.errors, then.errors),
	};
}

function relative(now: number | undefined, then: number | undefined): Change {
	return {now, then, change: now === undefined || then === undefined || then === 0 ? undefined : now / then - 1};
}

function difference(now: number | undefined, then: number | undefined): Change {
	return {now, then, change: now === undefined || then === undefined ? undefined : now - then};
}

import type {BaselineView, Change, Snapshot, StageChange, StageView} from '../snapshot.ts';

/** What is kept of a good run: each stage over the whole run. */
export type Baseline = {readonly file: string; readonly stages: ReadonlyMap<string, StageNumbers>};

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

function numbersOf({windowRps, throughputRps, isPast, latencyMs, passRate, errors, completions}: StageView): StageNumbers {
	return {
		throughputRps: windowRps ?? (isPast ? undefined : throughputRps),
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

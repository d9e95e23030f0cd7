import type {Spot} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import type {CircuitTimeline} from '../circuits/circuit-timelines.ts';
import type {Clue, Symptom} from '../incident.ts';
import type {FoundSymptom} from './found-symptom.ts';
import type {StageWork} from './stage-signal.ts';
import type {IncidentSettings, Threshold} from './thresholds.ts';

/** What a rule may look at: the buckets up to one, and nothing later. */
export type Scope<Names extends string = never> = {
	readonly series: Series;
	readonly through: number;
	/** The end of that bucket. */
	readonly endMs: number;
	readonly settings: IncidentSettings & Readonly<Record<Names, number>>;
	/** The work of each stage, shared by several rules. */
	readonly stages: ReadonlyMap<string, StageWork>;
};

/** How to write numbers and names of the log for an output: a terminal, plain text or Markdown. */
export type Say = {
	/** `the pipeline` for the whole stream. */
	readonly subject: (subject: string | undefined) => string;
	/** ` NAME` in a title, or nothing for the whole stream. */
	readonly name: (subject: string | undefined) => string;
	/** `: TEXT` in the log's own words, or nothing. */
	readonly because: (reason: string | undefined) => string;
	readonly rate: (rps: number | undefined) => string;
	readonly perSecond: (rate: number | undefined) => string;
	readonly ms: (ms: number | undefined) => string;
	readonly percent: (ratio: number | undefined, decimals?: number) => string;
	readonly age: (ms: number) => string;
	readonly count: (count: number, noun: string) => string;
	/** ` (-62%)`, if a change is known. */
	readonly change: (before: number | undefined, after: number | undefined) => string;
	readonly arrow: string;
};

/** Something that can go wrong: how to find it, and everything there is to say about it. */
export type SymptomRule<Names extends string = string> = {
	readonly kind: string;
	/**
	Among symptoms that begin at about the same time, the lowest rank names the incident. A rank below 0 also wins over
	symptoms that began up to three slices earlier.
	*/
	readonly rank: number;
	/** Its own thresholds, by their names in the config. */
	readonly thresholds: Readonly<Record<Names, Threshold>>;
	/** Finds its stretches. Those of the same subject don't overlap. */
	detect(scope: Scope<Names>): FoundSymptom[];
	/** What happened, as a sentence without a full stop. */
	sentence(symptom: Symptom, say: Say): string;
	/** The same in a few words. */
	title(symptom: Symptom, say: Say): string;
	/** What to say when it precedes something worse. Without this, it is never a clue. */
	readonly clue?: {readonly kind: string; sentence(clue: Clue, say: Say): string};
	/**
	The lines that show it.

	@param endMs - Of the symptom, or of the known time.
	*/
	evidence(series: Series, symptom: Symptom, endMs: number): readonly Spot[];
	/** How it ended, if there is more to say than that the signal returned to normal. */
	ending?(symptom: Symptom, circuits: readonly CircuitTimeline[]): readonly Clue[];
	/**
	Replaces what is reported, if that differs from what it was found by.

	@param sinceMs - Start of the period before it.
	@param endMs - Of the known time.
	*/
	refine?(series: Series, symptom: Symptom, sinceMs: number, endMs: number): Symptom;
	/**
	As a reason why the status is DEGRADED while it is ongoing. Without this, the verdict has a reason of its own for it.
	*/
	reason?(symptom: Symptom): string;
	/** An event ended it, so the next stretch is another one however soon it begins. */
	readonly isEndedByEvent?: true;
	/** Its start is only known to the bucket. */
	readonly startsWithBucket?: true;
	/** It consists of its subject's errors, so they are not a separate clue. */
	readonly isOfErrors?: true;
};

/** Infers the types of the rule's own thresholds. */
export function symptomRule<Names extends string>(rule: SymptomRule<Names>): SymptomRule {
	return rule;
}

import type {Spot} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import type {CircuitTimeline} from '../circuits/circuit-timelines.ts';
import type {Clue, Symptom} from '../incident.ts';
import type {StageWork} from './stage-signal.ts';
import type {Stretch} from './stretch.ts';
import type {IncidentSettings, Threshold} from './thresholds.ts';

/** What a rule may look at: the buckets through one, and nothing after it. */
export type Scope<Names extends string = never> = {
	readonly series: Series;
	readonly through: number;
	/** The end of that bucket. */
	readonly endMs: number;
	readonly settings: IncidentSettings & Readonly<Record<Names, number>>;
	/** The work of each stage, which several rules look at. */
	readonly stages: ReadonlyMap<string, StageWork>;
};

/** How numbers and names of the log are written where the words go: for a terminal, plain text or Markdown. */
export type Say = {
	/** `the pipeline` where it is the whole stream. */
	readonly subject: (subject: string | undefined) => string;
	/** ` NAME` in a title; nothing where it is the whole stream. */
	readonly name: (subject: string | undefined) => string;
	/** `: TEXT`, the log's own words; nothing where there are none. */
	readonly because: (reason: string | undefined) => string;
	readonly rate: (rps: number | undefined) => string;
	readonly perSecond: (rate: number | undefined) => string;
	readonly ms: (ms: number | undefined) => string;
	readonly percent: (ratio: number | undefined, decimals?: number) => string;
	readonly age: (ms: number) => string;
	readonly count: (count: number, noun: string) => string;
	/** ` (-62%)`, where there is a change to tell. */
	readonly change: (before: number | undefined, after: number | undefined) => string;
	readonly arrow: string;
};

/** One thing that can go wrong: how it is found, and all that is said of it. */
export type SymptomRule<Names extends string = string> = {
	readonly kind: string;
	/** Of symptoms that begin at about the same time, the lowest is what an incident is named after. Below 0, also of those that began up to three slices earlier. */
	readonly rank: number;
	/** Its own thresholds, by their names in the config. */
	readonly thresholds: Readonly<Record<Names, Threshold>>;
	/** Its stretches of one subject don't overlap. */
	detect(scope: Scope<Names>): Stretch[];
	/** What happened, in a sentence without its full stop. */
	sentence(symptom: Symptom, say: Say): string;
	/** The same in a few words. */
	title(symptom: Symptom, say: Say): string;
	/** Where it came before something worse. Left out, it is no clue. */
	readonly clue?: {readonly kind: string; sentence(clue: Clue, say: Say): string};
	/** The lines that show it. @param endMs - Of the symptom, or of what is known. */
	evidence(series: Series, symptom: Symptom, endMs: number): readonly Spot[];
	/** How it ended, where more can be told than that the signal came back. */
	ending?(symptom: Symptom, circuits: readonly CircuitTimeline[]): readonly Clue[];
	/** What is told of it where that is not what it was found by. @param sinceMs - Where what came before it begins. @param endMs - Of what is known. */
	refine?(series: Series, symptom: Symptom, sinceMs: number, endMs: number): Symptom;
	/** Its start is known to a bucket only. */
	readonly startsWithBucket?: true;
	/** It is made of the errors of its subject, which then are no clue beside it. */
	readonly isOfErrors?: true;
};

/** A rule whose own thresholds have types. */
export function symptomRule<Names extends string>(rule: SymptomRule<Names>): SymptomRule {
	return rule;
}

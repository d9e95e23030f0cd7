import type {Timeline} from '../../series/parts/timeline.ts';
import type {Series} from '../../series/series.ts';
import {trouble} from '../../series/troubles.ts';
import type {Clue, Symptom} from '../incident.ts';
import {bottleneckShift} from './bottleneck-shift.ts';
import type {Group} from './group-symptoms.ts';
import {sliceLengthMs} from './slices.ts';
import {ruleOf} from './symptoms/index.ts';
import type {IncidentSettings} from './thresholds.ts';

const mostClues = 8;
const rise = 3;

/**
What changed before the trigger or with it, by time: retries, first errors, other signals, another bottleneck.

@param calmSinceMs - The end of the previous incident, whose trouble does not belong to this one.
*/
export function leadUpOf(series: Series, {trigger, symptoms}: Group, calmSinceMs: number, settings: IncidentSettings): Clue[] {
	const others = symptoms.filter(symptom => symptom !== trigger && symptom.startMs <= trigger.startMs);
	const clues = [
		...troubleRises(series, trigger, calmSinceMs, settings, trouble.retries),
		...troubleRises(series, trigger, calmSinceMs, settings, trouble.errors),
		...others.flatMap(clueOf),
		...bottleneckShift(series, trigger, calmSinceMs, settings),
	];
	return clues.sort((a, b) => a.atMs - b.atMs).slice(0, mostClues);
}

function clueOf({kind, subject, startMs, before, worst, reason}: Symptom): Clue[] {
	const {clue} = ruleOf({kind});
	return clue === undefined ? [] : [{kind: clue.kind, atMs: startMs, subject, before, after: worst, text: reason}];
}

/**
For each component whose retries or errors continued up to the trigger: when that run began, and how much it exceeded
the usual.
*/
function troubleRises(series: Series, trigger: Symptom, calmSinceMs: number, settings: IncidentSettings, column: 1 | 2): Clue[] {
	return [...series.troubles.table.rows].flatMap(([subject, hosts]) => {
		const runs = [...hosts.values()].flatMap(timeline =>
			runBefore(series, timeline, lastMomentOf(trigger, series.stepMs), calmSinceMs, settings, column),
		);
		const [first] = runs.sort((a, b) => a.startMs - b.startMs);
		if (first === undefined || (column === trouble.errors && ruleOf(trigger).isOfErrors === true && trigger.subject === subject)) {
			return [];
		}

		const total = (key: 'count' | 'usual') => runs.reduce((sum, run) => sum + run[key], 0);
		const after = (total('count') * 1000) / Math.max(1000, lastMomentOf(trigger, series.stepMs) - first.startMs);
		const before = total('usual');
		const clue = {atMs: first.startMs, subject, before, after, text: undefined};
		return after < before * rise ? [] : [{...clue, kind: column === trouble.retries ? ('retries' as const) : ('first_error' as const)}];
	});
}

/** A stage's start is only known to the bucket, so the whole bucket counts. */
function lastMomentOf(symptom: Symptom, stepMs: number): number {
	return ruleOf(symptom).startsWithBucket ? symptom.startMs + stepMs - 1 : symptom.startMs;
}

type Run = {readonly startMs: number; readonly count: number; readonly usual: number};

/** The buckets with trouble that lead up to a moment without a pause of two slices. */
function runBefore(series: Series, timeline: Timeline, ms: number, calmSinceMs: number, settings: IncidentSettings, column: 1 | 2): Run[] {
	const firstMs = column === trouble.errors ? trouble.firstErrorMs : trouble.firstRetryMs;
	const pauseMs = 2 * sliceLengthMs(series, settings);
	let startMs = ms;
	let count = 0;
	let index = timeline.countThrough(series.bucketOf(ms)) - 1;
	for (; index >= 0; index--) {
		const atMs = timeline.get(index, firstMs);
		if ((timeline.bucketAt(index) + 1) * series.stepMs < ms - settings.leadUpMs) {
			break;
		}

		if (timeline.get(index, column) === 0 || atMs > ms) {
			continue;
		}

		if (startMs - timeline.bucketAt(index) * series.stepMs > pauseMs || atMs < Math.max(calmSinceMs, ms - settings.leadUpMs)) {
			break;
		}

		startMs = atMs;
		count += timeline.get(index, column);
	}

	const spanMs = Math.min(settings.baselineMs, startMs - calmSinceMs);
	const earlier = timeline.sum(column, series.bucketOf(startMs - spanMs) - 1, series.bucketOf(startMs) - 1);
	return count === 0 ? [] : [{startMs, count, usual: spanMs <= 0 ? 0 : (earlier * 1000) / spanMs}];
}

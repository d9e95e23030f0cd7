import {outcome, type RunEnd} from '../series/outcomes.ts';
import {compareSpots, type Spot} from '../series/parts/log-position.ts';
import type {Timeline} from '../series/parts/timeline.ts';
import type {Series} from '../series/series.ts';
import {type CircuitTimeline, outageNow} from './circuits/circuit-timelines.ts';
import type {Symptom} from './incident.ts';
import {lastCrash} from './incidents/last-crash.ts';
import {ruleOf} from './incidents/symptoms/index.ts';
import type {Status} from './snapshot.ts';
import {recoveryAfter} from './stages/recovery.ts';
import {stageRows} from './stages/stage-rows.ts';

/** The status, and a line for each reason why it is DEGRADED, newest first. */
export type Verdict = {readonly status: Status; readonly statusReasons: readonly string[]};

const mostReasons = 20;

type Reason = Spot & {readonly text: string};

/**
How the pipeline is at a moment. DEGRADED: a circuit is open or half-open, the newest attempt of a stage failed, the
newest run did, the log ends with a crash, or an incident is going on. UNKNOWN: no stage, circuit, report or run says
how it is.

@param stages - The names of all stages.
@param reports - The number of the pipeline's reports by then.
@param ongoing - The symptoms of the incidents that are going on.
*/
export function verdictAt(
	series: Series,
	through: number,
	{
		timelines,
		stages,
		reports,
		ongoing,
	}: {
		readonly timelines: readonly CircuitTimeline[];
		readonly stages: readonly string[];
		readonly reports: number;
		readonly ongoing: readonly Symptom[];
	},
): Verdict {
	const runs = (['run_failed', 'run_completed'] as const).map(end => runEnd(series, end, through));
	const reasons = [
		...timelines.flatMap(circuitReason),
		...stages.flatMap(name => stageReason(series, name, through)),
		...runReason(runs),
		...crashReason(series, through),
		...ongoing.flatMap(symptomReason),
	];
	if (reasons.length > 0) {
		return {status: 'DEGRADED', statusReasons: textsOf(reasons)};
	}
	const isKnown =
		stages.some(name => stageRows(series, name, through).length > 0) ||
		timelines.length > 0 ||
		reports > 0 ||
		runs.some(spot => spot !== undefined);
	return {status: isKnown ? 'HEALTHY' : 'UNKNOWN', statusReasons: []};
}

function circuitReason(timeline: CircuitTimeline): readonly Reason[] {
	const {name, changes, count} = timeline;
	const opening = outageNow(timeline)?.opening;
	if (opening === undefined) {
		return [];
	}
	const isProbing = changes.at(-1)?.state === 'half_open';
	const text = isProbing ? `circuit ${name} is half-open, probing` : count > 1 ? `${count} circuits are open` : `circuit ${name} is open`;
	return [{ms: opening.ms, place: opening.place, text}];
}

function stageReason(series: Series, name: string, through: number): readonly Reason[] {
	const failures = series.outcomes.table.rows.get(name)?.get('');
	const failed = failures && newest(failures, through);
	return failed === undefined || recoveryAfter(series, name, failed, through) !== undefined
		? []
		: [{...failed, text: `the last attempt of stage ${name} failed`}];
}

function runReason([failed, completed]: ReadonlyArray<Spot | undefined>): readonly Reason[] {
	return failed === undefined || (completed !== undefined && compareSpots(completed, failed) > 0)
		? []
		: [{...failed, text: 'the run failed'}];
}

function runEnd(series: Series, end: RunEnd, through: number): Spot | undefined {
	const row = series.outcomes.runs.get(end);
	return row && newest(row, through);
}

/** When the newest of a timeline happened, up to a bucket. */
function newest(timeline: Timeline, through: number): Spot | undefined {
	const index = timeline.countThrough(through) - 1;
	return index < 0 ? undefined : {ms: timeline.get(index, outcome.lastMs), place: timeline.get(index, outcome.lastPlace)};
}

/** Nothing came after it. */
function crashReason(series: Series, through: number): readonly Reason[] {
	const crash = lastCrash(series, through);
	return crash === undefined ? [] : [{...crash, text: 'the log ends with a crash'}];
}

function symptomReason(symptom: Symptom): readonly Reason[] {
	const text = ruleOf(symptom).reason?.(symptom);
	return text === undefined ? [] : [{ms: symptom.startMs, place: 0, text}];
}

function textsOf(reasons: readonly Reason[]): readonly string[] {
	const texts = reasons.toSorted((a, b) => compareSpots(b, a)).map(({text}) => text);
	const rest = texts.length - mostReasons;
	return rest <= 0 ? texts : [...texts.slice(0, mostReasons), `and ${rest} more`];
}

/** How the pipeline's process ended. Without a code, a signal ended it. */
export type Exit = {readonly code: number | undefined; readonly signal: string | undefined};

/** A pipeline that ended with another code than 0 is not healthy, whatever its log says. */
export function withExit<Judged extends Verdict>(judged: Judged, {code, signal}: Exit): Judged {
	if (code === 0) {
		return judged;
	}
	const how = code === undefined ? `was ended by ${signal ?? 'a signal'}` : `ended with exit code ${code}`;
	return {...judged, status: 'DEGRADED', statusReasons: [`the pipeline ${how}`, ...judged.statusReasons]};
}

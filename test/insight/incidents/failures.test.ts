import test from 'ava';
import fc from 'fast-check';
import {incidentsKnownAt, incidentsOf} from '../../../src/insight/incidents.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import type {Series} from '../../../src/series/series.ts';
import {fold, logOf, overAll} from '../../series/events.ts';

const start = Date.UTC(2024, 0, 15, 22);
const at = (second: number) => start + second * 1000;
const failed = (second: number, component: string) => [at(second), 'stage_failed', {component, level: 'error'}] as const;
const completed = (second: number, component: string) => [at(second), 'stage_completed', {component}] as const;

const spans = (series: Series) => incidentsOf(series).map(({startMs, endMs}) => [startMs, endMs]);

test('an incident lasts from the failure of a stage to the next success of that stage, not of another', t => {
	const series = fold(logOf(completed(0, 'load'), failed(10, 'publish'), completed(20, 'load'), completed(30, 'publish')));
	t.deepEqual(spans(series), [[at(10), at(30)]]);
	t.like(incidentsOf(series)[0], {trigger: {kind: 'stage_failed', subject: 'publish'}, evidence: [{line: 2}]});
});

test('a failure that is retried within its second is an incident of that length', t => {
	const series = fold(logOf(failed(10, 'load'), [at(10) + 250, 'stage_completed', {component: 'load'}]));
	t.deepEqual(spans(series), [[at(10), at(10) + 250]]);
	t.is(snapshotAt(series, overAll).status, 'HEALTHY');
});

type Attempt = {readonly stage: string; readonly isGood: boolean};
const attempts = fc.array(fc.record({stage: fc.constantFrom('a', 'b', 'c'), isGood: fc.boolean()}), {minLength: 1, maxLength: 30});
const logFrom = (list: readonly Attempt[]) =>
	logOf(...list.map(({stage, isGood}, second) => (isGood ? completed(second, stage) : failed(second, stage))));

/** In which seconds, one attempt each, some stage had failed and not succeeded since. */
function expectedSpans(list: readonly Attempt[]): Array<[number, number | undefined]> {
	const failing = new Set<string>();
	const found: Array<[number, number | undefined]> = [];
	for (const [second, {stage, isGood}] of list.entries()) {
		const wasCalm = failing.size === 0;
		failing[isGood ? 'delete' : 'add'](stage);
		const last = found.at(-1);
		if (wasCalm && failing.size > 0) {
			found.push([at(second), undefined]);
		} else if (!wasCalm && failing.size === 0 && last !== undefined) {
			last[1] = at(second);
		}
	}
	return found;
}

test('failures that overlap are one incident and others are several, none longer than some stage was failing', t => {
	fc.assert(fc.property(attempts, list => void t.deepEqual(spans(fold(logFrom(list))), expectedSpans(list))));
});

test('failures at any moment are those of a log cut there, and halves of a log merge to those of the whole', t => {
	fc.assert(
		fc.property(attempts, fc.nat(29), (list, cut) => {
			const log = logFrom(list);
			const whole = fold(log);
			const before = fold(log.slice(0, cut + 1));
			t.deepEqual(incidentsKnownAt(whole, at(cut)), incidentsKnownAt(before, at(cut)));
			before.merge(fold(log.slice(cut + 1)).toData());
			t.deepEqual(incidentsOf(before), incidentsOf(whole));
		}),
	);
});

test('a run that failed is an incident until a run completes', t => {
	const log = logOf([at(0), 'run_failed'], [at(5), 'run_failed'], [at(60), 'run_completed'], [at(90), 'run_failed']);
	t.deepEqual(spans(fold(log)), [
		[at(0), at(60)],
		[at(90), undefined],
	]);
});

test('thousands of stages that failed are one incident and a bounded number of reasons', t => {
	const series = fold(logOf(...Array.from({length: 3000}, (_, index) => failed(index, `model_${index}`))));
	t.deepEqual(spans(series), [[at(0), undefined]]);
	const {status, statusReasons} = snapshotAt(series, overAll);
	t.is(status, 'DEGRADED');
	t.true(statusReasons.length <= 21);
	t.regex(statusReasons.at(-1) ?? '', /^and \d+ more$/);
});

import test from 'ava';
import fc from 'fast-check';
import type {LogEvent} from '../../../src/events/event.ts';
import type {EventKind} from '../../../src/events/kinds.ts';
import {healthOf} from '../../../src/insight/health.ts';
import {incidentsOf} from '../../../src/insight/incidents.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import {baselineOf, compareToBaseline} from '../../../src/insight/stages/baseline.ts';
import type {Series} from '../../../src/series/series.ts';
import {fold, logOf, overAll, overWindow, type TimedEvent} from '../../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const at = (seconds: number) => startMs + seconds * 1000;
const endOf = (seconds: number) => at(seconds) + 999;

type Entry = readonly [ms: number, kind: EventKind, fields?: Partial<LogEvent>];

const done = (seconds: number, component: string, elapsedMs: number, recordsIn = 100): Entry => [
	at(seconds),
	'stage_completed',
	{component, recordsIn, recordsOut: recordsIn, elapsedMs},
];
const failed = (seconds: number, component: string): Entry => [at(seconds), 'stage_failed', {component, level: 'error'}];
const changed = (seconds: number, oldState: 'closed' | 'open' | 'half_open', newState: 'closed' | 'open' | 'half_open'): Entry => [
	at(seconds),
	'circuit_state_change',
	{circuitName: 'siteService', component: 'enrichment', oldState, newState},
];
const times = (from: number, to: number, step: number) =>
	Array.from({length: Math.round((to - from) / step)}, (_, index) => from + index * step);
const bottleneckAt = (series: Series, second: number) => snapshotAt(series, {...overWindow, atMs: endOf(second)}).bottleneck?.stage;

/** Two batches per second. From second 120 on, the circuit of `enrichment`, the slowest stage, is open. */
function outage(seconds: number): TimedEvent[] {
	return logOf(
		...times(0, 120 + seconds, 0.5).flatMap((second): Entry[] => [
			done(second, 'feature', 100),
			second < 120 ? done(second + 0.1, 'enrichment', 200) : failed(second + 0.1, 'enrichment'),
			...(second === 120 ? [changed(second + 0.2, 'closed', 'open')] : []),
			...(second > 120 && second % 5 === 0 ? [changed(second + 0.2, 'open', 'half_open'), changed(second + 0.3, 'half_open', 'open')] : []),
			done(second + 0.4, 'sink', 50),
		]),
	);
}

test('a stage behind an open circuit has a dated rate of before, no other stage is measured against it, and the circuit says whose it is', t => {
	const series = fold(outage(78));
	const {stages, bottleneck, circuits} = snapshotAt(series, overWindow);
	t.like(stages[1], {name: 'enrichment', throughputRps: 500, throughputAtMs: at(119.6), isPast: true, completions: 0});
	t.like(bottleneck, {stage: 'feature', throughputRps: 1000, next: {stage: 'sink', throughputRps: 2000}});
	t.like(circuits[0], {name: 'siteService', state: 'open', sinceMs: at(120.2), stages: ['enrichment']});
	// Over the whole log it is the lecture's rule: the lowest last throughput, however old.
	t.like(healthOf(snapshotAt(series, overAll)), {bottleneckStage: 'enrichment', bottleneckRps: 500});
});

test('with its first failure the rate of a stage is of before, and with its next success of now', t => {
	const log = logOf(done(0, 'load', 400), done(0.2, 'sink', 50), failed(7, 'load'), done(8, 'sink', 50), done(12, 'load', 400));
	const series = fold(log);
	t.deepEqual(
		[0, 7, 8, 12].map(second => snapshotAt(series, {...overWindow, atMs: endOf(second)}).stages[0]?.isPast ?? false),
		[false, true, true, false],
	);
	t.deepEqual(
		[0, 7, 8].map(second => bottleneckAt(series, second)),
		['load', 'sink', 'sink'],
	);
});

test('a busy stage of which one attempt in twenty fails keeps its rate and stays the bottleneck', t => {
	const series = fold(
		logOf(
			...times(0, 120, 0.1).flatMap((second, index) => [
				done(second, 'sink', 20),
				index % 20 === 9 ? failed(second, 'load') : done(second, 'load', 80),
			]),
		),
	);
	t.deepEqual([...new Set(times(1, 120, 1).map(second => bottleneckAt(series, second)))], ['load']);
	t.false(times(1, 120, 1).some(second => snapshotAt(series, {...overWindow, atMs: endOf(second)}).stages.some(({isPast}) => isPast)));
});

test('over a whole log the last rate counts however long the stage has failed since', t => {
	const series = fold(
		logOf(done(0, 'load', 400), done(1, 'sink', 50), ...times(2, 2000, 1).map(second => failed(second, 'load')), done(2000, 'sink', 50)),
	);
	t.like(healthOf(snapshotAt(series, overAll)), {bottleneckStage: 'load', bottleneckRps: 250});
	t.like(snapshotAt(series, overWindow).stages[0], {throughputRps: 250, throughputAtMs: at(0), isPast: true});
});

test('nothing but rates of before is no bottleneck, and a report of before is none either', t => {
	const report: Entry = [at(2), 'pipeline_health', {fields: {bottleneckStage: 'load', bottleneckRps: 250}}];
	const log = logOf(done(0, 'load', 400), report, [at(200), 'other', {}]);
	t.is(snapshotAt(fold(log), overWindow).bottleneck, undefined);
	t.is(snapshotAt(fold(log.slice(1)), overWindow).bottleneck, undefined);
	t.is(snapshotAt(fold(log.slice(1, 2)), overWindow).bottleneck?.stage, 'load');
});

/** How often a list changes. */
const changes = (list: readonly unknown[]) => list.filter((each, index) => index > 0 && each !== list[index - 1]).length;

/** Two stages that take turns at being the slower one of a batch; one of them has a circuit that opens and closes again. */
const flapping = fc
	.record({
		noise: fc.array(fc.integer({min: 60, max: 140}), {minLength: 40, maxLength: 40}),
		openFrom: fc.integer({min: 100, max: 500}),
		openFor: fc.integer({min: 5, max: 100}),
		offset: fc.nat(300),
	})
	.map(({noise, openFrom, openFor, offset}) =>
		logOf(
			...times(offset, offset + 700, 0.5).flatMap((second, index): Entry[] => {
				const [a = 100, b = 100] = [noise[index % 40], noise[(index * 7 + 3) % 40]];
				const isOpen = second - offset >= openFrom && second - offset < openFrom + openFor;
				const isProbe = index % 12 === 0;
				return [
					done(second, 'feature', a),
					isOpen && !isProbe ? failed(second + 0.1, 'enrichment') : done(second + 0.1, 'enrichment', b),
					done(second + 0.3, 'sink', 10),
				];
			}),
		),
	);

test('two stages that are much the same do not take turns, nor with each probe of an open circuit', t => {
	fc.assert(
		fc.property(flapping, log => {
			const series = fold(log);
			const firstMs = series.fromMs ?? 0;
			const seen = times(5, 700, 1).map(
				second => snapshotAt(series, {...overWindow, atMs: firstMs + second * 1000 + 999}).bottleneck?.stage,
			);
			// In and out of the outage, and where the slices of 5 minutes begin anew.
			t.true(changes(seen) <= 5);
			t.true(changes(seen.slice(-150)) <= 1);
		}),
		{numRuns: 4},
	);
});

test('the bottleneck at a moment is the same live, in a replay and after a jump', t => {
	fc.assert(
		fc.property(flapping, fc.array(fc.nat(699), {minLength: 5, maxLength: 5}), (log, seconds) => {
			const whole = fold(log);
			for (const second of seconds) {
				const atMs = endOf(Math.floor(((log[0]?.ms ?? 0) - startMs) / 1000) + second);
				const live = fold(log.filter(({ms}) => ms <= atMs));
				t.deepEqual(snapshotAt(live, {...overWindow, atMs}).bottleneck, snapshotAt(whole, {...overWindow, atMs}).bottleneck);
			}
		}),
		{numRuns: 4},
	);
});

test('a stage that becomes clearly slower is the bottleneck within seconds', t => {
	const series = fold(
		logOf(...times(0, 240, 0.5).flatMap(second => [done(second, 'a', 100), done(second + 0.1, 'b', second < 120 ? 90 : 450)])),
	);
	t.is(bottleneckAt(series, 119), 'a');
	t.is(bottleneckAt(series, 126), 'b');
});

test('where no stage tells records, the one with the most work is the bottleneck, and the view says so', t => {
	const timed = (seconds: number, component: string, elapsedMs: number): Entry => [at(seconds), 'stage_completed', {component, elapsedMs}];
	const series = fold(logOf(timed(1, 'stg_orders', 1250), timed(8, 'fct_sales', 6500), timed(9, 'dim_users', 500)));
	for (const question of [overAll, overWindow]) {
		t.like(snapshotAt(series, question).bottleneck, {
			stage: 'fct_sales',
			throughputRps: undefined,
			whyByTime: 'by time: no stage tells how many records it works on',
		});
	}
	t.is(healthOf(snapshotAt(series, overAll)).bottleneckStage, 'fct_sales');
});

test('a stage with the most work that tells no records is the bottleneck, whatever the rates of the others', t => {
	const rows: Entry = [at(1), 'stage_completed', {component: 'stg_orders', recordsOut: 500, elapsedMs: 1250}];
	const series = fold(logOf(rows, [at(8), 'stage_completed', {component: 'fct_sales', elapsedMs: 6500}]));
	t.like(snapshotAt(series, overAll).bottleneck, {
		stage: 'fct_sales',
		whyByTime: 'by time: fct_sales does not tell how many records it works on',
	});
});

test('a stage that only produces is judged by what it puts out', t => {
	const made = (seconds: number, fields: object): Entry => [
		at(seconds),
		'stage_completed',
		{component: 'source', elapsedMs: 1000, ...fields},
	];
	for (const fields of [{recordsOut: 50}, {recordsIn: 0, recordsOut: 50}]) {
		const series = fold(logOf(made(0, fields), done(1, 'sink', 100), made(2, fields), done(3, 'sink', 100)));
		for (const question of [overAll, overWindow]) {
			t.like(snapshotAt(series, question).bottleneck, {stage: 'source', throughputRps: 50});
		}
	}
});

test('parallel tasks: a throughput is that of one worker, so it alone does not make the bottleneck', t => {
	// Eight tasks at once are slow one by one, but do most records; one task after the other needs more time.
	const tasks = times(0, 60, 10).flatMap(second => Array.from({length: 8}, (): Entry => done(second + 10, 'map', 1000, 100)));
	const serial = times(0, 60, 10).map(second => done(second + 9, 'reduce', 9000, 8000));
	const series = fold(logOf(...[...tasks, ...serial].sort(([a], [b]) => a - b)));
	for (const question of [overAll, overWindow]) {
		const {stages, bottleneck} = snapshotAt(series, question);
		t.deepEqual(
			stages.map(({name, isPerWorker}) => [name, isPerWorker ?? false]),
			[
				['map', true],
				['reduce', false],
			].sort(([a], [b]) => stages.findIndex(({name}) => name === a) - stages.findIndex(({name}) => name === b)),
		);
		t.like(bottleneck, {stage: 'reduce', whyByTime: 'by time: the work of map overlaps, so its throughput is per worker'});
	}
});

test('work done one after the other never counts as overlapping, whenever it ends and however times are rounded', t => {
	const serial = fc.array(fc.record({elapsedMs: fc.integer({min: 1, max: 20_000}), idleMs: fc.nat(3000)}), {minLength: 1, maxLength: 60});
	fc.assert(
		fc.property(serial, fc.constantFrom(1, 1000), (batches, precisionMs) => {
			let nowMs = startMs;
			const log = batches.map(({elapsedMs, idleMs}): Entry => {
				nowMs += elapsedMs + idleMs;
				return [Math.floor(nowMs / precisionMs) * precisionMs, 'stage_completed', {component: 'load', recordsIn: 10, elapsedMs}];
			});
			const series = fold(logOf(...log));
			for (const question of [overAll, overWindow]) {
				t.is(snapshotAt(series, question).stages[0]?.isPerWorker, undefined);
			}
		}),
	);
});

test('a rate of before is not compared with a good run', t => {
	const told = (seconds: number, component: string, throughputRps: number): Entry => [
		at(seconds),
		'stage_completed',
		{component, throughputRps},
	];
	const good = snapshotAt(fold(logOf(told(0, 'load', 100), told(1, 'sink', 300))), overAll);
	const now = snapshotAt(fold(logOf(told(0, 'load', 50), told(200, 'sink', 150))), overWindow);
	const {stages} = compareToBaseline(now, baselineOf('good', good));
	t.like(stages.get('load')?.throughputRps, {now: undefined, change: undefined});
	t.like(stages.get('sink')?.throughputRps, {now: 150, change: -0.5});
});

test('an incident finds the stage that limits the pipeline by time where no stage tells records', t => {
	const timed = (seconds: number, component: string, elapsedMs: number): Entry => [at(seconds), 'stage_completed', {component, elapsedMs}];
	const log = times(0, 120, 1).flatMap((second): Entry[] => [
		timed(second, 'extract', second < 60 ? 300 : 100),
		second < 60 ? timed(second + 0.2, 'load', 200) : failed(second + 0.2, 'load'),
	]);
	const [incident] = incidentsOf(fold(logOf(...log, timed(120, 'load', 200))));
	t.deepEqual(incident?.impact.bottleneck, {before: 'extract', during: 'extract'});
});

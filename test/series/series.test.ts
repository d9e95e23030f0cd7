import {isDeepStrictEqual} from 'node:util';
import {serialize} from 'node:v8';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import type {LogEvent} from '../../src/events/event.ts';
import type {EventKind} from '../../src/events/kinds.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {binOf, middleOf} from '../../src/series/latencies/latency-bins.ts';
import {Timeline} from '../../src/series/parts/timeline.ts';
import {Series} from '../../src/series/series.ts';
import {fold, makeEvent, overAll, overWindow, type TimedEvent} from './events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const spanMs = 150_000;
const names = ['ingest', 'filter', 'sink'];
const circuits = ['api', 'store'];

// Quarters add up exactly in any order, so that sums can be compared for equality.
const quarter = fc.integer({min: 0, max: 4000}).map(value => value / 4);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, {nil: undefined});
const state = fc.constantFrom('closed' as const, 'open' as const, 'half_open' as const);
const host = fc.constantFrom(undefined, 'a', 'b');
const component = fc.constantFrom(...names);

const completed: fc.Arbitrary<LogEvent> = fc
	.record({
		component,
		host,
		batch: fc.integer({min: 0, max: 12}),
		recordsIn: maybe(quarter),
		recordsOut: maybe(quarter),
		elapsedMs: maybe(quarter),
		throughputRps: maybe(quarter),
	})
	.map(fields => makeEvent('stage_completed', {...fields, fields: {recordsIn: fields.recordsIn}}));

const anyEvent: fc.Arbitrary<LogEvent> = fc.oneof(
	{weight: 6, arbitrary: completed},
	fc.record({component, host, batch: fc.integer({min: 0, max: 12})}).map(fields => makeEvent('stage_failed', {...fields, level: 'error'})),
	fc
		.record({
			circuitName: fc.constantFrom(...circuits),
			oldState: maybe(state),
			newState: maybe(state),
			reason: maybe(fc.constantFrom('refused', 'timeout')),
		})
		.map(fields => makeEvent('circuit_state_change', fields)),
	fc
		.record({circuitName: maybe(fc.constantFrom(...circuits)), component: maybe(component)})
		.map(fields => makeEvent('retry', {...fields, level: 'warn'})),
	fc
		.record({cacheName: fc.constantFrom('calibration', 'geo'), hits: maybe(quarter), misses: maybe(quarter)})
		.map(fields => makeEvent('cache_stats', fields)),
	fc
		.record({cacheName: fc.constantFrom('edge', 'geo'), hits: fc.constantFrom(0, 1), misses: fc.constantFrom(0, 1)})
		.map(fields => makeEvent('cache_lookup', fields)),
	fc
		.record({
			batch_count: fc.nat(50),
			openCircuits: fc.subarray([...circuits, 'reported']),
			peakMemoryKb: quarter,
			cacheHitRates: fc.record({geo: fc.constantFrom(0.25, 0.5)}),
		})
		.map(fields => makeEvent('pipeline_health', {fields})),
	fc.record({name: fc.constantFrom('slow', 'hot'), value: quarter}).map(fields => makeEvent('alert', {fields, level: undefined})),
	component.map(stage => makeEvent('stage_described', {component: stage, fields: {stage, signature: 'process(records)'}})),
	component.map(name => makeEvent('other', {component: name, level: 'error'})),
	fc.constantFrom('run_completed' as const, 'run_failed' as const).map(kind => makeEvent(kind, {})),
);

const unorderedLog: fc.Arbitrary<TimedEvent[]> = fc
	.array(fc.record({event: anyEvent, ms: fc.integer({min: 0, max: spanMs}).map(ms => startMs + ms)}), {maxLength: 60})
	.map(events => events.map((entry, index) => ({...entry, line: index + 1})));
const orderedLog = unorderedLog.map(log =>
	log
		.map(({ms}) => ms)
		.sort((a, b) => a - b)
		.flatMap((ms, index) => {
			const entry = log[index];
			return entry === undefined ? [] : [{...entry, ms}];
		}),
);
const cursors = [startMs, startMs + 40_000, startMs + 90_500, startMs + spanMs];

function views(series: Series) {
	return [
		snapshotAt(series, overAll),
		...cursors.flatMap(atMs => [snapshotAt(series, {...overWindow, atMs}), snapshotAt(series, {...overAll, atMs})]),
	];
}

/** Everything with the place of a line; the names in any order. */
function placed(series: Series) {
	const {tally, stages, troubles, outcomes, circuits, circuitRetries, caches, reports, alerts, signatures} = series.toData();
	const work = [...stages.rows].flatMap(([name, hosts]) => [...hosts].map(([host, {latencies, ...row}]) => [name, host, row] as const));
	return {tally, work, troubles, outcomes, circuits, circuitRetries, caches, reports, alerts, signatures};
}

/** The assertion's own comparison is used only to show a difference, because it is slow. */
function same(t: ExecutionContext, actual: unknown, expected: unknown) {
	if (isDeepStrictEqual(actual, expected)) {
		t.pass();
	} else {
		t.deepEqual(actual, expected);
	}
}

test('a log folded in two halves and merged equals the log folded in one pass, wherever it is cut', t => {
	fc.assert(
		fc.property(unorderedLog, fc.nat(60), (log, cut) => {
			const merged = fold(log.slice(0, cut));
			merged.merge(fold(log.slice(cut)).toData());
			same(t, views(merged), views(fold(log)));
		}),
		{numRuns: 300},
	);
});

test('a part that counts its own lines and is sent as plain data gives the places of one pass', t => {
	fc.assert(
		fc.property(unorderedLog, fc.nat(60), (log, cut) => {
			const merged = fold(log.slice(0, cut));
			const part = fold(log.slice(cut).map(({line, ...entry}) => ({...entry, line: line - cut})));
			merged.merge(structuredClone(part.toData()), cut);
			same(t, placed(merged), placed(fold(log)));
			same(t, views(merged), views(fold(log)));
		}),
		{numRuns: 300},
	);
});

test('T4: parts merge in any order', t => {
	fc.assert(
		fc.property(
			unorderedLog,
			fc.array(fc.nat(3), {minLength: 60, maxLength: 60}),
			fc.shuffledSubarray([0, 1, 2, 3], {minLength: 4}),
			(log, part, order) => {
				const merged = new Series();
				for (const number of order) {
					merged.merge(fold(log.filter((_, index) => part[index] === number)).toData());
				}

				same(t, views(merged), views(fold(log)));
			},
		),
		{numRuns: 300},
	);
});

test('T9: the state at the end of a bucket is what someone saw who had read no further', t => {
	fc.assert(
		fc.property(orderedLog, fc.nat(spanMs / 1000), (log, second) => {
			const atMs = startMs + second * 1000 + 999;
			const read = fold(log.filter(({ms}) => ms <= atMs));
			const all = fold(log);
			for (const question of [overWindow, overAll]) {
				same(t, snapshotAt(all, {...question, atMs}), snapshotAt(read, {...question, atMs}));
			}
		}),
		{numRuns: 300},
	);
});

test('sums, counts and percentiles equal those of the events themselves', t => {
	fc.assert(
		fc.property(unorderedLog, log => {
			const view = snapshotAt(fold(log), overAll);
			const work = log.filter(({event}) => event.kind === 'stage_completed');
			for (const stage of view.stages) {
				const own = work.map(({event}) => event).filter(event => event.component === stage.name);
				const sum = (key: 'recordsIn' | 'recordsOut') => own.reduce((total, event) => total + (event[key] ?? 0), 0);
				t.is(stage.completions, own.length);
				t.is(stage.recordsIn, sum('recordsIn'));
				t.is(stage.recordsOut, sum('recordsOut'));
				t.is(stage.errors, log.filter(({event}) => event.component === stage.name && event.level === 'error').length);
				const elapsed = own.flatMap(event => event.elapsedMs ?? []).sort((a, b) => a - b);
				t.is(stage.latencyMs?.max, elapsed.at(-1));
				for (const [quantile, value] of [
					[0.5, stage.latencyMs?.p50],
					[0.95, stage.latencyMs?.p95],
					[0.99, stage.latencyMs?.p99],
				] as const) {
					const exact = elapsed[Math.ceil(quantile * elapsed.length) - 1];
					t.true(exact === undefined ? value === undefined : Math.abs((value ?? Number.NaN) - exact) <= exact * 0.01);
				}
			}

			const batches = log.flatMap(({event}) =>
				event.kind === 'stage_completed' || event.kind === 'stage_failed' ? (event.batch ?? []) : [],
			);
			const reported = log.filter(({event}) => event.kind === 'pipeline_health').sort((a, b) => a.ms - b.ms);
			const expected: unknown = log.length === 0 ? undefined : (reported.at(-1)?.event.fields.batch_count ?? new Set(batches).size);
			t.is<unknown, unknown>(view.batchCount, expected);
			t.is(view.levelCounts.unset, log.filter(({event}) => event.level === undefined).length);
		}),
		{numRuns: 300},
	);
});

test('C9: impossible numbers never reach a snapshot', t => {
	const hostile = maybe(
		fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1, 5e-324, 1e15)),
	);
	const event = fc
		.record({
			recordsIn: hostile,
			recordsOut: hostile,
			elapsedMs: hostile,
			throughputRps: hostile,
			hits: hostile,
			misses: hostile,
			hitRate: hostile,
		})
		.chain(fields =>
			fc.constantFrom(
				makeEvent('stage_completed', {...fields, component: '__proto__', batch: 1}),
				makeEvent('cache_stats', {...fields, cacheName: 'constructor', fields: {size: fields.hits, maxSize: fields.misses}}),
				makeEvent('pipeline_health', {
					fields: {batchCount: fields.hits, peakMemoryKb: fields.misses, cacheHitRates: {x: fields.hitRate}, openCircuits: [1, null, 'x']},
				}),
				makeEvent('alert', {fields: {value: fields.hits}}),
			),
		);
	fc.assert(
		fc.property(fc.array(fc.tuple(event, fc.nat(3000)), {maxLength: 20}), entries => {
			const series = fold(entries.map(([entry, ms], index) => ({event: entry, ms: startMs + ms, line: index + 1})));
			for (const question of [overWindow, overAll]) {
				same(t, notFinite(snapshotAt(series, question)), []);
			}
		}),
		{numRuns: 500},
	);
});

function notFinite(value: unknown, path = ''): string[] {
	if (typeof value === 'number') {
		return Number.isFinite(value) ? [] : [path];
	}

	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([key, child]) => notFinite(child, `${path}.${key}`))
		: [];
}

test('a bin is within 0.8 % of every duration in it, from 1 µs to the largest', t => {
	fc.assert(
		fc.property(fc.double({min: 0.001, max: 1e15, noNaN: true}), elapsedMs => {
			t.true(Math.abs(middleOf(binOf(elapsedMs)) - elapsedMs) <= elapsedMs * 0.0079);
		}),
	);
	t.is(middleOf(binOf(0)), 0);
});

test('T8: coarser buckets have the same sums', t => {
	const add = (into: Float64Array, at: number, from: Float64Array, of: number) => {
		into[at + 1] = (into[at + 1] ?? 0) + (from[of + 1] ?? 0);
	};
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.integer({min: -50, max: 50}), fc.nat(9))), entries => {
			const timeline = new Timeline({stride: 2, combine: add}, {entries: 0});
			for (const [bucket, value] of entries) {
				const at = timeline.at(bucket) + 1;
				timeline.cells[at] = (timeline.cells[at] ?? 0) + value;
			}

			timeline.halve();
			for (let pair = -25; pair <= 25; pair++) {
				const expected = entries.filter(([bucket]) => Math.floor(bucket / 2) === pair).reduce((sum, [, value]) => sum + value, 0);
				t.is(timeline.sum(1, pair - 1, pair), expected);
			}
		}),
	);
});

test('a log over the memory limit uses coarser buckets, the same in any order of merging', t => {
	const count = 400_000;
	const part = (from: number, to: number) => {
		const series = new Series();
		for (let index = from; index < to; index++) {
			const event = makeEvent('stage_completed', {
				component: names[index % 3],
				recordsIn: 1,
				recordsOut: 1,
				elapsedMs: 1 + (index % 7),
				batch: index,
			});
			series.add(event, startMs + index * 1000, {file: 0, line: index + 1});
		}

		return series;
	};

	const whole = part(0, count);
	const merged = part(count / 2, count);
	merged.merge(part(0, count / 2).toData());
	// 786,432 entries are allowed; by the second, the tally and the stages would have 400,000 each
	t.is(whole.stepMs, 2000);
	t.is(merged.stepMs, whole.stepMs);
	for (const series of [whole, merged]) {
		const view = snapshotAt(series, overAll);
		t.is(
			view.stages.reduce((sum, stage) => sum + stage.recordsIn, 0),
			count,
		);
		t.is(view.levelCounts.info, count);
		t.deepEqual(
			view.stages.map(({latencyMs}) => latencyMs?.max),
			[7, 7, 7],
		);
	}

	t.is(snapshotAt(whole, overAll).batchCount, count);
});

test('C17: ten thousand stage names are 200 rows, and the rest together', t => {
	const series = new Series();
	for (let index = 0; index < 10_000; index++) {
		const event = makeEvent('stage_completed', {component: `stage ${index}`, recordsIn: 1, elapsedMs: 1, host: `host ${index}`});
		series.add(event, startMs + index, {file: 0, line: index + 1});
	}

	const view = snapshotAt(series, overAll);
	t.is(view.stages.length, 201);
	t.is(view.stages.find(({name}) => name === 'other')?.recordsIn, 9800);
	t.true(view.otherStages >= 4096);
});

test('P18: names, reasons and ids are bounded in bytes too: of those of 100 kB only the start is kept, and they remain distinct', t => {
	const kinds: readonly EventKind[] = ['stage_completed', 'circuit_state_change', 'retry', 'cache_stats', 'stage_described', 'alert'];
	const series = new Series();
	for (let index = 0; index < 600; index++) {
		const long = (what: string) => `${what} ${index} ${'x'.repeat(100_000)}`;
		const event = makeEvent(kinds[index % kinds.length] ?? 'other', {
			component: long('stage'),
			host: long('host'),
			circuitName: long('circuit'),
			cacheName: long('cache'),
			reason: long('reason'),
			batch: `batch ${'x'.repeat(100_000)} ${index}`,
			newState: 'open',
			level: 'error',
			hits: 1,
			misses: 1,
			recordsIn: 1,
			elapsedMs: 1,
			throughputRps: 1,
			fields: {stage: long('stage'), description: long('it'), [long('key')]: 1},
		});
		series.add(event, startMs + index, {file: 0, line: index + 1});
	}

	t.true(serialize(series.toData()).length < 5_000_000);
	const {batchCount, stages} = snapshotAt(series, overAll);
	t.is(batchCount, 100);
	t.deepEqual(stages.filter(({recordsIn}) => recordsIn === 1).map(({name}) => name.slice(0, 12).trim()).length, 100);
});

test('with more batches than can be remembered, each is counted once, and the last ten have their own throughputs', t => {
	const count = 80_000;
	const rpsOf = (batch: number, stage: number) => 1000 + ((batch * 7919 + stage * 104_729) % 997);
	const series = new Series();
	let line = 0;
	for (let step = 0; step < count + 20; step++) {
		for (const [stage, late] of [0, 9, 20].entries()) {
			const batch = step - late;
			if (batch >= 0 && batch < count) {
				const event = makeEvent('stage_completed', {component: names[stage], batch: `b${batch}`, throughputRps: rpsOf(batch, stage)});
				series.add(event, startMs + step * 100, {file: 0, line: ++line});
			}
		}
	}
	t.is(snapshotAt(series, overAll).batchCount, count);
	const lastTen = Array.from({length: 10}, (_, index) => count - 1 - index);
	t.deepEqual(
		series.batches.recent.lastMinima(Number.POSITIVE_INFINITY),
		lastTen.map(batch => Math.min(...[0, 1, 2].map(stage => rpsOf(batch, stage)))),
	);
});

import test from 'ava';
import fc from 'fast-check';
import {timelineAt} from '../../src/insight/timeline/timeline-at.ts';
import type {TimelineSignal} from '../../src/insight/timeline/timeline-view.ts';
import {fold, logOf, type TimedEvent} from '../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const at = (second: number): number => startMs + second * 1000;
const whole = {span: undefined, stage: undefined} as const;

/** One batch per second through two stages, the second of which keeps half. */
const steady = (seconds: number) =>
	Array.from({length: seconds}, (_, second) => [
		[at(second), 'stage_completed', {component: 'ingest', batch: second, recordsIn: 100, recordsOut: 100, elapsedMs: 50}] as const,
		[at(second) + 100, 'stage_completed', {component: 'sink', batch: second, recordsIn: 100, recordsOut: 50, elapsedMs: 200}] as const,
	]).flat();

const sum = (signal: TimelineSignal): number => signal.reduce<number>((total, value) => total + (value ?? 0), 0);

test('the flow of the pipeline is what leaves its last stage, and the line of a stage is its rate while at work', t => {
	const view = timelineAt(fold(logOf(...steady(100))), {...whole, columns: 10, stage: 'ingest'});
	t.is(view?.throughputRps.length, 10);
	for (const rps of view?.throughputRps.slice(1, -1) ?? []) {
		t.is(rps, 50);
	}
	t.deepEqual(new Set(view?.stage?.throughputRps), new Set([2000]));
	t.is(timelineAt(fold(logOf(...steady(5))), {...whole, columns: 10, stage: 'no-such-stage'})?.stage, undefined);
});

test('a last stage that reports only records in is counted by those', t => {
	const log = logOf(
		...Array.from({length: 20}, (_, s) => [at(s), 'stage_completed', {component: 'sink', recordsIn: 70, elapsedMs: 10}] as const),
	);
	t.is(timelineAt(fold(log), {...whole, columns: 4})?.throughputRps[2], 70);
});

test('a batch every ten seconds is a line, not a row of needles, and its standstill is visible', t => {
	const batches = [...Array.from({length: 20}, (_, index) => index * 10), ...Array.from({length: 10}, (_, index) => 400 + index * 10)];
	const log = logOf(
		...batches.map(second => [at(second), 'stage_completed', {component: 'sink', recordsIn: 100, recordsOut: 100, elapsedMs: 10}] as const),
	);
	const flow = timelineAt(fold(log), {...whole, columns: 245})?.throughputRps ?? [];
	const inSecond = (second: number) => flow[Math.floor(second / 2)];
	for (let second = 30; second < 190; second++) {
		t.is(inSecond(second), 10);
	}
	for (let second = 215; second < 398; second++) {
		t.is(inSecond(second), 0);
	}
});

test('a circuit that is open for less than a column is shown in its worst state', t => {
	const change = (ms: number, circuitName: string, newState: 'open' | 'closed') =>
		[ms, 'circuit_state_change', {circuitName, newState}] as const;
	const log = logOf(
		...steady(3600),
		change(at(1000), 'a', 'open'),
		change(at(1000) + 3, 'b', 'open'),
		change(at(1000) + 4, 'a', 'closed'),
		change(at(1000) + 5, 'b', 'closed'),
	);
	const view = timelineAt(fold(log), {...whole, columns: 36});
	t.deepEqual(
		view?.openCircuits.map(open => open ?? -1),
		Array.from({length: 36}, (_, column) => (column === 10 ? 2 : 0)),
	);
});

test('a circuit whose probe fails within a millisecond opens only once', t => {
	const change = (ms: number, newState: 'open' | 'half_open' | 'closed') =>
		[ms, 'circuit_state_change', {circuitName: 'a', newState}] as const;
	const log = logOf(
		...steady(3600),
		change(at(1000), 'open'),
		change(at(1010), 'half_open'),
		change(at(1010), 'open'),
		change(at(1020), 'closed'),
	);
	t.is(Math.max(...(timelineAt(fold(log), {...whole, columns: 36})?.openCircuits ?? []).map(open => open ?? -1)), 1);
});

test('in each column as many circuits are open as were open at once, and one that probes is not open', t => {
	const seconds = 120;
	const states = ['open', 'half_open', 'closed'] as const;
	const change = fc.record({second: fc.nat(seconds - 2), name: fc.constantFrom('a', 'b', 'c'), newState: fc.constantFrom(...states)});
	fc.assert(
		fc.property(
			fc.uniqueArray(change, {minLength: 1, maxLength: 30, selector: ({second}) => second}),
			fc.constantFrom(1, 2, 5, 20),
			(changes, columnSeconds) => {
				const ordered = changes.toSorted((one, other) => one.second - other.second);
				const log = logOf(
					[at(0), 'other'],
					...ordered.map(({second, name, newState}) => [at(second) + 500, 'circuit_state_change', {circuitName: name, newState}] as const),
					[at(seconds) - 1, 'other'],
				);
				const state = new Map<string, string>();
				const openNow = () => [...state.values()].filter(one => one === 'open').length;
				const openIn = Array.from({length: seconds}, (_, second) => {
					const before = openNow();
					const changed = ordered.find(one => one.second === second);
					state.set(changed?.name ?? '', changed?.newState ?? '');
					return Math.max(before, openNow());
				});
				const expected = Array.from({length: seconds / columnSeconds}, (_, column) =>
					Math.max(...openIn.slice(column * columnSeconds, (column + 1) * columnSeconds)),
				);
				const span = {fromMs: at(0), toMs: at(seconds)};
				t.deepEqual(timelineAt(fold(log), {...whole, columns: expected.length, span})?.openCircuits, expected);
			},
		),
		{numRuns: 100},
	);
});

test('outside of the log is unknown, and silence inside it is zero', t => {
	const view = timelineAt(fold(logOf(...steady(10), [at(99), 'other', {level: 'error'}])), {
		...whole,
		columns: 30,
		span: {fromMs: at(-100), toMs: at(200)},
	});
	t.deepEqual(
		view?.errorsPerSecond.map(errors => (errors === undefined ? 'unknown' : errors > 0 ? 'some' : 'zero')),
		Array.from({length: 30}, (_, column) => (column < 10 || column > 19 ? 'unknown' : column === 19 ? 'some' : 'zero')),
	);
	t.deepEqual(new Set(view?.openCircuits), new Set([undefined]));
	t.is(view?.throughputRps[15], 0);
});

test('live, the present is known: a pipeline that went silent shows zero up to now', t => {
	const view = timelineAt(fold(logOf(...steady(60))), {...whole, columns: 12}, at(120));
	t.is(view?.knownToMs, at(120));
	t.is(view?.throughputRps[3], 50);
	t.is(view?.throughputRps.at(-1), 0);
});

test('a cache keeps the last rate it reported; for several, the mean is shown', t => {
	const told = (second: number, cacheName: string, hitRate: number) => [at(second), 'cache_stats', {cacheName, hitRate}] as const;
	const view = timelineAt(fold(logOf(told(0, 'a', 0.8), told(50, 'b', 0.4), told(99, 'a', 0.6))), {...whole, columns: 10});
	t.deepEqual(
		view?.cacheHitRate.map(rate => (rate ?? 0).toFixed(2)),
		['0.80', '0.80', '0.80', '0.80', '0.80', '0.60', '0.60', '0.60', '0.60', '0.50'],
	);
});

test('no alert is counted twice, and no error, alert or batch is lost, however many columns there are', t => {
	const entry = fc.record({second: fc.integer({min: 0, max: 500}), kind: fc.constantFrom('error', 'alert', 'batch')});
	fc.assert(
		fc.property(fc.array(entry, {minLength: 1, maxLength: 60}), fc.integer({min: 1, max: 400}), (entries, columns) => {
			const log: TimedEvent[] = logOf(
				...entries.map(({second, kind}) =>
					kind === 'error'
						? ([at(second), 'other', {level: 'error'}] as const)
						: kind === 'alert'
							? ([at(second), 'alert', {component: 'rule'}] as const)
							: ([at(second), 'stage_completed', {component: 'sink', recordsIn: 7, recordsOut: 7, elapsedMs: 1}] as const),
				),
			);
			const series = fold(log);
			const view = timelineAt(series, {...whole, columns});
			const count = (kind: string) => entries.filter(one => one.kind === kind).length;
			t.is(sum(view?.alerts ?? []), count('alert'));
			t.is(
				(view?.errorsPerSecond ?? []).some(errors => (errors ?? 0) > 0),
				count('error') > 0,
			);
			t.is(
				(view?.throughputRps ?? []).some(rps => (rps ?? 0) > 0),
				count('batch') > 0,
			);
		}),
		{numRuns: 200},
	);
});

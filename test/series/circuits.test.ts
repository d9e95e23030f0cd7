import test from 'ava';
import fc from 'fast-check';
import type {CircuitState} from '../../src/events/event.ts';
import {healthOf} from '../../src/insight/health.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import type {Series} from '../../src/series/series.ts';
import {fold, makeEvent, overAll, type TimedEvent} from './events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const states = ['closed', 'open', 'half_open'] as const;

const told = (line: number, circuit: number | string, newState: CircuitState, ms = startMs + line * 100): TimedEvent => ({
	event: makeEvent('circuit_state_change', {circuitName: `circuit ${circuit}`, newState}),
	ms,
	line,
});
const numbered = (entries: ReadonlyArray<readonly [circuit: number | string, state: CircuitState]>) =>
	entries.map(([circuit, state], index) => told(index + 1, circuit, state));
const upTo = (count: number) => Array.from({length: count}, (_, index) => index);
const health = (series: Series, atMs?: number) => healthOf(snapshotAt(series, {...overAll, atMs}));

/** The circuits that are open before a moment, by the last state of each. */
function openBefore(log: readonly TimedEvent[], beforeMs: number): string[] {
	const last = new Map<string, TimedEvent>();
	for (const entry of log) {
		const before = last.get(entry.event.circuitName ?? '');
		if (entry.ms < beforeMs && (before === undefined || entry.ms > before.ms || (entry.ms === before.ms && entry.line > before.line))) {
			last.set(entry.event.circuitName ?? '', entry);
		}
	}
	return [...last].flatMap(([name, {event}]) => (event.newState === 'open' ? [name] : [])).sort();
}

test('C17: an open circuit beyond the first 200 is shown by name, whatever other circuits report after it', t => {
	const closed = upTo(200).map(circuit => [circuit, 'closed'] as const);
	const series = fold(numbered([...closed, ['late', 'open'], ['later', 'closed'], ['latest', 'half_open'], ['later', 'closed']]));
	const {status, openCircuits, circuits} = health(series);
	t.is(status, 'DEGRADED');
	t.deepEqual(openCircuits, ['circuit late']);
	t.is(circuits['circuit late']?.since, new Date(startMs + 201 * 100).toISOString());
	t.deepEqual([circuits.other?.state, circuits.other?.open], ['half_open', 0]);
});

test('C17: it is open until it reports otherwise itself, and an incident for as long', t => {
	const closed = upTo(200).map(circuit => [circuit, 'closed'] as const);
	const series = fold(numbered([...closed, ['late', 'open'], ...closed, ['later', 'closed'], ['late', 'closed'], ['later', 'closed']]));
	t.is(health(series).status, 'HEALTHY');
	t.is(health(series).incidents, 1);
	t.is(health(series, startMs + 300 * 100).status, 'DEGRADED');
	t.is(health(series, startMs + 100).status, 'HEALTHY');
});

const manyCircuits = fc
	.tuple(
		fc.array(fc.tuple(fc.nat(299), fc.constantFrom(...states), fc.nat(60_000)), {minLength: 400, maxLength: 900}),
		fc.constantFrom(60, 150, 300),
	)
	.map(([entries, names]) => entries.map(([circuit, state, ms], index) => told(index + 1, circuit % names, state, startMs + ms)));

test('C17, T4: of 300 circuits, those that last reported open are open, at every moment, in one pass and in merged halves', t => {
	fc.assert(
		fc.property(manyCircuits, fc.nat(900), (log, cut) => {
			const whole = fold(log);
			const merged = fold(log.slice(0, cut));
			merged.merge(structuredClone(fold(log.slice(cut).map(({line, ...entry}) => ({...entry, line: line - cut}))).toData()), cut);
			for (const second of [0, 20, 59, 61]) {
				const atMs = startMs + second * 1000;
				t.deepEqual([...health(whole, atMs).openCircuits].sort(), openBefore(log, atMs + 1000));
				t.deepEqual(health(merged, atMs), health(whole, atMs));
			}
		}),
		{numRuns: 30},
	);
});

test('C17: if more are open than can be named, the others are counted, even after their names are forgotten', t => {
	const count = 9000;
	const series = fold(numbered(upTo(count).map(circuit => [circuit, 'open'])));
	const {status, openCircuits, circuits} = health(series);
	t.is(status, 'DEGRADED');
	t.is(openCircuits.length - 1 + (circuits.other?.open ?? 0), count);

	// All close except the 201st, whose name is no longer held.
	const closing = upTo(count).filter(circuit => circuit !== 200);
	for (const [index, circuit] of closing.entries()) {
		const {event, ms} = told(count + 1 + index, circuit, 'closed');
		series.add(event, ms, {file: 0, line: count + 1 + index});
	}
	t.is(health(series).status, 'DEGRADED');
	t.true((health(series).circuits.other?.open ?? 0) >= 1);
});

test('C17: endless names that open and close again never displace one that is open', t => {
	const passing = (circuit: number) => [[circuit, 'open'] as const, [circuit, 'closed'] as const];
	const series = fold(numbered([...upTo(5000).flatMap(passing), ['stays', 'open'], ...upTo(20_000).slice(5000).flatMap(passing)]));
	t.deepEqual(health(series).openCircuits, ['circuit stays']);
});

test('C17: a report of more open circuits than are named shows that there are others', t => {
	const report = (openCircuits: readonly string[]) => makeEvent('pipeline_health', {fields: {openCircuits}});
	const series = fold([
		{event: report(upTo(300).map(circuit => `circuit ${circuit}`)), ms: startMs, line: 1},
		...upTo(300)
			.slice(0, 200)
			.map(circuit => told(circuit + 2, circuit, 'closed')),
	]);
	t.deepEqual(health(series).openCircuits, ['other']);
	t.is(health(series).status, 'DEGRADED');
});

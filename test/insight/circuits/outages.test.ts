import test from 'ava';
import fc from 'fast-check';
import type {CircuitState} from '../../../src/events/event.ts';
import {healthOf} from '../../../src/insight/health.ts';
import {incidentsOf} from '../../../src/insight/incidents.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import type {Series} from '../../../src/series/series.ts';
import {fold, makeEvent, overAll, overWindow, type TimedEvent} from '../../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const second = (ms: number) => new Date(startMs + ms * 1000).toISOString();

type Step = readonly [seconds: number, state: CircuitState, oldState?: CircuitState];

const logOf = (steps: readonly Step[]) =>
	steps.map(([seconds, newState, oldState], index): TimedEvent => {
		const event = makeEvent('circuit_state_change', {circuitName: 'bank', component: 'pay', newState, ...(oldState && {oldState})});
		return {event, ms: startMs + seconds * 1000, line: index + 1};
	});

const health = (series: Series) => healthOf(snapshotAt(series, overAll));

/** An outage that is probed every 6 s: open, half-open, open again. */
const probed = (from: number, probes: number): Step[] => [
	[from, 'open', 'closed'],
	...Array.from({length: probes}, (_, index): Step[] => [
		[from + 6 * (index + 1), 'half_open', 'open'],
		[from + 6 * (index + 1) + 1, 'open', 'half_open'],
	]).flat(),
];

test('an outage of 78 s is one trip that is open for 78 s, and its failed probes are probes', t => {
	const series = fold(logOf([...probed(10, 12), [88, 'open', 'open']]));
	t.like(health(series).circuits.bank, {state: 'open', since: second(10), trips: 1, probes: 12, failedProbes: 12});
	t.deepEqual(health(series).openCircuits, ['bank']);
	t.is(snapshotAt(series, {...overWindow, atMs: startMs + 88_000}).circuits[0]?.sinceMs, startMs + 10_000);
	const [incident, ...others] = incidentsOf(series);
	t.deepEqual(others, []);
	t.like(incident?.trigger, {startMs: startMs + 10_000, endMs: undefined, failedProbes: 12});
});

test('a half-open circuit is no open one, but it is down since it opened, and the status says that it probes', t => {
	const report = health(fold(logOf([...probed(10, 2), [40, 'half_open', 'open']])));
	t.deepEqual(report.openCircuits, []);
	t.deepEqual([report.status, report.statusReasons], ['DEGRADED', ['circuit bank is half-open, probing']]);
	t.like(report.circuits.bank, {state: 'half_open', since: second(10), trips: 1, probes: 3, failedProbes: 2});
});

test('a probe that succeeds ends the outage, and the next opening is a trip of its own', t => {
	const steps: Step[] = [
		...probed(10, 1),
		[30, 'half_open', 'open'],
		[31, 'closed', 'half_open'],
		[60, 'open', 'closed'],
		[70, 'open', 'half_open'],
	];
	t.like(health(fold(logOf(steps.slice(0, 5)))).circuits.bank, {state: 'closed', since: second(31), trips: 1, probes: 2, failedProbes: 1});
	// The last line tells of a probe whose beginning no line told.
	t.like(health(fold(logOf(steps))).circuits.bank, {state: 'open', since: second(60), trips: 2, probes: 3, failedProbes: 2});
});

test('without the state before, it is that of the event before', t => {
	const steps: Step[] = [
		[0, 'closed'],
		[1, 'open'],
		[2, 'half_open'],
		[3, 'open'],
		[4, 'half_open'],
		[5, 'closed'],
		[6, 'open'],
	];
	t.like(health(fold(logOf(steps))).circuits.bank, {since: second(6), trips: 2, probes: 2, failedProbes: 1});
});

test('a report that still lists a half-open circuit tells of a failed probe, not of a trip', t => {
	const report = {event: makeEvent('pipeline_health', {fields: {openCircuits: ['bank']}}), ms: startMs + 9000, line: 3};
	const series = fold([
		...logOf([
			[1, 'open', 'closed'],
			[8, 'half_open', 'open'],
		]),
		report,
	]);
	t.like(health(series).circuits.bank, {state: 'open', since: second(1), trips: 1, probes: 1, failedProbes: 1});
});

const walk = fc.array(fc.constantFrom<CircuitState>('closed', 'open', 'half_open'), {minLength: 1, maxLength: 60});

test('trips are what opened from closed, probes what was half-open, and an outage lasts from its first opening, after any history', t => {
	fc.assert(
		fc.property(walk, states => {
			const changes = states.filter((state, index) => state !== states[index - 1]);
			const {circuits} = health(fold(logOf(states.map((state, index): Step => [index, state]))));
			const count = (state: CircuitState, ...before: ReadonlyArray<CircuitState | undefined>) =>
				changes.filter((each, index) => each === state && (before.length === 0 || before.includes(changes[index - 1]))).length;
			const probes = count('half_open');
			t.is(circuits.bank?.trips, count('open', 'closed', undefined));
			t.is(circuits.bank?.probes ?? 0, probes);
			t.is(circuits.bank?.failedProbes ?? 0, count('open', 'half_open'));
			const down =
				states.at(-1) === 'closed' ? states.findLastIndex((_, index) => states[index - 1] !== 'closed') : states.lastIndexOf('closed') + 1;
			t.is(circuits.bank?.since, second(down));
		}),
	);
});

test('C17: an outage with more probes than are kept still counts each and began at its opening', t => {
	const series = fold(logOf([[0, 'open', 'closed'], [1, 'closed', 'open'], ...probed(10, 9000)]));
	t.like(health(series).circuits.bank, {state: 'open', since: second(10), trips: 2, probes: 9000, failedProbes: 9000});
	t.is(incidentsOf(series).at(-1)?.startMs, startMs + 10_000);
});

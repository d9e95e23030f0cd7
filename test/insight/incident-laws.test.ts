import test from 'ava';
import fc from 'fast-check';
import {RuleWatch} from '../../src/insight/alerts/rule-watch.ts';
import {type FoundSymptom, joinClose} from '../../src/insight/incidents/found-symptom.ts';
import {incidentsOf} from '../../src/insight/incidents.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {parseAlertRule} from '../../src/query/alerts/alert-rule.ts';
import {fold, logOf, makeEvent, overAll} from '../series/events.ts';

const start = Date.UTC(2024, 0, 15, 22);
const at = (seconds: number) => start + seconds * 1000;

const circuit = (seconds: number, circuitName: string, newState: 'open' | 'half_open' | 'closed') =>
	[at(seconds), 'circuit_state_change', {circuitName, newState}] as const;

/** A batch in each second of a stretch, which takes so long. */
const batches = (from: number, to: number, elapsedMs: number) =>
	Array.from(
		{length: to - from},
		(_, index) => [at(from + index), 'stage_completed', {component: 'sink', recordsIn: 100, recordsOut: 100, elapsedMs}] as const,
	);

test('the status is DEGRADED exactly while a circuit is not closed or the newest attempt of a stage failed, with a reason for each', t => {
	const circuitChange = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('open', 'half_open', 'closed'));
	const attempt = fc.tuple(fc.constantFrom('ingest', 'sink'), fc.constantFrom('stage_completed', 'stage_failed'));
	fc.assert(
		fc.property(fc.array(fc.oneof(circuitChange, attempt), {maxLength: 12}), changes => {
			const log = logOf(
				[at(0), 'other'],
				...changes.map(([name, state], index) =>
					state === 'stage_completed' || state === 'stage_failed'
						? ([at(index + 1), state, {component: name, recordsIn: 1, elapsedMs: 1}] as const)
						: circuit(index + 1, name, state),
				),
			);
			const {status, statusReasons} = snapshotAt(fold(log), overAll);
			const last = [...new Map<string, string>(changes).values()];
			const wrong = last.filter(state => ['open', 'half_open', 'stage_failed'].includes(state));
			t.is(status, last.length === 0 ? 'UNKNOWN' : wrong.length > 0 ? 'DEGRADED' : 'HEALTHY');
			t.is(statusReasons.length, wrong.length);
		}),
		{numRuns: 200},
	);
});

/** Reports of a cache each second: sums since it was made, which is once more after `remadeAt`. */
function reports(missShares: readonly number[], remadeAt: number) {
	let [hits, misses] = [0, 0];
	return missShares.map((share, second) => {
		[hits, misses] = second === remadeAt ? [0, 0] : [hits, misses];
		hits += Math.round(100 * (1 - share));
		misses += Math.round(100 * share);
		return [at(second), 'cache_stats', {cacheName: 'geo', hits, misses}] as const;
	});
}

test('a cache that is made anew collapses as one that is not, and not by being made anew', t => {
	const calm = Array.from({length: 120}, () => 0.1);
	const cold = [...calm, ...Array.from({length: 30}, () => 0.9), ...calm];
	const found = (shares: readonly number[], remadeAt: number) =>
		incidentsOf(fold(logOf(...reports(shares, remadeAt)))).map(({startMs, endMs, trigger}) => [trigger.kind, startMs, endMs]);
	const expected = found(cold, -1);
	t.is(expected.length, 1);
	t.deepEqual(found(cold, 120), expected);
	for (const remadeAt of [-1, 50, 100]) {
		t.deepEqual(found([...calm, ...calm], remadeAt), []);
	}
});

test('circuits of which one opens as another closes are one incident, and two with calm between them', t => {
	const incidents = (secondOpens: number) =>
		incidentsOf(
			fold(logOf(circuit(10, 'a', 'open'), circuit(20, 'a', 'closed'), circuit(secondOpens, 'b', 'open'), circuit(30, 'b', 'closed'))),
		);
	t.deepEqual(
		[19, 20, 21].map(second => incidents(second).length),
		[1, 1, 2],
	);
});

test('a circuit is what an incident is named after where it opened up to three slices after what suffers from it, and no later', t => {
	const triggerOf = (opens: number) => {
		const [incident] = incidentsOf(
			fold(logOf(...batches(0, 100, 100), ...batches(100, 160, 300), circuit(opens, 'api', 'open')).toSorted((a, b) => a.ms - b.ms)),
		);
		return incident?.trigger.kind;
	};
	t.deepEqual([100, 110, 115, 116, 125].map(triggerOf), [
		'circuit_open',
		'circuit_open',
		'circuit_open',
		'throughput_collapse',
		'throughput_collapse',
	]);
});

test('a symptom ends where its signal is back within half of the least effect, for two slices in a row', t => {
	// Of a latency the least effect is a factor of 2: half of that, as logarithms are added, is its root.
	const endOf = (factor: number) => {
		const log = logOf(...batches(0, 100, 100), ...batches(100, 120, 300), ...batches(120, 160, 100 * factor));
		return incidentsOf(fold(log))[0]?.endMs;
	};
	t.is(endOf(1), at(120));
	t.is(endOf(Math.SQRT2 - 0.02), at(120));
	t.is(endOf(Math.SQRT2 + 0.02), undefined);
	t.is(endOf(1.9), undefined);
});

test('stretches that are joined reach from the first to the last and are as bad as the worst of them', t => {
	const worsts = fc.array(fc.integer({min: 1, max: 99}), {minLength: 1, maxLength: 6});
	fc.assert(
		fc.property(worsts, fc.boolean(), (values, isDrop) => {
			const stretches = values.map(
				(value, index): FoundSymptom => ({
					kind: isDrop ? 'throughput_collapse' : 'latency_jump',
					subject: 'sink',
					startMs: index * 20,
					endMs: index * 20 + 11,
					foundMs: index * 20 + 5,
					endKnownMs: index * 20 + 12,
					before: isDrop ? 100 : 0.5,
					worst: value,
					reason: undefined,
					failures: undefined,
				}),
			);
			const [joined, ...others] = joinClose(stretches, 10);
			t.deepEqual(others, []);
			t.is(joined?.worst, isDrop ? Math.min(...values) : Math.max(...values));
			t.deepEqual([joined?.startMs, joined?.endMs], [0, stretches.at(-1)?.endMs]);
			t.is(joinClose(stretches, 9).length, stretches.length);
		}),
		{numRuns: 50},
	);
});

test('an event counts in the window that still has its second; any earlier one is late, and that is said', t => {
	const overSeconds = 10;
	for (let lateSeconds = 0; lateSeconds <= 2 * overSeconds; lateSeconds++) {
		const watch = new RuleWatch(parseAlertRule(`late: count() >= 2 over ${overSeconds}s`), () => {});
		for (const seconds of [100, 100 - lateSeconds]) {
			watch.advance(at(seconds));
			watch.add(makeEvent('other'), '', at(seconds));
		}
		const isLate = lateSeconds >= overSeconds;
		t.is(watch.value, isLate ? 1 : 2, `${lateSeconds} s late`);
		t.is(watch.notices.length, isLate ? 1 : 0, `${lateSeconds} s late`);
	}
});

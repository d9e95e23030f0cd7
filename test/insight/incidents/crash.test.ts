import test from 'ava';
import fc from 'fast-check';
import {incidentsKnownAt, incidentsOf} from '../../../src/insight/incidents.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import {fold, logOf, overAll} from '../../series/events.ts';

const start = Date.UTC(2024, 0, 15, 22);
const at = (second: number) => start + second * 1000;
const fatal = (second: number) => [at(second), 'other', {level: 'fatal', event: 'out of memory'}] as const;
const fine = (second: number) => [at(second), 'stage_completed', {component: 'load'}] as const;

test('a log that ends with a crash is DEGRADED and in an incident, also where nothing else says how it is', t => {
	for (const before of [[fine(0)], []]) {
		const series = fold(logOf(...before, fatal(1)));
		t.like(snapshotAt(series, overAll), {status: 'DEGRADED', statusReasons: ['the log ends with a crash'], incidents: 1});
		t.like(incidentsOf(series)[0], {startMs: at(1), endMs: undefined, trigger: {kind: 'crash'}});
	}
});

test('a text that begins as runtimes tell of a crash is one even at level error; any other error is not', t => {
	const statusAfter = (event: string) => snapshotAt(fold(logOf(fine(0), [at(1), 'other', {level: 'error', event}])), overAll).status;
	t.is(statusAfter('Traceback (most recent call last):'), 'DEGRADED');
	t.is(statusAfter('row 7 has no date'), 'HEALTHY');
});

test('a log that goes on after a crash is HEALTHY again, and the incident ends there', t => {
	const series = fold(logOf(fine(0), fatal(1), fine(9)));
	t.deepEqual(
		incidentsOf(series).map(({startMs, endMs}) => [startMs, endMs]),
		[[at(1), at(9)]],
	);
	t.is(snapshotAt(series, overAll).status, 'HEALTHY');
	t.is(snapshotAt(series, {...overAll, atMs: at(5)}).status, 'DEGRADED');
});

test('at any moment a crash is the last thing said exactly in a log cut there, and halves merge', t => {
	const log = fc.array(fc.tuple(fc.nat(20), fc.boolean()), {minLength: 1, maxLength: 20});
	fc.assert(
		fc.property(log, fc.nat(20), (list, cut) => {
			const sorted = list.toSorted(([a], [b]) => a - b);
			const events = logOf(...sorted.map(([second, isCrash]) => (isCrash ? fatal(second) : fine(second))));
			const whole = fold(events);
			const before = fold(events.filter(({ms}) => ms <= at(cut)));
			const last = sorted.findLast(([second]) => second <= cut);
			t.deepEqual(incidentsKnownAt(whole, at(cut)), incidentsKnownAt(before, at(cut)));
			t.is(snapshotAt(whole, {...overAll, atMs: at(cut)}).status === 'DEGRADED', last?.[1] === true);
			before.merge(fold(events.filter(({ms}) => ms > at(cut))).toData());
			t.deepEqual(incidentsOf(before), incidentsOf(whole));
		}),
	);
});

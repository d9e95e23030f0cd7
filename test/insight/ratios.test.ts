import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import type {LogEvent} from '../../src/events/event.ts';
import {CheckWatch} from '../../src/insight/alerts/check-watch.ts';
import {detectSymptoms} from '../../src/insight/incidents/detect-symptoms.ts';
import {defaultIncidentSettings} from '../../src/insight/incidents/settings.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {Series} from '../../src/series/series.ts';
import {fold, logOf, makeEvent, overAll, overWindow, type TimedEvent} from '../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const at = (seconds: number) => startMs + seconds * 1000;

// Quarters add up exactly in any order.
const maybe = fc.option(
	fc.integer({min: 0, max: 4000}).map(value => value / 4),
	{nil: undefined},
);
const work: fc.Arbitrary<LogEvent> = fc
	.record({
		component: fc.constantFrom('ingest', 'filter', 'sink'),
		host: fc.constantFrom('a', 'b'),
		batch: fc.nat(9),
		recordsIn: maybe,
		recordsOut: maybe,
		elapsedMs: maybe,
	})
	.map(fields => makeEvent('stage_completed', fields));
const anyLog: fc.Arbitrary<TimedEvent[]> = fc
	.array(fc.record({event: work, ms: fc.nat(100_000).map(ms => startMs + ms)}), {minLength: 1, maxLength: 40})
	.map(log => log.map((entry, index) => ({...entry, line: index + 1})));

/** The sum of one field over that of another, for events that have both. */
function ratio(events: readonly LogEvent[], over: 'recordsIn' | 'recordsOut', under: 'recordsIn' | 'elapsedMs'): number | undefined {
	let sums: readonly [number, number] = [0, 0];
	for (const event of events) {
		const [upper, lower] = [event[over], event[under]];
		sums = upper === undefined || lower === undefined ? sums : [sums[0] + upper, sums[1] + lower];
	}
	return sums[1] > 0 ? sums[0] / sums[1] : undefined;
}

function mean(numbers: ReadonlyArray<number | undefined>): number {
	const told = numbers.filter(number => number !== undefined);
	return told.length === 0 ? 0 : told.reduce((sum, number) => sum + number, 0) / told.length;
}

function isNear(t: ExecutionContext, actual: number | undefined, expected: number | undefined): void {
	t.true(
		actual === expected || Math.abs((actual ?? Number.NaN) - (expected ?? Number.NaN)) <= 1e-9 * (expected ?? 0),
		`${actual}, not ${expected}`,
	);
}

/** Every ratio of stages in a snapshot, against the events themselves. */
function checkRatios(
	t: ExecutionContext,
	series: Series,
	log: readonly TimedEvent[],
	question: Partial<typeof overAll> & object = {},
): void {
	const {stages, bottleneck} = snapshotAt(series, {...overAll, ...question});
	const events = log.map(({event}) => event);
	for (const {name, passRate, windowRps, hosts} of stages) {
		const own = events.filter(({component}) => component === name);
		const rate = ratio(own, 'recordsIn', 'elapsedMs');
		isNear(t, passRate, ratio(own, 'recordsOut', 'recordsIn'));
		isNear(t, windowRps, rate === 0 ? undefined : rate && rate * 1000);
		for (const host of hosts) {
			const here = own.filter(event => event.host === host.name);
			isNear(t, host.passRate, ratio(here, 'recordsOut', 'recordsIn'));
		}
	}
	const batches = new Set(events.map(({batch}) => batch)).size;
	const demands = stages
		.map(({name}) => events.filter(({component}) => component === name))
		.map(own => (own.length / batches) * mean(own.map(({elapsedMs}) => elapsedMs)))
		.filter(demand => demand > 0)
		.sort((left, right) => right - left);
	const [most, next] = demands;
	if (bottleneck !== undefined) {
		isNear(t, bottleneck.demand?.demandMs, most);
		isNear(t, bottleneck.demand?.headroom, most === undefined || next === undefined ? undefined : most / next);
	}
}

test('C18: a ratio of sums covers only events that report both sides: folded in one pass, in parts, and in coarser buckets', t => {
	fc.assert(
		fc.property(anyLog, fc.nat(40), (log, cut) => {
			checkRatios(t, fold(log), log);
			const merged = fold(log.slice(cut));
			merged.merge(fold(log.slice(0, cut)).toData());
			checkRatios(t, merged, log);
			merged.coarsenTo(16_000);
			checkRatios(t, merged, log);
		}),
		{numRuns: 200},
	);
});

test('C18: a ratio at the cursor, over its window, covers only the events in it that report both sides', t => {
	fc.assert(
		fc.property(anyLog, fc.nat(99), (log, second) => {
			const atMs = at(second) + 999;
			const within = log.filter(({ms}) => ms <= atMs && ms > atMs - overWindow.windowMs);
			const {stages} = snapshotAt(fold(log), {...overWindow, atMs});
			for (const {name, passRate, windowRps} of stages) {
				const own = within.map(({event}) => event).filter(({component}) => component === name);
				const rate = ratio(own, 'recordsIn', 'elapsedMs');
				isNear(t, passRate, ratio(own, 'recordsOut', 'recordsIn'));
				isNear(t, windowRps, rate === 0 ? undefined : rate && rate * 1000);
			}
		}),
		{numRuns: 200},
	);
});

test('C18: completions that report only records out do not raise the pass rate: 100 to 50 is a half', t => {
	const log = logOf(
		[at(0), 'stage_completed', {component: 'filter', recordsIn: 100, recordsOut: 50, elapsedMs: 100}],
		[at(1), 'stage_completed', {component: 'filter', recordsOut: 75, elapsedMs: 900}],
		[at(2), 'stage_completed', {component: 'filter', recordsOut: 75}],
	);
	const [filter] = snapshotAt(fold(log), overAll).stages;
	t.is(filter?.passRate, 0.5);
	t.is(filter?.windowRps, 1000);
	t.is(filter?.recordsOut, 200);
});

test('C18: an average in a rule covers only the events that have its field', t => {
	fc.assert(
		fc.property(fc.array(work, {minLength: 1}), events => {
			const check = new CheckWatch('avg(elapsedMs) >= 0');
			for (const event of events) {
				check.add(event, '', startMs);
			}
			const told = events.map(({elapsedMs}) => elapsedMs);
			isNear(t, check.result(1000, events.length).value, told.every(value => value === undefined) ? undefined : mean(told));
		}),
	);
});

test('C18: a stage does not become slower or faster because more of its completions report times or records', t => {
	const symptomsOf = (left: 'recordsIn' | 'elapsedMs', isLeft: (batch: number) => boolean) => {
		const series = new Series();
		for (let batch = 0; batch < 3000; batch++) {
			const fields = {component: 'sink', batch, recordsIn: 500, recordsOut: 500, elapsedMs: 1000 + (batch % 7) * 10};
			const event = makeEvent('stage_completed', isLeft(batch) ? {...fields, [left]: undefined} : fields);
			series.add(event, startMs + batch * 625, {file: 0, line: batch + 1});
		}
		return detectSymptoms(series, defaultIncidentSettings, series.bucketOf(series.toMs ?? 0));
	};
	for (const left of ['recordsIn', 'elapsedMs'] as const) {
		t.deepEqual(
			symptomsOf(left, batch => batch > 1500 && batch % 4 !== 0),
			[],
		);
		t.deepEqual(
			symptomsOf(left, batch => batch < 1500 && batch % 4 !== 0),
			[],
		);
	}
});

test('C18: a cache report with a rate but no counts does not turn counts since the start into counts since then', t => {
	const series = new Series();
	for (let second = 0; second < 3600; second++) {
		// It missed a lot before the log begins and has only hit since; later every other report has just the rate.
		const fields = second > 1800 && second % 2 === 0 ? {hitRate: 1} : {hits: second * 100, misses: 200_000};
		series.add(makeEvent('cache_stats', {cacheName: 'geo', ...fields}), at(second), {file: 0, line: second + 1});
	}
	t.deepEqual(detectSymptoms(series, defaultIncidentSettings, series.bucketOf(series.toMs ?? 0)), []);
});

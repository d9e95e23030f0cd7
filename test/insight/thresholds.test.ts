import test from 'ava';
import type {LogEvent} from '../../src/events/event.ts';
import type {EventKind} from '../../src/events/kinds.ts';
import {defaultIncidentSettings, incidentThresholds} from '../../src/insight/incidents/settings.ts';
import {incidentsOf} from '../../src/insight/incidents.ts';
import {fold, logOf} from '../series/events.ts';

type Entry = readonly [ms: number, kind: EventKind, fields?: Partial<LogEvent>];
type Log = readonly Entry[];

const start = Date.UTC(2024, 0, 15, 22); // where a slice starts, of 5 s as of 10 s
const at = (seconds: number) => start + seconds * 1000;
const sliceSeconds = 5;
const calmSlices = 20;
const calm = calmSlices * sliceSeconds;

/** An item for each second of some slices, and what each makes of it. */
const seconds = (from: number, to: number, entry: (second: number) => Log): Log =>
	Array.from({length: to - from}, (_, index) => entry(from + index)).flat();

type Batch = {readonly elapsedMs: number; readonly records?: number};
const batch = (ms: number, {elapsedMs, records = 100}: Batch): Entry => [
	ms,
	'stage_completed',
	{component: 'sink', recordsIn: records, recordsOut: records, elapsedMs},
];

/** Stretches of a stage's batches, so many a second, one after the other. */
function batches(...stretches: ReadonlyArray<Batch & {readonly seconds: number; readonly rate?: number}>): Log {
	let from = 0;
	return stretches.flatMap(({seconds: length, rate = 1, ...each}) => {
		const first = from;
		from += length;
		return Array.from({length: Math.round(length * rate)}, (_, index) => batch(at(first) + (index * 1000) / rate, each));
	});
}

const usual = {elapsedMs: 100};
const slow = {elapsedMs: 250};
const rest = {...usual, seconds: 40};

/** Slices in which a component has errors, among so many events of the log. */
const errors = (slices: number, count: number, events = 25): Log =>
	seconds(0, calmSlices + slices, slice => {
		const wrong = slice < calmSlices ? 0 : count;
		const ms = (index: number) => at(slice * sliceSeconds) + index;
		return [
			...Array.from({length: wrong}, (_, index) => [ms(index), 'other', {component: 'ingest', level: 'error'}] as const),
			...Array.from({length: events - wrong}, (_, index) => [ms(wrong + index), 'other'] as const),
		];
	});

/** Look-ups of a cache in slices, by their share of misses. */
const lookups = (shares: readonly number[], count = 1000): Log =>
	shares.map((misses, slice) => [
		at(slice * sliceSeconds),
		'cache_lookup',
		{cacheName: 'geo', hits: Math.round(count * (1 - misses)), misses: Math.round(count * misses)},
	]);

const times = <Item>(count: number, ...items: readonly Item[]): Item[] => Array.from({length: count}, () => items).flat();

/** Events of which nothing comes for a while; then one more, much later. */
const silent = (places: readonly number[], silenceSeconds: number): Log =>
	[...places, (places.at(-1) ?? 0) + silenceSeconds].map(second => [at(second), 'other']);

const every = (step: number, count: number) => Array.from({length: count}, (_, index) => index * step);

const circuitAfterRetries = (beforeSeconds: number): Log => [
	[at(0), 'other'],
	...seconds(400 - beforeSeconds, 400, second => [[at(second), 'retry', {component: 'enrichment'}] as const]),
	[at(400), 'circuit_state_change', {circuitName: 'api', newState: 'open'}],
];

// The usual miss rate is 10 %, with a spread of 1.4826 times 5 points.
const spread = 1.4826 * 0.05;
const noisy = times(12, 0.05, 0.1, 0.15);

type Incidents = ReturnType<typeof incidentsOf>;
const has = (kind: string) => (incidents: Incidents) => incidents.some(({symptoms}) => symptoms.some(symptom => symptom.kind === kind));

/**
Two logs for each threshold of docs/incidents.md: in the one nothing is seen, just on the other side of the threshold
something is.
*/
const cases: Readonly<Record<string, readonly [nothing: Log, something: Log, seen: (incidents: Incidents) => boolean]>> = {
	latencyFactor: [
		batches({...usual, seconds: calm}, {elapsedMs: 198, records: 198, seconds: 20}, rest),
		batches({...usual, seconds: calm}, {elapsedMs: 202, records: 202, seconds: 20}, rest),
		has('latency_jump'),
	],
	throughputShare: [
		batches({...usual, seconds: calm}, {elapsedMs: 150, records: 76, seconds: 20}, rest),
		batches({...usual, seconds: calm}, {elapsedMs: 150, records: 74, seconds: 20}, rest),
		has('throughput_collapse'),
	],
	minLatencyRiseMs: [
		batches({elapsedMs: 5, seconds: calm}, {elapsedMs: 14.8, records: 300, seconds: 20}, {...rest, elapsedMs: 5}),
		batches({elapsedMs: 5, seconds: calm}, {elapsedMs: 15.2, records: 300, seconds: 20}, {...rest, elapsedMs: 5}),
		has('latency_jump'),
	],
	minErrors: [errors(4, 3), errors(4, 4), has('error_burst')],
	minErrorShare: [errors(4, 10, 1020), errors(4, 10, 990), has('error_burst')],
	cacheDrop: [
		lookups([...times(calmSlices, 0.1), ...times(4, 0.295)]),
		lookups([...times(calmSlices, 0.1), ...times(4, 0.305)]),
		has('cache_collapse'),
	],
	// Fewer go on into the next slice, so that both bad ones are one.
	minLookups: [
		lookups([...times(calmSlices, 0), ...times(2, 1), ...times(4, 0)], 19),
		lookups([...times(calmSlices, 0), ...times(2, 1), ...times(4, 0)], 20),
		has('cache_collapse'),
	],
	minCompletions: [
		batches({...usual, seconds: calm, rate: 0.6}, {...slow, seconds: 10, rate: 0.6}, {...rest, rate: 0.6}),
		batches({...usual, seconds: calm, rate: 0.8}, {...slow, seconds: 10, rate: 0.8}, {...rest, rate: 0.8}),
		has('latency_jump'),
	],
	silenceMs: [silent(every(1, 90), 10), silent(every(1, 90), 11), has('silence')],
	silenceTimesMedian: [silent(every(4, 50), 20), silent(every(4, 50), 21), has('silence')],
	silenceTimesLongest: [silent([...every(1, 90), 98], 27), silent([...every(1, 90), 98], 28), has('silence')],
	sliceMs: [
		batches({...usual, seconds: calm + 5, rate: 2}, {...slow, seconds: 5, rate: 2}, {...rest, rate: 2}),
		batches({...usual, seconds: calm + 5, rate: 2}, {...slow, seconds: 10, rate: 2}, {...rest, rate: 2}),
		has('latency_jump'),
	],
	// The usual is the median of the 15 minutes before: which of two levels was there for the larger part of them.
	baselineMs: [
		batches({elapsedMs: 110, seconds: 2400}, {...usual, seconds: 420}, {elapsedMs: 210, records: 210, seconds: 20}),
		batches({elapsedMs: 110, seconds: 2400}, {...usual, seconds: 480}, {elapsedMs: 210, records: 210, seconds: 20}),
		has('latency_jump'),
	],
	minBaselineSlices: [
		batches({...usual, seconds: 5 * sliceSeconds}, {...slow, seconds: 10}, rest),
		batches({...usual, seconds: 6 * sliceSeconds}, {...slow, seconds: 10}, rest),
		has('latency_jump'),
	],
	allowance: [
		lookups([...noisy, ...times(30, 0.1 + 3.9 * spread)]),
		lookups([...noisy, ...times(30, 0.1 + 4.5 * spread)]),
		has('cache_collapse'),
	],
	mostPerSlice: [
		lookups([...times(calmSlices, 0), 1, ...times(4, 0)]), // one slice decides nothing, however bad
		lookups([...times(calmSlices, 0), 1, 1, ...times(4, 0)]),
		has('cache_collapse'),
	],
	// Of each deviation of 6.5 the allowance leaves 2.5: four of them make more than 8, three don't.
	decision: [
		lookups([...noisy, ...times(3, 0.1 + 6.5 * spread), ...times(4, 0.1)]),
		lookups([...noisy, ...times(4, 0.1 + 6.5 * spread), ...times(4, 0.1)]),
		has('cache_collapse'),
	],
	recoverySlices: [
		batches({...usual, seconds: calm}, {...slow, seconds: 20}, {...usual, seconds: sliceSeconds}),
		batches({...usual, seconds: calm}, {...slow, seconds: 20}, {...usual, seconds: 2 * sliceSeconds}),
		([incident]) => incident?.endMs !== undefined,
	],
	leadUpMs: [
		circuitAfterRetries(125),
		circuitAfterRetries(118),
		([incident]) => incident?.leadUp.some(({kind, atMs}) => kind === 'retries' && atMs === at(400 - 118)) === true,
	],
};

test('each threshold has a log on either side of it', t => {
	t.deepEqual(Object.keys(cases).toSorted(), Object.keys(incidentThresholds).toSorted());
});

for (const [name, [nothing, something, seen]] of Object.entries(cases)) {
	test(`${name}: on one side of the threshold nothing is seen, on the other side something is, and the config moves it`, t => {
		t.false(seen(incidentsOf(fold(logOf(...nothing)))));
		t.true(seen(incidentsOf(fold(logOf(...something)))));
		const value = defaultIncidentSettings[name] ?? Number.NaN;
		const sides = [0.5, 2].map(factor => {
			const settings = {...defaultIncidentSettings, [name]: value * factor};
			return [nothing, something].map(log => seen(incidentsOf(fold(logOf(...log)), settings)));
		});
		t.notDeepEqual(sides[0], sides[1]);
	});
}

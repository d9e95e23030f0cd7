import test from 'ava';
import fc from 'fast-check';
import type {LogEvent} from '../../src/events/event.ts';
import {emptyCounts, emptySnapshot} from '../../src/insight/empty-snapshot.ts';
import {healthOf} from '../../src/insight/health.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {Series} from '../../src/series/series.ts';
import {fold, logOf, overAll, overWindow, type TimedEvent} from '../series/events.ts';

const start = Date.UTC(2024, 0, 15, 22);
const at = (seconds: number) => start + seconds * 1000;

/**
One batch of a pipeline: each stage as name, records in, records out and elapsed ms; the stages complete one after
another.
*/
function batch(id: number, seconds: number, ...stages: ReadonlyArray<readonly [string, number, number, number]>) {
	return stages.map(
		([component, recordsIn, recordsOut, elapsedMs], index) =>
			[at(seconds) + index, 'stage_completed', {component, batch: id, recordsIn, recordsOut, elapsedMs}] as const,
	);
}

function stageOf(series: Series, name: string) {
	return snapshotAt(series, overAll).stages.find(stage => stage.name === name);
}

test('empty input: UNKNOWN, numbers null, maps empty, and the keys of the contract in order', t => {
	t.is(
		JSON.stringify(healthOf(snapshotAt(new Series(), overAll))),
		'{"status":"UNKNOWN","batchCount":null,"totalAlerts":null,"openCircuits":[],"bottleneckStage":null,"bottleneckRps":null,"meanRecentThroughputRps":null,"cacheHitRates":{},"peakMemoryKb":null,' +
			'"statusReasons":[],"from":null,"to":null,"source":{"lines":0,"eventLines":0,"rawLines":0,"blankLines":0,"events":0,"bytes":0,"mendedLines":0},"stages":{},"circuits":{},"demandBottleneck":null,"alerts":[],"incidents":0}',
	);
});

test('before anything is read, the state is that at the end of an empty log', t => {
	const {memoryTrend, ...rest} = snapshotAt(new Series(), overAll);
	t.deepEqual(emptySnapshot, {...rest, memoryTrend: []});
	t.true(memoryTrend.every(value => value === undefined));
});

test('a small night: the health report has every number of the contract', t => {
	const series = fold(
		logOf(
			...batch(1, 0, ['ingest', 500, 500, 100], ['filter', 500, 350, 50], ['feature', 350, 350, 400]),
			...batch(2, 10, ['ingest', 500, 500, 100], ['filter', 500, 350, 50], ['feature', 350, 350, 350]),
			[at(12), 'cache_stats', {cacheName: 'calibration', hits: 987, misses: 13}],
			[at(13), 'alert', {fields: {rule: 'slow', value: 3}}],
			[
				at(14),
				'circuit_state_change',
				{circuitName: 'enrichmentService', oldState: 'closed', newState: 'open', reason: 'ConnectionRefusedError'},
			],
			[at(20), 'stage_failed', {component: 'feature', level: 'error', reason: 'timeout'}],
		),
	);
	const source = {...emptyCounts, lines: 10, eventLines: 10, events: 10, bytes: 2000};
	t.deepEqual(healthOf(snapshotAt(series, {...overAll, source})), {
		status: 'DEGRADED',
		batchCount: 2,
		totalAlerts: 1,
		openCircuits: ['enrichmentService'],
		bottleneckStage: 'feature',
		bottleneckRps: 1000,
		meanRecentThroughputRps: 937.5, // from 350 in 400 ms and 350 in 350 ms
		cacheHitRates: {calibration: 0.987},
		peakMemoryKb: null,
		statusReasons: ['the last attempt of stage feature failed', 'circuit enrichmentService is open'],
		from: '2024-01-15T22:00:00.000Z',
		to: '2024-01-15T22:00:20.000Z',
		source: {lines: 10, eventLines: 10, rawLines: 0, blankLines: 0, events: 10, bytes: 2000, mendedLines: 0},
		stages: {
			ingest: {
				throughputRps: 5000,
				recordsIn: 1000,
				recordsOut: 1000,
				passRate: 1,
				busy: 0.01,
				elapsedMs: {p50: 100, p95: 100, p99: 100, max: 100},
				completions: 2,
				failures: 0,
				errors: 0,
			},
			filter: {
				throughputRps: 10_000,
				recordsIn: 1000,
				recordsOut: 700,
				passRate: 0.7,
				busy: 0.005,
				elapsedMs: {p50: 50, p95: 50, p99: 50, max: 50},
				completions: 2,
				failures: 0,
				errors: 0,
			},
			feature: {
				throughputRps: 1000,
				recordsIn: 700,
				recordsOut: 700,
				passRate: 1,
				busy: 0.0375,
				elapsedMs: {p50: 350, p95: 400, p99: 400, max: 400},
				completions: 2,
				failures: 1,
				errors: 1,
			},
		},
		circuits: {enrichmentService: {state: 'open', since: '2024-01-15T22:00:14.000Z', trips: 1, reason: 'ConnectionRefusedError'}},
		demandBottleneck: {stage: 'feature', utilisation: 0.0375, headroom: 3.75},
		alerts: [{name: 'slow', time: '2024-01-15T22:00:13.000Z', value: 3}],
		incidents: 1,
	});
});

test('errors of a stage are its failures and its other lines of level error or worse, but no change of a circuit', t => {
	const of = {component: 'load', level: 'error'} as const;
	const series = fold(
		logOf(
			...batch(1, 0, ['load', 10, 10, 5]),
			[at(1), 'stage_failed', of],
			[at(2), 'stage_failed', {...of, level: 'warn'}],
			[at(3), 'other', of],
			[at(4), 'other', {...of, level: 'fatal'}],
			[at(5), 'circuit_state_change', {...of, circuitName: 'bank', newState: 'open'}],
			[at(6), 'other', {...of, level: 'warn'}],
		),
	);
	t.like(stageOf(series, 'load'), {completions: 1, failures: 2, errors: 4});
});

test('behind a filter the lowest rate and the largest demand are two different stages, and the report says why', t => {
	// score is the slowest by its own rate, but only a tenth of the records reach it.
	const stages = [
		['ingest', 1000, 100, 500],
		['score', 100, 100, 200],
	] as const;
	const series = fold(logOf(...batch(1, 0, ...stages), ...batch(2, 30, ...stages)));
	const bottleneck = snapshotAt(series, overWindow).bottleneck;
	t.is(bottleneck?.stage, 'score');
	t.is(bottleneck?.throughputRps, 500);
	t.deepEqual(bottleneck?.next, {stage: 'ingest', throughputRps: 2000});
	t.is(bottleneck?.demand?.stage, 'ingest');
	t.is(bottleneck?.demand?.demandMs, 500);
	t.is(bottleneck?.demand?.headroom, 2.5);
	t.is(bottleneck?.demand?.next, 'score');
	t.deepEqual(bottleneck?.reasons, ["only 10% of ingest's records reach score"]);
});

test('two hosts of a stage: sums are added, and so are the last throughputs of those heard from within the window', t => {
	const entry = (seconds: number, host: string, throughputRps: number) =>
		[
			at(seconds),
			'stage_completed',
			{component: 'feature', host, recordsIn: 100, recordsOut: 100, elapsedMs: 1000, throughputRps},
		] as const;
	const log = logOf(entry(0, 'a', 100), entry(1, 'b', 300), entry(2, 'a', 150));
	const both = stageOf(fold(log), 'feature');
	t.is(both?.throughputRps, 450);
	t.is(both?.recordsIn, 300);
	t.deepEqual(
		both?.hosts.map(host => [host.name, host.throughputRps, host.recordsIn]),
		[
			['a', 150, 200],
			['b', 300, 100],
		],
	);
	const later = [...log, ...logOf(entry(100, 'a', 120)).map(event => ({...event, line: 4}))];
	t.is(stageOf(fold(later), 'feature')?.throughputRps, 120);
});

test('over the window: throughput while busy, flow, busy share, pass rate', t => {
	const entry = (seconds: number) =>
		[at(seconds), 'stage_completed', {component: 'filter', batch: seconds, recordsIn: 500, recordsOut: 350, elapsedMs: 3000}] as const;
	const series = fold(logOf(entry(0), entry(90), entry(110), entry(149)));
	const stage = snapshotAt(series, {...overWindow, atMs: at(149) + 999}).stages[0];
	t.is(stage?.completions, 3);
	t.is(stage?.windowRps, 500 / 3);
	t.is(stage?.flowRps, 25);
	t.is(stage?.busy, 0.15);
	t.is(stage?.passRate, 0.7);
	t.is(snapshotAt(series, {...overWindow, atMs: at(149) + 999}).bottleneck?.inFlight, 0.15);
});

test('without ids the batch count is that of the stage that completed most', t => {
	const entry = (component: string) => [start, 'stage_completed', {component, recordsIn: 10, elapsedMs: 10}] as const;
	t.is(snapshotAt(fold(logOf(entry('a'), entry('b'), entry('a'), entry('b'), entry('a'))), overAll).batchCount, 3);
});

test('stages are in the order in which batches visit them, even if the log begins in the middle of a batch', t => {
	const visit = (id: number, component: string) =>
		[start + id, 'stage_completed', {component, batch: id, recordsIn: 1, elapsedMs: 1}] as const;
	const series = fold(
		logOf(visit(1, 'sink'), ...[2, 3, 4, 5].flatMap(id => [visit(id, 'ingest'), visit(id, 'filter'), visit(id, 'sink')])),
	);
	t.deepEqual(
		snapshotAt(series, overAll).stages.map(({name}) => name),
		['ingest', 'filter', 'sink'],
	);
});

test('T10: a circuit that is open for one sample counts as a trip and shows in its history', t => {
	const change = (seconds: number, newState: LogEvent['newState']) =>
		[at(seconds), 'circuit_state_change', {circuitName: 'api', newState}] as const;
	const series = fold(logOf(change(0, 'closed'), change(130, 'open'), change(130.7, 'closed'), change(300, 'closed')));
	const [circuit] = snapshotAt(series, overWindow).circuits;
	t.is(circuit?.state, 'closed');
	t.is(circuit?.sinceMs, at(130.7));
	t.is(circuit?.trips, 1);
	t.deepEqual(circuit?.history.slice(-7), [undefined, 'closed', 'closed', 'open', 'closed', 'closed', 'closed']);
	t.is(snapshotAt(series, overWindow).status, 'HEALTHY');
	t.is(snapshotAt(series, {...overWindow, atMs: at(130) + 999}).incidents, 1);
});

test('a circuit known only from reports opens and closes with them', t => {
	const report = (seconds: number, openCircuits: string[]) => [at(seconds), 'pipeline_health', {fields: {openCircuits}}] as const;
	const series = fold(logOf(report(0, []), report(10, ['db']), report(20, ['db']), report(30, [])));
	t.deepEqual(snapshotAt(series, {...overAll, atMs: at(9)}).circuits, []);
	const open = snapshotAt(series, {...overAll, atMs: at(25)});
	t.is(open.status, 'DEGRADED');
	t.is(open.circuits[0]?.sinceMs, at(10));
	const closed = snapshotAt(series, overAll);
	t.is(closed.status, 'HEALTHY');
	t.deepEqual([closed.circuits[0]?.state, closed.circuits[0]?.sinceMs, closed.circuits[0]?.trips], ['closed', at(30), 1]);
});

test('between a circuit’s own events and reports the newer one counts, and a report does not close what an own event opened', t => {
	const own = (seconds: number, newState: LogEvent['newState']) =>
		[at(seconds), 'circuit_state_change', {circuitName: 'db', newState}] as const;
	const report = (seconds: number, openCircuits: string[]) =>
		[at(seconds), 'pipeline_health', {fields: {open_circuits: openCircuits}}] as const;
	const stateOf = (...entries: ReadonlyArray<ReturnType<typeof own> | ReturnType<typeof report>>) =>
		snapshotAt(fold(logOf(...entries)), overAll).circuits[0]?.state;
	t.is(stateOf(own(0, 'closed'), report(1, ['db'])), 'open');
	t.is(stateOf(report(0, ['db']), own(1, 'closed')), 'closed');
	t.is(stateOf(report(0, ['db']), own(1, 'closed'), report(2, ['db'])), 'open');
	t.is(stateOf(report(0, ['db']), own(1, 'closed'), report(2, ['db']), report(3, [])), 'closed');
	t.is(stateOf(own(0, 'open'), report(1, [])), 'open');
});

test('an event with only the old state still moves the circuit', t => {
	const left = (oldState: LogEvent['oldState'], reason?: string) =>
		snapshotAt(fold(logOf([start, 'circuit_state_change', {circuitName: 'api', oldState, reason}])), overAll).circuits[0]?.state;
	t.is(left('closed'), 'open');
	t.is(left('open'), 'half_open');
	t.is(left('half_open'), 'closed');
	t.is(left('half_open', 'probe failed'), 'open');
});

test('the report of the pipeline itself gives batches, alerts, memory and cache rates; its bottleneck only if no stage completed', t => {
	const fields = {
		status: 'HEALTHY',
		batchCount: 47,
		totalAlerts: 312,
		openCircuits: [],
		bottleneckStage: 'feature',
		bottleneckRps: 943.2,
		meanRecentThroughputRps: 1012.5,
		cacheHitRates: {calibration: 0.987},
		peakMemoryKb: 87.3,
	};
	const report = [at(5), 'pipeline_health', {fields}] as const;
	const alone = healthOf(snapshotAt(fold(logOf(report)), overAll));
	t.like(alone, {
		status: 'HEALTHY',
		batchCount: 47,
		totalAlerts: 312,
		bottleneckStage: 'feature',
		bottleneckRps: 943.2,
		meanRecentThroughputRps: 1012.5,
		peakMemoryKb: 87.3,
	});
	t.deepEqual(alone.cacheHitRates, {calibration: 0.987});
	const withStages = healthOf(snapshotAt(fold(logOf(...batch(1, 0, ['sink', 100, 100, 500]), report)), overAll));
	t.like(withStages, {batchCount: 47, bottleneckStage: 'sink', bottleneckRps: 200, meanRecentThroughputRps: 200});
});

test('in a log read from a later time on, what its pipeline counted before is not included', t => {
	const report = (seconds: number, batchCount: number, totalAlerts: number) =>
		[at(seconds), 'pipeline_health', {fields: {batchCount, totalAlerts}}] as const;
	const work = (id: number) => batch(id, id, ['sink', 100, 100, 500]);
	const countsOf = (log: readonly TimedEvent[]) => {
		const {batchCount, totalAlerts} = snapshotAt(fold(log), {...overAll, hasSince: true});
		return {batchCount, totalAlerts};
	};
	const [first, last] = [report(3, 40, 300), report(9, 45, 312)];
	// Eight batches have ids, two of which were done before the first report.
	t.deepEqual(countsOf(logOf(...[1, 2].flatMap(work), first, ...[3, 4, 5, 6, 7, 8].flatMap(work), last)), {batchCount: 8, totalAlerts: 12});
	t.deepEqual(countsOf(logOf(first, last)), {batchCount: 5, totalAlerts: 12});
	t.deepEqual(countsOf(logOf(first, last, report(10, 2, 0), report(11, 4, 1))), {batchCount: 9, totalAlerts: 13}, 'after a restart');
	t.deepEqual(countsOf(logOf(first)), {batchCount: 0, totalAlerts: 0}, 'one report says nothing about the time after it');
	t.deepEqual(countsOf(logOf([at(4), 'alert', {fields: {name: 'late'}}])), {batchCount: 0, totalAlerts: 1}, 'without reports');
});

test('the mean of recent throughput covers the last ten batches, by their slowest stage', t => {
	const entries = Array.from({length: 12}, (_, id) => batch(id, id / 4, ['a', 1000, 1000, 1000], ['b', 100 * (id + 1), 0, 1000])).flat();
	// Batches 2 to 11: up to id 8, b is the slowest, at 300, 400 .. 900; at 1000, 1100, 1200 it is a, with 1000.
	t.is(
		snapshotAt(fold(logOf(...entries)), overAll).meanRecentThroughputRps,
		(300 + 400 + 500 + 600 + 700 + 800 + 900 + 1000 + 1000 + 1000) / 10,
	);
});

test('errors written before a component is known to be a stage count for the stage', t => {
	const series = fold(
		logOf([at(0), 'other', {component: 'sink', level: 'error'}], ...batch(1, 1, ['sink', 1, 1, 1]), [
			at(2),
			'other',
			{component: 'web', level: 'fatal'},
		]),
	);
	t.is(stageOf(series, 'sink')?.errors, 1);
	t.is(snapshotAt(series, overAll).stages.length, 1);
});

test('T8: a whole log within one millisecond has no rates and no division by zero', t => {
	const view = snapshotAt(fold(logOf([start, 'stage_completed', {component: 'a', recordsIn: 5, elapsedMs: 10}])), overAll);
	t.is(view.stages[0]?.busy, undefined);
	t.is(view.stages[0]?.throughputRps, 500);
	t.is(view.bottleneck?.demand?.utilisation, undefined);
});

test('a log without timestamps shows no times', t => {
	const series = fold(
		logOf(
			[0, 'circuit_state_change', {circuitName: 'api', newState: 'open'}],
			[0, 'stage_completed', {component: 'a', recordsIn: 5, elapsedMs: 10}],
		),
	);
	const report = healthOf(snapshotAt(series, {...overAll, hasTime: false}));
	t.is(report.from, null);
	t.is(report.circuits.api?.since, null);
	t.is(report.status, 'DEGRADED');
});

test('announced stages are matched to running ones by name or component; the others show the fields seen', t => {
	const series = fold(
		logOf(
			[
				at(0),
				'stage_described',
				{component: 'filter', fields: {stage: 'ThresholdFilter', description: 'Filters.', signature: 'process(records, minVal=20)'}},
			],
			[
				at(0),
				'pipeline_described',
				{fields: {stages: [{name: 'IN_GEST', params: [{name: 'records'}, {name: 'size', default: 500}]}, 'Lost']}},
			],
			[at(1), 'stage_completed', {component: 'ingest', fields: {timestamp: 'x', component: 'ingest', recordsIn: 1}}],
			[at(1), 'stage_completed', {component: 'filter', fields: {recordsIn: 1}}],
			[
				at(1),
				'stage_completed',
				{component: 'sink', fields: {timestamp: 'x', level: 'info', event: 'stage_completed', component: 'sink', recordsIn: 1, batch: 2}},
			],
		),
	);
	t.deepEqual(
		snapshotAt(series, overAll).signatures.map(({name, signature, stage, seenFields}) => [name, signature, stage, seenFields]),
		[
			['ThresholdFilter', 'process(records, minVal=20)', 'filter', []],
			['IN_GEST', 'process(records, size=500)', 'ingest', []],
			['Lost', undefined, undefined, []],
			['sink', undefined, 'sink', ['recordsIn', 'batch']],
		],
	);
});

test('the bottleneck report says what slowed in the window, its open circuit first', t => {
	const entry = (seconds: number, elapsedMs: number) =>
		batch(seconds, seconds, ['ingest', 500, 500, 50], ['enrichment', 500, 500, elapsedMs]);
	const usual = Array.from({length: 29}, (_, index) => entry(index * 8, 300)).flat();
	const slow = Array.from({length: 6}, (_, index) => entry(245 + index * 8, 600)).flat();
	const series = fold(
		logOf(
			...usual,
			...slow,
			[at(290), 'retry', {component: 'enrichment'}],
			[at(291), 'circuit_state_change', {circuitName: 'enrichmentService', newState: 'open'}],
		),
	);
	t.deepEqual(snapshotAt(series, {...overWindow, atMs: at(291) + 999}).bottleneck?.reasons, [
		'circuit enrichmentService open',
		'p95 300 → 600 ms in 5m',
		'1 667 → 833 rps in 5m',
		'retries 0 → 1 in 60s',
	]);
});

test('a stage that has just slowed shows its reason within seconds, even in a young log, and none once it is as fast as before', t => {
	const isSlow = (index: number) => index >= 40 && index < 56;
	const entries = Array.from({length: 80}, (_, index) =>
		batch(index, index / 2, ['ingest', 500, 500, 50], ['feature', 500, 500, isSlow(index) ? 2000 : 250]),
	).flat();
	const series = fold(logOf(...entries));
	const reasonsAt = (seconds: number) => snapshotAt(series, {...overWindow, atMs: at(seconds) + 999}).bottleneck?.reasons;
	t.deepEqual(reasonsAt(19), []);
	// In ten seconds, in which 20 batches completed, four batches are slow: 10,000 records in 16 x 0.25 s and 4 x 2 s.
	t.deepEqual(reasonsAt(21), ['p95 250 → 2 000 ms in 22s', '2 000 → 833 rps in 22s']);
	t.deepEqual(reasonsAt(38), []);
});

test('a stage is silent once that is unusual for it, and the stream is stalled by the clock of the watcher', t => {
	const entries = [0, 10, 20, 30].flatMap(seconds => batch(seconds, seconds, ['a', 1, 1, 1], ['b', 1, 1, 1]));
	const series = fold(logOf(...entries, ...batch(99, 100, ['a', 1, 1, 1])));
	t.deepEqual(
		snapshotAt(series, {...overWindow, atMs: at(100) + 999}).stages.map(({silentMs}) => silentMs),
		[undefined, 70_000],
	);
	const stalled = (msSinceLastArrival: number) => snapshotAt(series, {...overWindow, stalledAfter: {msSinceLastArrival}}).stalledMs;
	t.is(stalled(50_000), undefined);
	t.is(stalled(50_001), 50_001);
});

test('individual answers of a cache add up to its hit rate: five hits among six look-ups', t => {
	const answers = [1, 1, 0, 1, 1, 1].map(
		(hits, second) => [at(second), 'cache_lookup', {cacheName: 'edge', hits, misses: 1 - hits}] as const,
	);
	const [edge] = snapshotAt(fold(logOf(...answers)), overAll).caches;
	t.is(edge?.hits, 5);
	t.is(edge?.misses, 1);
	t.is(edge?.hitRate, 5 / 6);
});

test('a stage that did nothing in the window is not its bottleneck, however slow it was; over the whole log it is', t => {
	const series = fold(logOf(...batch(1, 0, ['load', 100, 100, 4000]), ...batch(2, 300, ['report', 100, 100, 1000])));
	t.is(snapshotAt(series, overWindow).bottleneck?.stage, 'report');
	t.like(snapshotAt(series, overWindow).stages[0], {name: 'load', throughputRps: 25, throughputAtMs: at(0), isPast: true});
	t.is(snapshotAt(series, overAll).bottleneck?.stage, 'load');
	t.false(snapshotAt(series, overAll).stages.some(({isPast}) => isPast));
});

test('a slowest stage that fails is reported as completing few records, not as being behind a filter', t => {
	const series = fold(
		logOf(...batch(1, 0, ['feature', 100, 100, 200], ['enrichment', 100, 100, 400]), ...batch(2, 5, ['feature', 100, 100, 300]), [
			at(6),
			'stage_failed',
			{component: 'enrichment', level: 'error'},
		]),
	);
	t.deepEqual(snapshotAt(series, overAll).bottleneck?.reasons, ["it completed 50% of feature's records"]);
});

test('percentiles of a latency are those of all durations of the window in order, by nearest rank, as exactly as the bins are wide', t => {
	const mostOff = 0.0079; // half of a 64th
	const duration = fc.oneof(
		fc.double({min: 0.01, max: 100, noNaN: true}),
		fc.double({min: -3, max: 6, noNaN: true}).map(power => 10 ** power),
	);
	fc.assert(
		fc.property(
			fc.array(fc.tuple(duration, fc.constantFrom('one', 'two')), {minLength: 1, maxLength: 300}),
			fc.integer({min: 1, max: 400}),
			(works, seconds) => {
				const log = works.map(
					([elapsedMs, host], index) => [at(index), 'stage_completed', {component: 'sink', host, recordsIn: 1, elapsedMs}] as const,
				);
				const [stage] = snapshotAt(fold(logOf(...log)), {...overAll, windowMs: seconds * 1000}).stages;
				const latency = stage?.latencyMs;
				const sorted = works
					.slice(-seconds)
					.map(([elapsedMs]) => elapsedMs)
					.sort((one, other) => one - other);
				for (const [percent, told] of [
					[50, latency?.p50],
					[95, latency?.p95],
					[99, latency?.p99],
				] as const) {
					const exact = sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0;
					t.true(Math.abs((told ?? Number.NaN) - exact) <= mostOff * exact, `p${percent} of ${sorted.length} is ${exact}: ${told}`);
				}
				t.is(latency?.max, sorted.at(-1));
			},
		),
		{numRuns: 100},
	);
});

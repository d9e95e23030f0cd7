import test from 'ava';
import fc from 'fast-check';
import {pino} from 'pino';
import {
	Cache,
	Circuit,
	CircuitOpenError,
	errorText,
	InstrumentedStage,
	type LogFields,
	measuredStage,
	PipelineHealthDashboard,
	StructuredLogger,
} from '../../src/pipeline/index.ts';
import {round} from '../../src/shared/round.ts';
import {type CapturedLine, capturedLog, handClock} from '../helpers/captured-log.ts';

const without = (line: CapturedLine | undefined, ...names: readonly string[]) =>
	Object.fromEntries(Object.entries(line ?? {}).filter(([name]) => !names.includes(name)));

test('a line is timestamp, level, component, event, then the fields as given', t => {
	const {log, texts} = capturedLog('ingest', {clock: handClock()});
	log.warn('batch_read', {zeta: 1, alpha: {nested: [true, null]}, text: 'a "quote"\n', elapsed_ms: 0.5});
	t.deepEqual(texts, [
		'{"timestamp":"2024-01-15T22:00:00.000Z","level":"WARN","component":"ingest","event":"batch_read","zeta":1,"alpha":{"nested":[true,null]},"text":"a \\"quote\\"\\n","elapsed_ms":0.5}\n',
	]);
});

test('each level writes its name, and lines below the level are not written', t => {
	const {log, lines} = capturedLog('x', {level: 'debug'});
	for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
		log[level]('something');
	}
	t.deepEqual(
		lines().map(({level}) => level),
		['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'],
	);
});

test('whatever the fields are, a line is one line of JSON with each of the four names once', t => {
	const names = fc.oneof(fc.string(), fc.constantFrom('timestamp', 'level', 'component', 'event', '__proto__', 'toString'));
	fc.assert(
		fc.property(fc.string(), fc.dictionary(names, fc.anything({withBigInt: true, withDate: true})), (event, fields) => {
			const {log, texts} = capturedLog('x');
			log.info(event, fields as LogFields);
			const [text = ''] = texts;
			const line = JSON.parse(text) as CapturedLine;
			t.is(text.indexOf('\n'), text.length - 1);
			t.is(line.level, 'INFO');
			t.is(line.component, 'x');
			t.is(line.event, event);
			t.false(Number.isNaN(Date.parse(String(line.timestamp))));
		}),
	);
});

test('C19: lone surrogates are written as U+FFFD, even in keys, because many parsers refuse a line with one', t => {
	const {log, texts} = capturedLog('x');
	log.info('half \ud83d', {'key \udc00': ['\ud83d', '😀', '\\ud83d']});
	t.true(texts[0]?.endsWith('"event":"half \uFFFD","key \uFFFD":["\uFFFD","😀","\\\\ud83d"]}\n'));
});

test('an error in a field is written as its text, with its causes', t => {
	const {log, lines} = capturedLog('x');
	log.error('failed', {error: new TypeError('fetch failed', {cause: new Error('connect ECONNREFUSED')}), err: new Error('kept')});
	t.is(lines()[0]?.error, 'fetch failed: connect ECONNREFUSED');
	t.like(lines()[0]?.err, {type: 'Error', message: 'kept'});
	t.is(errorText('thrown text'), 'thrown text');
	t.is(errorText(undefined), 'undefined');
	t.is(errorText(new AggregateError([new Error('first'), new Error('second')])), 'first');
	t.is(errorText(new RangeError()), 'RangeError');
	const circle = new Error('a');
	circle.cause = circle;
	t.is(errorText(circle), 'a');
});

test('a user-supplied pino keeps its redaction, its levels and its destination', t => {
	const texts: string[] = [];
	const own = pino({redact: ['token'], base: {app: 'shop'}}, {write: (text: string) => void texts.push(text)});
	const log = new StructuredLogger('ingest', {pino: own});
	log.info('read', {token: 'secret', records: 2});
	log.debug('unseen');
	log.child('sink').info('written');
	const lines = texts.map(text => JSON.parse(text) as CapturedLine);
	t.like(lines[0], {level: 30, app: 'shop', component: 'ingest', event: 'read', token: '[Redacted]', records: 2});
	t.like(lines[1], {component: 'sink', event: 'written'});
	t.is(lines.length, 2);
});

test('a sync stage logs counts, time with 2 decimals and throughput with 1, and returns its result', t => {
	const clock = handClock();
	const {log, events} = capturedLog('filter', {clock});
	const stage = new InstrumentedStage(log, {
		process(records: readonly number[], limit = 2) {
			clock.advance(530.1249);
			return records.filter(value => value > limit);
		},
	});
	t.deepEqual(stage.process([1, 2, 3, 4, 5]), [3, 4, 5]);
	t.deepEqual(stage.process([1, 2, 3], 0), [1, 2, 3]);
	t.deepEqual(without(events('stage_completed')[0], 'timestamp', 'level'), {
		component: 'filter',
		event: 'stage_completed',
		recordsIn: 5,
		recordsOut: 3,
		elapsedMs: 530.12,
		throughputRps: 9.4, // 5 / 0.5301249 = 9.4317
	});
	t.is(stage.lastThroughputRps, 5.7); // 3 / 0.5301249 = 5.6590
});

test('an async stage is timed to the end of its promise, and a failure is logged and rethrown', async t => {
	const clock = handClock();
	const {log, events} = capturedLog('x', {clock});
	const stage = new InstrumentedStage(log, {
		async process(records: ReadonlySet<string>) {
			clock.advance(100);
			await Promise.resolve();
			clock.advance(150);
			if (records.has('bad')) {
				throw new Error('no good');
			}
			return [...records];
		},
	});
	t.deepEqual(await stage.process(new Set(['a', 'b'])), ['a', 'b']);
	t.like(events('stage_completed')[0], {recordsIn: 2, recordsOut: 2, elapsedMs: 250, throughputRps: 8});
	await t.throwsAsync(stage.process(new Set(['bad'])), {message: 'no good'});
	t.deepEqual(without(events('stage_failed')[0], 'timestamp'), {
		level: 'ERROR',
		component: 'x',
		event: 'stage_failed',
		recordsIn: 1,
		elapsedMs: 250,
		reason: 'no good',
	});
	t.is(stage.lastThroughputRps, undefined);
});

test('if a sync stage throws, that is logged and the caller gets the error', t => {
	const {log, events} = capturedLog('x');
	const failure = new RangeError('out');
	const stage = new InstrumentedStage(log, {
		process(_records: readonly number[]): number[] {
			throw failure;
		},
	});
	t.is(
		t.throws(() => stage.process([1])),
		failure,
	);
	t.is(events('stage_failed').length, 1);
	t.is(events('stage_completed').length, 0);
});

test('in a chain of generators each one is timed separately and counted when it is exhausted', async t => {
	const clock = handClock();
	const {log, events} = capturedLog('x', {clock});
	async function* source() {
		for (const value of [1, 2, 3]) {
			clock.advance(1000); // the world's time, which counts for nobody here
			yield value;
		}
	}
	const double = new InstrumentedStage(log.child('double'), {
		async *process(records: AsyncIterable<number>) {
			for await (const value of records) {
				clock.advance(10);
				yield value * 2;
				yield value * 2;
			}
		},
	});
	const add = new InstrumentedStage(log.child('add'), {
		async *process(records: AsyncIterable<number>) {
			for await (const value of records) {
				clock.advance(1);
				yield value + 1;
			}
		},
	});
	const out: number[] = [];
	for await (const value of add.process(double.process(source()))) {
		clock.advance(500); // the consumer's time
		out.push(value);
	}
	t.deepEqual(out, [3, 3, 5, 5, 7, 7]);
	t.deepEqual(
		events('stage_completed').map(({component, recordsIn, recordsOut, elapsedMs}) => ({component, recordsIn, recordsOut, elapsedMs})),
		[
			{component: 'double', recordsIn: 3, recordsOut: 6, elapsedMs: 30},
			{component: 'add', recordsIn: 6, recordsOut: 6, elapsedMs: 6},
		],
	);
});

test('a generator passes sent values, a return value, an early return and thrown errors through', t => {
	const {log, events} = capturedLog('x');
	let isClosed = false;
	const stage = new InstrumentedStage(log, {
		*process(records: readonly number[]): Generator<number, string, number> {
			try {
				let sum = 0;
				for (const value of records) {
					sum += yield value + sum;
				}
				return `sum ${sum}`;
			} catch (error) {
				yield -1;
				throw error;
			} finally {
				isClosed = true;
			}
		},
	});
	const whole = stage.process([1, 2]);
	t.deepEqual(
		[whole.next(), whole.next(10), whole.next(5)],
		[
			{value: 1, done: false},
			{value: 12, done: false},
			{value: 'sum 15', done: true},
		],
	);
	t.like(events('stage_completed')[0], {recordsIn: 2, recordsOut: 2});

	isClosed = false;
	for (const _ of stage.process([1, 2, 3]) as Iterable<number>) {
		break;
	}
	t.true(isClosed);
	t.like(events('stage_completed')[1], {recordsIn: 3, recordsOut: 1});

	const thrown = stage.process([1]);
	thrown.next();
	t.deepEqual(thrown.throw(new Error('stop')), {value: -1, done: false});
	t.throws(() => thrown.next(), {message: 'stop'});
	t.is(events('stage_failed').length, 1);
});

test('records are counted in whatever holds them; for a sink that returns nothing, all went through', t => {
	const {log, events} = capturedLog('x');
	const stage = new InstrumentedStage(log, {process: (records: unknown, result: unknown) => result ?? consume(records)});
	const consume = (records: unknown) => {
		if (typeof records === 'object' && records !== null && Symbol.iterator in records) {
			for (const _ of records as Iterable<unknown>) {
			}
		}
	};
	stage.process(new Map([['a', 1]]), new Float64Array(3));
	stage.process(Buffer.from('four'), 'one text');
	stage.process([1, 2, 3][Symbol.iterator](), undefined);
	stage.process({a: 'record'}, [1, 2]);
	t.deepEqual(
		events('stage_completed').map(({recordsIn, recordsOut}) => [recordsIn, recordsOut]),
		[
			[1, 3],
			[4, 1],
			[3, 3],
			[1, 2],
		],
	);
});

test('@measuredStage measures methods, async and generator methods, with `this`, and names them', async t => {
	const {log, events} = capturedLog('x');
	class Doubler {
		factor = 2;

		@measuredStage(log.child('named'))
		process(records: readonly number[]): number[] {
			return records.map(value => value * this.factor);
		}

		@measuredStage(log.child('slow'))
		async later(records: readonly number[]): Promise<number> {
			return records.length * this.factor;
		}

		@measuredStage(log.child('each'))
		*each(records: readonly number[]): Generator<number> {
			yield* records.map(value => value * this.factor);
		}
	}
	const doubler = new Doubler();
	t.deepEqual(doubler.process([1, 2]), [2, 4]);
	t.is(await doubler.later([1]), 2);
	t.deepEqual([...doubler.each([5, 6, 7])], [10, 12, 14]);
	t.deepEqual(
		events('stage_completed').map(({component, recordsIn, recordsOut}) => [component, recordsIn, recordsOut]),
		[
			['named', 2, 2],
			['slow', 1, 1],
			['each', 3, 3],
		],
	);
	t.is(doubler.process.name, 'process');
	t.is(doubler.process.length, 1);
});

const refused = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:8080'));

test('a circuit retries, opens after the set number of failures, refuses, tries again and closes, and logs each step', async t => {
	const clock = handClock();
	const {log, lines} = capturedLog('enrichment', {clock});
	const circuit = new Circuit('enrichmentService', {logger: log, failures: 3, retries: 1, openMs: 5000, retryDelayMs: 100});
	t.is(await circuit.call(() => 'fine'), 'fine');
	await t.throwsAsync(circuit.call(refused), {message: /ECONNREFUSED/}); // two attempts
	t.is(circuit.state, 'closed');
	// the third failure opens the circuit, so no retry
	await t.throwsAsync(circuit.call(refused), {message: /ECONNREFUSED/});
	t.is(circuit.state, 'open');
	const error = await t.throwsAsync(
		circuit.call(() => 'not called'),
		{instanceOf: CircuitOpenError, message: 'circuit enrichmentService is open'},
	);
	t.regex(String(error?.cause), /ECONNREFUSED/);
	clock.advance(4990);
	await t.throwsAsync(
		circuit.call(() => 'not called'),
		{instanceOf: CircuitOpenError},
	);
	clock.advance(10);
	await t.throwsAsync(circuit.call(refused), {message: /ECONNREFUSED/});
	t.is(circuit.state, 'open');
	clock.advance(5000);
	t.is(await circuit.call(() => 'back'), 'back');
	t.is(circuit.state, 'closed');

	const reason = 'connect ECONNREFUSED 10.0.0.7:8080';
	const change = (level: string, oldState: string, newState: string, failures: number) => ({
		level,
		component: 'enrichment',
		event: 'circuit_state_change',
		circuitName: 'enrichmentService',
		oldState,
		newState,
		reason,
		failures,
	});
	t.deepEqual(
		lines().map(line => without(line, 'timestamp')),
		[
			{level: 'WARN', component: 'enrichment', event: 'retry', circuitName: 'enrichmentService', attempt: 1, error: reason},
			change('ERROR', 'closed', 'open', 3),
			change('WARN', 'open', 'half_open', 3),
			change('ERROR', 'half_open', 'open', 4),
			change('WARN', 'open', 'half_open', 4),
			change('INFO', 'half_open', 'closed', 0),
		],
	);
});

test('retry delays double, half of each is random, and a success between failures resets the count', async t => {
	const clock = handClock();
	const {log} = capturedLog('x', {clock});
	const circuit = new Circuit('c', {logger: log, failures: 4, retries: 3, retryDelayMs: 100, random: () => 0.5});
	let calls = 0;
	const flaky = () => (++calls % 4 === 0 ? 'ok' : refused());
	t.is(await circuit.call(flaky), 'ok');
	t.is(clock.monotonicMs(), 75 + 150 + 300);
	t.is(await circuit.call(flaky), 'ok');
	t.is(circuit.state, 'closed');
});

test('an error that is not a failure of the service is neither retried nor counted; a slow attempt is, and is aborted', async t => {
	const {log, events} = capturedLog('x');
	const choosy = new Circuit('c', {logger: log, failures: 1, isFailure: error => !(error instanceof TypeError)});
	await t.throwsAsync(
		choosy.call(() => Promise.reject(new TypeError('bad request'))),
		{message: 'bad request'},
	);
	t.is(choosy.state, 'closed');

	const hasty = new Circuit('slow', {logger: log, failures: 1, retries: 0, timeoutMs: 5});
	const untilAborted = ({signal}: {readonly signal: AbortSignal}) =>
		new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
	await t.throwsAsync(hasty.call(untilAborted));
	t.is(hasty.state, 'open');
	t.is(events('circuit_state_change').length, 1);
});

test('cacheInfo agrees with a model of an LRU cache, whatever is done to it', t => {
	const steps = fc.array(fc.record({type: fc.constantFrom('get', 'compute', 'set', 'delete'), key: fc.nat(6)}), {maxLength: 60});
	fc.assert(
		fc.property(steps, fc.integer({min: 1, max: 5}), (actions, maxSize) => {
			const cache = new Cache<number, number>('c', {maxSize});
			let kept: readonly number[] = []; // least recently used first
			let hits = 0;
			let misses = 0;
			const use = (key: number) => {
				kept = [...kept.filter(other => other !== key), key].slice(-maxSize);
			};
			for (const {type, key} of actions) {
				const isKept = kept.includes(key);
				if (type === 'get' || type === 'compute') {
					hits += isKept ? 1 : 0;
					misses += isKept ? 0 : 1;
				}
				switch (type) {
					case 'get':
						t.is(cache.get(key), isKept ? key : undefined);
						kept = isKept ? [...kept.filter(other => other !== key), key] : kept;
						break;
					case 'compute':
						t.is(
							cache.getOrCompute(key, given => given),
							key,
						);
						use(key);
						break;
					case 'set':
						cache.set(key, key);
						use(key);
						break;
					default:
						cache.delete(key);
						kept = kept.filter(other => other !== key);
				}
				t.deepEqual(cache.cacheInfo(), {hits, misses, maxSize, currSize: kept.length});
			}
		}),
		{numRuns: 60},
	);
});

test('a request for something being fetched waits for the same fetch, and a failure is not stored', async t => {
	const cache = new Cache<string, string>('c');
	let calls = 0;
	const fetch = async (key: string) => {
		calls++;
		await Promise.resolve();
		if (calls === 2) {
			throw new Error('gone');
		}
		return key.toUpperCase();
	};
	t.deepEqual(await Promise.all([cache.getOrFetch('a', fetch), cache.getOrFetch('a', fetch)]), ['A', 'A']);
	await t.throwsAsync(cache.getOrFetch('b', fetch), {message: 'gone'});
	t.is(await cache.getOrFetch('b', fetch), 'B');
	t.is(calls, 3);
	t.deepEqual(cache.cacheInfo(), {hits: 1, misses: 3, maxSize: 128, currSize: 2});
});

test('cache_stats has the totals and the rate, and no rate before the first use; an entry can expire', t => {
	const clock = handClock();
	const {log, events} = capturedLog('calibration', {clock});
	const cache = new Cache<string, number>('calibration', {maxSize: 10, logger: log, ttlMs: 1000});
	cache.logStats();
	cache.getOrCompute('a', () => 1);
	clock.advance(1000);
	cache.get('a');
	clock.advance(1);
	cache.get('a');
	cache.clear();
	cache.logStats();
	t.deepEqual(
		events('cache_stats').map(line => without(line, 'timestamp', 'level', 'component', 'event')),
		[
			{cacheName: 'calibration', hits: 0, misses: 0, size: 0, maxSize: 10},
			{cacheName: 'calibration', hits: 1, misses: 2, size: 0, maxSize: 10, hitRate: 0.3333},
		],
	);
});

const healthKeys = [
	'status',
	'batchCount',
	'totalAlerts',
	'openCircuits',
	'bottleneckStage',
	'bottleneckRps',
	'meanRecentThroughputRps',
	'cacheHitRates',
	'peakMemoryKb',
];

test('pipeline_health has the nine keys in order, and the numbers of the batches', t => {
	const {log, lines} = capturedLog('pipeline');
	const dashboard = new PipelineHealthDashboard({logger: log});
	dashboard.recordBatch({ingest: 5210, feature: 1081.8}, {enrichmentService: 'closed'}, {}, 1);
	dashboard.recordBatch(
		{ingest: 5210, feature: 943.2, sink: 943.2},
		{enrichmentService: 'open', other: 'half_open'},
		{calibration: {hits: 987, misses: 13, maxSize: 1, currSize: 1}, unused: {hits: 0, misses: 0, maxSize: 1, currSize: 0}},
		2,
	);
	const report = dashboard.healthReport(87.3);
	t.deepEqual(report, {
		status: 'DEGRADED',
		batchCount: 2,
		totalAlerts: 3,
		openCircuits: ['enrichmentService'],
		bottleneckStage: 'feature',
		bottleneckRps: 943.2,
		meanRecentThroughputRps: 1012.5,
		cacheHitRates: {calibration: 0.987},
		peakMemoryKb: 87.3,
	});
	t.deepEqual(Object.keys(lines()[0] ?? {}), ['timestamp', 'level', 'component', 'event', ...healthKeys]);
});

test('before the first batch the report is HEALTHY with nulls, and the peak memory is that of the process', t => {
	const {log} = capturedLog('pipeline');
	const report = new PipelineHealthDashboard({logger: log}).healthReport();
	t.like(report, {status: 'HEALTHY', batchCount: 0, bottleneckStage: null, bottleneckRps: null, meanRecentThroughputRps: null});
	t.true(report.peakMemoryKb > 10_000);
});

test('the recent throughput is the mean, over the last ten batches that had any, of the slowest stage', t => {
	const batch = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.double({min: 1, max: 1e6, noNaN: true}));
	fc.assert(
		fc.property(fc.array(batch, {minLength: 1, maxLength: 40}), batches => {
			const {log} = capturedLog('x');
			const dashboard = new PipelineHealthDashboard({logger: log});
			for (const throughputs of batches) {
				dashboard.recordBatch(throughputs, {}, {}, 0);
			}
			const smallest = batches.filter(throughputs => Object.keys(throughputs).length > 0).map(rates => Math.min(...Object.values(rates)));
			const lastTen = smallest.slice(-10);
			const report = dashboard.healthReport();
			t.is(report.batchCount, batches.length);
			if (lastTen.length === 0) {
				t.is(report.meanRecentThroughputRps, null);
			} else {
				const mean = lastTen.reduce((sum, rps) => sum + rps, 0) / lastTen.length;
				t.true(Math.abs((report.meanRecentThroughputRps ?? 0) - mean) <= 0.051);
			}
		}),
	);
});

test('numbers are rounded as in Python, ties to even', t => {
	// From Python 3.11: [round(x, d) for ...]
	const cases: ReadonlyArray<readonly [number, number, number]> = [
		[0.25, 1, 0.2],
		[0.75, 1, 0.8],
		[0.35, 1, 0.3],
		[0.125, 2, 0.12],
		[0.375, 2, 0.38],
		[2.675, 2, 2.67],
		[-0.25, 1, -0.2],
		[-2.75, 1, -2.8],
		[1012.45, 1, 1012.5],
		[943.25, 1, 943.2],
		[1e21, 1, 1e21],
	];
	for (const [value, digits, expected] of cases) {
		t.is(round(value, digits), expected, `round(${value}, ${digits})`);
	}
});

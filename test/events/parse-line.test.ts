import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import {UsageError} from '../../src/errors.ts';
import type {Level, LogEvent, ParsedLine} from '../../src/events/event.ts';
import {kindOf} from '../../src/events/kinds.ts';
import {mendObject} from '../../src/events/lines/mend-object.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';
import {parseDurationMs} from '../../src/events/values/duration.ts';
import {levelOfSeverityNumber, parseLevel} from '../../src/events/values/level.ts';
import {isoOfForm} from '../../src/events/values/time-forms.ts';
import {parseTimestamp} from '../../src/events/values/timestamp.ts';
import {canonicalOf} from '../../src/shared/field-names.ts';

function parse(line: string, options: Partial<ReadOptions> = {}): ParsedLine {
	return new LineParser({...defaultReadOptions, ...options}).parse(line);
}

function eventOf(fields: unknown, options: Partial<ReadOptions> = {}): LogEvent {
	const line = parse(typeof fields === 'string' ? fields : JSON.stringify(fields), options);
	const [event] = line.type === 'event' ? line.events : [];
	if (event === undefined) {
		throw new Error(`no event: ${JSON.stringify(line)}`);
	}
	return event;
}

test('R13, C1: an object is an event, white space is blank, anything else is raw text', t => {
	t.is(parse('{"a":1}').type, 'event');
	t.is(parse('  {"a":1} \t').type, 'event');
	for (const text of ['', ' ', '\t \r']) {
		t.is(parse(text).type, 'blank');
	}
	for (const text of [
		'[1]',
		'1',
		'null',
		'"{}"',
		'{}x',
		'[{"a":1},2]',
		'hello',
		'x{',
		'if (x) {',
		'use {name}',
		'{"a":1}x',
		'{"a" 1}',
		'{a:1}',
	]) {
		t.deepEqual(parse(text), {type: 'raw', text, events: []});
	}
});

test('a line of the pipeline in the documentation is read field by field', t => {
	const line =
		'{"timestamp":"2024-01-15T22:00:00.021Z","level":"INFO","component":"normalize","event":"stage_completed","batch":17,"recordsIn":500,"recordsOut":498,"elapsedMs":12.34,"throughputRps":40518.6}';
	t.deepEqual(eventOf(line), {
		kind: 'stage_completed',
		timeMs: Date.UTC(2024, 0, 15, 22, 0, 0, 21),
		level: 'info',
		component: 'normalize',
		event: 'stage_completed',
		host: undefined,
		batch: 17,
		recordsIn: 500,
		recordsOut: 498,
		elapsedMs: 12.34,
		throughputRps: 40518.6,
		circuitName: undefined,
		oldState: undefined,
		newState: undefined,
		cacheName: undefined,
		hits: undefined,
		misses: undefined,
		hitRate: undefined,
		reason: undefined,
		fields: JSON.parse(line),
	});
});

const iso = '2024-01-15T22:00:00.021Z';
const isoMs = Date.UTC(2024, 0, 15, 22, 0, 0, 21);

const spellings: ReadonlyArray<readonly [field: Exclude<keyof LogEvent, 'fields'>, names: string, value: unknown, read: string | number]> =
	[
		[
			'timeMs',
			'timestamp time ts @timestamp t datetime date asctime timeUnixNano Timestamp TIME_STAMP Time-Stamp timeMillis instant event_time eventTime created created_at @time',
			iso,
			isoMs,
		],
		['level', 'level severity severityText lvl levelname log.level loglevel Level LOG_LEVEL @level level_name levelno', 'WARNING', 'warn'],
		[
			'component',
			'component stage stageName stage_name component_id logger service.name service name module @module loggerName logger_name log.logger source category channel target',
			'sink',
			'sink',
		],
		['event', 'event event_name eventName msg message body Message @message short_message textPayload', 'started', 'started'],
		['host', 'host hostname host.name instance pod', 'worker-1', 'worker-1'],
		['batch', 'batch batchId batch_id batchNumber', 17, 17],
		['recordsIn', 'recordsIn records records_in inputCount rows_in', 500, 500],
		['recordsOut', 'recordsOut records_out outputCount rows_out', '500', 500],
		['elapsedMs', 'elapsedMs elapsed_ms durationMs duration_ms took elapsed duration responseTime execution_time durationInMs', 12.5, 12.5],
		['elapsedMs', 'elapsed_s duration_s tookSeconds elapsedSec execution_time_seconds', 12.5, 12_500],
		['elapsedMs', 'elapsed_us latency_us durationMicros', 12.5, 0.0125],
		['elapsedMs', 'elapsed_ns duration_ns tookNanos', 2_500_000, 2.5],
		['throughputRps', 'throughputRps throughput_rps rps recordsPerSecond', 40_518.6, 40_518.6],
		['circuitName', 'circuitName circuit circuit_name breaker circuitBreakerName', 'db', 'db'],
		['oldState', 'oldState from previousState old_state', 'half-open', 'half_open'],
		['newState', 'newState to state circuitState', 'OPEN', 'open'],
		['cacheName', 'cacheName cache', 'calibration', 'calibration'],
		['hits', 'hits cacheHits', 12, 12],
		['misses', 'misses cache_misses', 3, 3],
		['hitRate', 'hitRate hit_rate', 0.987, 0.987],
		['reason', 'reason error err.message exception failureReason failure_reason', 'refused', 'refused'],
	];

for (const [field, names, value, read] of spellings) {
	test(`${field} ${JSON.stringify(read)} is found under each of ${names}`, t => {
		for (const name of names.split(' ')) {
			t.is(eventOf({other: 1, [name]: value})[field], read, name);
		}
	});
}

test('nested objects are reached by dotted paths, but only by those that are aliases', t => {
	t.like(eventOf({log: {level: 'error'}, service: {name: 'payment'}, err: {message: 'refused'}, host: {name: 'box'}}), {
		level: 'error',
		component: 'payment',
		reason: 'refused',
		host: 'box',
	});
	t.is(eventOf({error: {message: 'refused', code: 7}}).reason, 'refused');
	t.like(eventOf({log: {ger: 'x'}, request: {level: 'error', host: 'x'}}), {component: undefined, level: undefined, host: undefined});
});

test('the first alias with a valid value counts, in the order of the documentation, not of the line', t => {
	t.is(eventOf({message: 'third', msg: 'second', event: 'first'}).event, 'first');
	t.is(eventOf({event: 'first', message: 'third'}).event, 'first');
	t.is(eventOf({time: iso, timestamp: 'no time'}).timeMs, isoMs);
	t.is(eventOf({level: {}, severity: 'warn'}).level, 'warn');
	t.is(eventOf({component: '', logger: 'x'}).component, 'x');
	t.is(eventOf({recordsIn: -1, records: 5}).recordsIn, 5);
});

test('the own name of a stage comes first if the event is about a stage, else that of the component', t => {
	t.is(eventOf({event: 'stage_completed', component: 'runner', stage: 'filter', logger: 'x'}).component, 'filter');
	t.is(eventOf({event: 'stage_completed', component: 'filter', logger: 'x'}).component, 'filter');
	t.is(eventOf({event: 'started', component: 'runner', stage: 'filter'}).component, 'runner');
	t.is(eventOf({event: 'stage_completed', stage: 3}).component, '3');
});

test('`--map` comes before every alias, nested or literal, and uses the unit in its name', t => {
	const map = [
		{canonical: 'component', field: 'job.step'},
		{canonical: 'elapsedMs', field: 'wall_s'},
		{canonical: 'event', field: 'what'},
	];
	const read = {kind: 'stage_completed', component: 'load', elapsedMs: 1500, recordsIn: 3, throughputRps: 2} as const;
	const line = {component: 'x', stage: 'y', elapsedMs: 1, event: 'z', what: 'stage_completed', wall_s: 1.5, records: 3};
	t.like(eventOf({...line, job: {step: 'load'}}, {map}), read);
	t.like(eventOf({...line, 'job.step': 'load'}, {map}), read);
	t.is(eventOf({component: 'x'}, {map}).component, 'x');
	const pino = {level: 30, time: isoMs, pid: 1, hostname: 'h', name: 'app', job: {step: 'load'}};
	t.is(eventOf(pino, {map}).component, 'load');
	const journal = {__REALTIME_TIMESTAMP: '1534860261221373', MESSAGE: 'm', _SYSTEMD_UNIT: 'a.service', job: {step: 'load'}, what: 'retry'};
	t.like(eventOf(journal, {map}), {component: 'load', kind: 'retry', event: 'retry', timeMs: 1_534_860_261_221.373});
});

test('event names are compared without case, `_`, `-` and spaces', t => {
	for (const name of ['stage_completed', 'stageCompleted', 'STAGE-COMPLETED', 'Stage completed']) {
		t.is(kindOf(name), 'stage_completed');
	}
	t.is(kindOf('cache_info'), 'cache_stats');
	t.is(kindOf('pipeline_described'), 'pipeline_described');
	t.is(kindOf('stage_completed_twice'), 'other');
	t.is(kindOf('constructor'), 'other');
	t.is(kindOf(''), 'other');
});

test('throughput is records over time if the line does not give it', t => {
	t.is(eventOf({event: 'stage_completed', stage: 'a', records: 500, elapsed_ms: 250}).throughputRps, 2000);
	t.is(eventOf({records: 500, elapsed_ms: 250, rps: 7}).throughputRps, 7);
	t.is(eventOf({records: 500, elapsed_ms: 0}).throughputRps, undefined);
});

test('a transition has both states, and anything that is not a state is ignored', t => {
	t.like(eventOf({event: 'circuit_state_change', stateTransition: 'CLOSED_TO_OPEN'}), {oldState: 'closed', newState: 'open'});
	t.like(eventOf({stateTransition: 'OPEN_TO_HALF_OPEN'}), {oldState: 'open', newState: 'half_open'});
	t.like(eventOf({stateTransition: 'CLOSED_TO_OPEN', newState: 'half_open'}), {oldState: 'closed', newState: 'half_open'});
	t.like(eventOf({event: 'circuit_state_change', circuit: 'db', state: 'open'}), {
		kind: 'circuit_state_change',
		oldState: undefined,
		newState: 'open',
	});
	t.is(eventOf({state: 'running'}).newState, undefined);
});

test('impossible numbers count as missing', t => {
	for (const value of [-1, 'many', '-5', 'NaN', 'Infinity', '', null, true, [], {}]) {
		const line = `{"recordsIn":${JSON.stringify(value)}}`;
		t.is(eventOf(line).recordsIn, undefined, line);
	}
	t.is(eventOf('{"recordsIn":1e400}').recordsIn, undefined);
	t.is(eventOf('{"elapsedMs":1e400}').elapsedMs, undefined);
	t.is(eventOf({elapsed_min: 1e305}).elapsedMs, undefined);
	t.is(eventOf({recordsIn: '500'}).recordsIn, 500);
});

test('a hit rate over 1 is a percentage, and over 100 invalid', t => {
	t.deepEqual(
		[0, 0.5, 1, 98.7, 100, 101, '98.7%', '0.5'].map(hitRate => eventOf({hitRate}).hitRate),
		[0, 0.5, 1, 0.987, 1, undefined, 0.987, 0.5],
	);
});

test('C13: durations with units are converted to milliseconds', t => {
	const durations: ReadonlyArray<readonly [string, number | undefined]> = [
		['1.416µs', 0.001_416],
		['15d', 1_296_000_000],
		['250ms', 250],
		['1h2m3.5s', 3_723_500],
		['3 s', 3000],
		['12ns', 0.000_012],
		['12', undefined],
		['-3s', undefined],
		['3 parsecs', undefined],
		['', undefined],
		['115.3micros', 0.1153],
		['900nanos', 0.0009],
		['1.5 seconds', 1500],
		['1 hour, 2 minutes', 3_720_000],
		['PT1.5S', 1500],
		['PT1H2M', 3_720_000],
		['P1DT1S', 86_401_000],
		['P', undefined],
		['PT', undefined],
		['0:00:01.5', 1500],
		['1:02:03', 3_723_000],
		['1 day, 0:00:01', 86_401_000],
		['2 days, 1:00:00', 176_400_000],
	];
	for (const [text, ms] of durations) {
		const read = parseDurationMs(text);
		t.true(read === ms || Math.abs((read ?? Number.NaN) - (ms ?? 0)) < 1e-9, text);
	}
	t.is(eventOf({elapsed: '12.5'}).elapsedMs, 12.5);
	t.is(eventOf({elapsed_s: '2s'}).elapsedMs, 2000);
	t.is(eventOf({elapsed: '12,345.5'}).elapsedMs, 12_345.5);
	t.is(eventOf({elapsed: {secs: 1, nanos: 500_000_000}}).elapsedMs, 1500);
	t.is(eventOf({elapsed: {seconds: 2}}).elapsedMs, 2000);
	t.is(eventOf({elapsed: {repr: '0:00:01'}}).elapsedMs, undefined);
	t.is(eventOf({records: '12,300'}).recordsIn, 12_300);
	t.is(eventOf({records: '1,23'}).recordsIn, undefined);
});

test('a duration text of any length is refused immediately', t => {
	t.is(parseDurationMs('1h'.repeat(100_000)), undefined);
	t.is(parseDurationMs(`${'1'.repeat(30)}!`.repeat(2)), undefined);
});

const levels: ReadonlyArray<readonly [level: Level | undefined, spellings: readonly unknown[]]> = [
	['trace', ['trace', 'TRACE', 'TRC', 'verbose', 'VRB', 'finest', 10, '10', 'DEBUG-4', 'T']],
	['debug', ['debug', 'DBG', 'D', 'DEBUG5', 7, '7', 20, 'DEBUG+2', 'CONFIG', 'FINE', 'http', 100, 10_000, {name: 'debug', no: 10}]],
	[
		'info',
		[
			'info',
			'INF',
			'I',
			'Information',
			'notice',
			'NOTICE',
			5,
			6,
			30,
			39,
			'INFO+2',
			'SUCCESS',
			200,
			250,
			'\u001b[1m\u001b[32mINFO \u001b[0m',
		],
	],
	['warn', ['warn', 'WRN', 'W', 'WARNING', 4, 40, 'WARN+1', 'INFO+4']],
	[
		'error',
		[
			'error',
			'ERR',
			'E',
			'SEVERE',
			3,
			50,
			55,
			'ERROR+3',
			'\u001b[31merror\u001b[39m',
			'[ERROR]',
			' Error ',
			'ERROR:',
			'<err>',
			400,
			40_000,
			{name: 'ERROR', value: 40_000},
		],
	],
	['fatal', ['fatal', 'FTL', 'F', 'CRITICAL', 'crit', 'emerg', 'alert', 'panic', 0, 1, 2, 60, 'ERROR+4']],
	[undefined, ['Metadata', 'STATS', '', 'constructor', '__proto__', 8, 9, -1, 1e9, Number.NaN, null, true, {}, [], 'x'.repeat(1e6)]],
];

for (const [level, spellings] of levels) {
	test(`C14: level ${level ?? 'unset'} has ${spellings.length} spellings`, t => {
		for (const spelling of spellings) {
			t.is(parseLevel(spelling), level, String(spelling).slice(0, 20));
		}
	});
}

test('C14: OpenTelemetry has four severity numbers per level', t => {
	t.deepEqual([0, 1, 4, 5, 9, 12, 13, 17, 21, 24, 25, '9', 'x'].map(levelOfSeverityNumber), [
		undefined,
		'trace',
		'trace',
		'debug',
		'info',
		'info',
		'warn',
		'error',
		'fatal',
		'fatal',
		undefined,
		'info',
		undefined,
	]);
	t.is(eventOf({severityNumber: 17}).level, 'error');
	t.is(eventOf({severityNumber: 17, severityText: 'WARN'}).level, 'warn');
});

const at = Date.UTC(2024, 1, 29, 22, 15, 30);
const times: ReadonlyArray<readonly [value: unknown, timeMs: number | undefined]> = [
	['2024-02-29T22:15:30Z', at],
	['2024-02-29t22:15:30z', at],
	['2024-02-29 22:15:30', at],
	['2024-02-29 22:15:30,123', at + 123],
	['2024-02-29T22:15:30.1Z', at + 100],
	['2024-02-29T22:15:30.123456Z', at + 123.456],
	['2024-02-29T22:15:30.123456789Z', at + 123.456789],
	['2024-02-29T22:15:30.1234567890Z', at + 123.456789],
	['2024-02-29T22:15:30.123456789012345678+05:30', at - 19_800_000 + 123.456789],
	[`2024-02-29T22:15:30.25${'0'.repeat(1000)}Z`, at + 250],
	[`2024-02-29T22:15:30.${'9'.repeat(1000)}`, at + 999.999999],
	['2024-02-29T22:15Z', at - 30_000],
	['2024-02-29', Date.UTC(2024, 1, 29)],
	['2024-02-29T22:15:30+05:30', at - 19_800_000],
	['2024-02-29T22:15:30.000-0400', at + 14_400_000],
	['2024-02-29T22:15:30+09', at - 32_400_000],
	['2024-02-29T22:15:30+05:30[Asia/Kolkata]', at - 19_800_000],
	['2024-02-29T22:15:30[Asia/Kolkata]', at - 19_800_000],
	['2024-02-29T22:15:60Z', at + 30_000],
	[at / 1000, at],
	[at / 1000 + 0.25, at + 250],
	[at, at],
	[at * 1000, at],
	[at * 1e6, at],
	[String(at / 1000), at],
	[`${at}000000`, at],
	['1709244930.5', at + 500],
	['2023-02-29T22:15:30Z', undefined],
	['2024-02-30T22:15:30Z', undefined],
	['2024-13-01T22:15:30Z', undefined],
	['2024-02-29T24:15:30Z', undefined],
	['2024-02-29T22:60:30Z', undefined],
	['2024-02-29T22:15:61Z', undefined],
	['2024-02-29T22:15:30.Z', undefined],
	['2024-02-29T22:15:30ZZ', undefined],
	['2024-02-29T22:15:30[Nowhere/Land]', undefined],
	['2024-02-29 22:15:30.250 UTC', at + 250],
	['2024-02-29 22:15:30 GMT', at],
	['2024-02-29 22:15:30.5 +0200 CEST', at - 7_200_000 + 500],
	['2024-02-29 22:15:30 -0500', at + 18_000_000],
	['2024-02-29 22:15:30.25 +0000 UTC m=+0.012', at + 250],
	['2024/02/29 22:15:30', at],
	['2024/02/29 22:15:30.25', at + 250],
	['2024.02.29 22:15:30', at],
	['20240229T221530Z', at],
	['20240229 221530,25', at + 250],
	['20240229221530', at],
	['20240229T221530+0100', at - 3_600_000],
	['Thu, 29 Feb 2024 22:15:30 +0000', at],
	['Thu, 29 Feb 2024 22:15:30 GMT', at],
	['29 Feb 2024 22:15:30,250', at + 250],
	['29-Feb-2024 22:15:30.250', at + 250],
	['29/Feb/2024:22:15:30 +0200', at - 7_200_000],
	['[29/Feb/2024:22:15:30 +0000]', at],
	['Thu Feb 29 22:15:30 2024', at],
	['Thu Feb 29 22:15:30 UTC 2024', at],
	['Feb 29, 2024 10:15:30 PM', at],
	['Feb 29, 2024 @ 22:15:30.250', at + 250],
	['Jan 1, 2024 12:00:00 AM', Date.UTC(2024, 0, 1)],
	['Jan 1, 2024 12:30:00 PM', Date.UTC(2024, 0, 1, 12, 30)],
	['Feb 29, 2024 22:15:30 PM', undefined],
	['30 Feb 2024 22:15:30', undefined],
	['29 Foo 2024 22:15:30', undefined],
	['20241329T221530Z', undefined],
	['02/29/2024 22:15:30', undefined],
	['Thu Feb 29 22:15:30 CEST 2024', undefined],
	[{$date: '2024-02-29T22:15:30Z'}, at],
	[{$date: at + 1}, at + 1],
	[{$date: {$numberLong: String(at)}}, at],
	[{seconds: at / 1000, nanos: 250_000_000}, at + 250],
	[{epochSecond: at / 1000, nanoOfSecond: 417_000_000}, at + 417],
	[{repr: '2024-02-29 22:15:30.250000+00:00', timestamp: at / 1000 + 0.25}, at + 250],
	[{hour: 3}, undefined],
	[[at], undefined],
	['2024-2-29', undefined],
	['foo 12', undefined],
	['1', undefined],
	['', undefined],
	[0, undefined],
	[1, undefined],
	[-at, undefined],
	[Number.NaN, undefined],
	[Number.POSITIVE_INFINITY, undefined],
	['1989-12-31T23:59:59Z', undefined],
	['1990-01-01T00:00:00Z', Date.UTC(1990, 0, 1)],
	[Date.UTC(2200, 0, 1), undefined],
	[null, undefined],
	[{}, undefined],
	[true, undefined],
];

for (const zone of ['UTC', 'Asia/Kolkata', 'America/New_York']) {
	test.serial(`T1, T2, T3: times are read the same when the machine is in ${zone}`, t => {
		const before = process.env.TZ;
		process.env.TZ = zone;
		for (const [value, timeMs] of times) {
			t.is(parseTimestamp(value, 'UTC'), timeMs, String(value));
		}
		t.is(parseTimestamp('2024-01-15T22:00:00', 'Asia/Kolkata'), Date.UTC(2024, 0, 15, 16, 30));
		t.is(parseTimestamp('2024-01-15 22:00', 'America/New_York'), Date.UTC(2024, 0, 16, 3));
		process.env.TZ = before;
	});
}

test('a time without a year is in the latest year in which it is at most a day in the future', t => {
	const nowMs = Date.UTC(2024, 2, 1, 12);
	const forms: ReadonlyArray<readonly [text: string, iso: string]> = [
		['Feb 29 22:15:30', '2024-02-29T22:15:30'],
		['Mar  2 11:59:59', '2024-03-02T11:59:59'],
		['Mar  2 12:00:01', '2023-03-02T12:00:01'],
		['Fri Mar  1 22:15:30.250', '2024-03-01T22:15:30.250'],
		['Dec 31 23:59:59', '2023-12-31T23:59:59'],
		['0301 10:00:00.000123', '2024-03-01T10:00:00.000123'],
		['1231 10:00:00', '2023-12-31T10:00:00'],
	];
	for (const [text, iso] of forms) {
		t.is(isoOfForm(text, nowMs), iso, text);
	}
});

test('T2: any instant, written to the millisecond, is read back', t => {
	fc.assert(
		fc.property(fc.integer({min: Date.UTC(1990, 0, 1), max: Date.UTC(2024, 0, 1)}), ms => {
			const text = new Date(ms).toISOString();
			t.is(parseTimestamp(text, 'UTC'), ms);
			t.is(parseTimestamp(`${text.slice(0, -1)}+00:00`, 'UTC'), ms);
			t.is(parseTimestamp(ms, 'UTC'), ms);
		}),
	);
});

test('T6: an hour that occurs twice is the first, and one that is skipped is after the change', t => {
	// New York: clocks went from 02:00 to 03:00 on 2024-03-10 and from 02:00 back to 01:00 on 2024-11-03.
	t.is(parseTimestamp('2024-11-03T01:30:00', 'America/New_York'), Date.UTC(2024, 10, 3, 5, 30));
	t.is(parseTimestamp('2024-11-03T02:30:00', 'America/New_York'), Date.UTC(2024, 10, 3, 7, 30));
	t.is(parseTimestamp('2024-03-10T02:30:00', 'America/New_York'), Date.UTC(2024, 2, 10, 7, 30));
	t.is(parseTimestamp('2024-03-10T01:59:59', 'America/New_York'), Date.UTC(2024, 2, 10, 6, 59, 59));
});

const time2Ms = Date.UTC(2024, 0, 15, 22);
const prefixes: ReadonlyArray<readonly [line: string, origin: string, more: Partial<LogEvent>]> = [
	['caddy  | {"msg":"up"}', 'caddy', {component: 'caddy'}],
	['web-1 | {"msg":"up"}', 'web-1', {component: 'web-1'}],
	['web-1 | {"msg":"up","component":"api"}', 'web-1', {component: 'api'}],
	['\u001B[36mweb-1  | \u001B[0m{"msg":"up"}', 'web-1', {component: 'web-1'}],
	['web-1  | 2024-01-15T22:00:00.021000000Z {"msg":"up"}', 'web-1', {timeMs: isoMs}],
	['etl_loader.1.q7w8e9r0t1y2@node-a    | {"msg":"up"}', 'etl_loader.1.q7w8e9r0t1y2@node-a', {component: 'etl_loader', host: 'node-a'}],
	['[pod/web-7d9f/app] {"msg":"up"}', 'pod/web-7d9f/app', {host: 'web-7d9f', component: 'app'}],
	['[pod/web-7d9f/app] 2024-01-15T22:00:00.021Z {"msg":"up"}', 'pod/web-7d9f/app', {host: 'web-7d9f', timeMs: isoMs}],
	['web-7d9f-abc app {"msg":"up"}', 'web-7d9f-abc app', {host: 'web-7d9f-abc', component: 'app'}],
	['\u001B[32mweb-7d9f-abc\u001B[0m \u001B[92mapp\u001B[0m {"msg":"up"}', 'web-7d9f-abc app', {host: 'web-7d9f-abc'}],
	['2024-01-15T22:00:00.021Z stdout F {"msg":"up"}', 'stdout', {timeMs: isoMs}],
	['2024-01-15T22:00:00.021000000000000000000000Z stdout F {"msg":"up"}', 'stdout', {timeMs: isoMs}],
	['2024-01-15T22:00:00.021Z stderr F {"msg":"up","ts":"2024-02-29T22:15:30Z"}', 'stderr', {timeMs: at}],
	['<34>Oct 11 22:14:15 mymachine su[230]: {"msg":"up"}', 'mymachine', {host: 'mymachine', component: 'su', level: 'fatal'}],
	['Oct  1 22:14:15 mymachine su: @cee: {"msg":"up"}', 'mymachine', {host: 'mymachine', component: 'su', level: undefined}],
	['2024-01-15T22:00:00+0000 box loader[8]: {"msg":"up"}', 'box', {host: 'box', component: 'loader', timeMs: time2Ms}],
	['1705356000.021 box loader[8]: {"msg":"up"}', 'box', {host: 'box', component: 'loader', timeMs: isoMs}],
	['<165>1 2024-01-15T22:00:00.021Z box app 111 ID47 - {"msg":"up"}', 'box', {host: 'box', component: 'app', level: 'info', timeMs: isoMs}],
	['<165>1 2024-01-15T22:00:00.021Z box app - - [a@1 b="c\\]"][d@2 e="f"] @cee:{"msg":"up"}', 'box', {timeMs: isoMs}],
	['@cee: {"msg":"up"}', '@cee', {}],
	['data: {"msg":"up"}', 'data', {}],
	['data:{"msg":"up"}', 'data', {}],
	['2024-01-15T22:00:00.021Z app[worker.1]: {"msg":"up"}', 'app[worker.1]', {component: 'worker.1', timeMs: isoMs}],
	['nightly\tLoad it\t2024-01-15T22:00:00.0210000Z {"msg":"up"}', 'nightly / Load it', {component: 'Load it', timeMs: isoMs}],
	[
		'2024-01-15T22:00:00.021000+00:00 2024/01/15/[$LATEST]4f1c {"msg":"up"}',
		'2024-01-15T22:00:00.021000+00:00 2024/01/15/[$LATEST]4f1c',
		{timeMs: isoMs},
	],
	['0|loader   | {"msg":"up"}', 'loader', {component: 'loader'}],
	['10:00:02 web.1    | {"msg":"up"}', 'web.1', {component: 'web.1'}],
	['INFO:shop.load:{"msg":"up"}', 'INFO:shop.load:', {level: 'info', component: 'shop.load'}],
	[
		'2024-01-15 22:00:00,021 INFO root: {"msg":"up"}',
		'2024-01-15 22:00:00,021 INFO root:',
		{level: 'info', component: 'root', timeMs: isoMs},
	],
	[
		'2024-01-15 22:00:00,021 - shop.load - WARNING - {"msg":"up"}',
		'2024-01-15 22:00:00,021 - shop.load - WARNING -',
		{level: 'warn', component: 'shop.load', timeMs: isoMs},
	],
	[
		'2024-01-15 22:00:00.021 | ERROR    | shop.load:run:12 - {"msg":"up"}',
		'2024-01-15 22:00:00.021 | ERROR    | shop.load:run:12 -',
		{level: 'error', component: 'shop.load', timeMs: isoMs},
	],
	[
		'2024-01-15 22:00:00,021 ERROR [main] shop.Store - {"msg":"up"}',
		'2024-01-15 22:00:00,021 ERROR [main] shop.Store -',
		{level: 'error', component: 'shop.Store', timeMs: isoMs},
	],
	[
		'[2024-01-15T22:00:00.021Z] WARN  shop.Store: {"msg":"up"}',
		'[2024-01-15T22:00:00.021Z] WARN  shop.Store:',
		{level: 'warn', component: 'shop.Store', timeMs: isoMs},
	],
	[
		'2024-01-15T22:00:00.021Z  INFO 7 --- [           main] shop.Store    : {"msg":"up"}',
		'2024-01-15T22:00:00.021Z  INFO 7 --- [           main] shop.Store    :',
		{level: 'info', component: 'shop.Store'},
	],
	[
		'[2024-01-15 22:00:00,021] {subprocess.py:93} ERROR - {"msg":"up"}',
		'[2024-01-15 22:00:00,021] {subprocess.py:93} ERROR -',
		{level: 'error', timeMs: isoMs},
	],
	['a b | {"msg":"up"}', 'a b |', {component: undefined}],
	['step 4 of 9 said {"msg":"up"}', 'step 4 of 9 said', {component: undefined}],
	['Response: {"msg":"up"}', 'Response:', {component: undefined}],
	['use {name} of {count}: {"msg":"up"}', 'use {name} of {count}:', {}],
	['[pod/web] text {"msg":"up"},', 'pod/web', {host: 'web'}],
	['x {"msg":"up"}]  ', 'x', {}],
];

for (const [index, [line, origin, more]] of prefixes.entries()) {
	test(`C2: the object after prefix ${index + 1} is the event, and ${origin} is its origin`, t => {
		const parsed = parse(line);
		t.is(parsed.type === 'event' ? parsed.origin : undefined, origin);
		t.like(eventOf(line), {event: 'up', ...more});
		t.is(parsed.type === 'event' ? parsed.mended : '', undefined);
	});
}

test('the text before an object is its text where it has none of its own', t => {
	t.is(eventOf('2024-01-15 22:00:00,021 INFO [main] shop.Store - saved the order: {"id":7}').event, 'saved the order');
	t.is(eventOf('2024-01-15 22:00:00,021 INFO [main] shop.Store - saved the order: {"id":7,"msg":"own"}').event, 'own');
});

test('behind a text there is an object only where a key follows its brace and it runs to the line’s end', t => {
	for (const text of ['web | text', 'data: [1]', 'if (x) { y = 1; }', 'that is all: no object {here}', 'x {"a":1} y', 'x {"a"}']) {
		t.deepEqual(parse(text), {type: 'raw', text, events: []});
	}
});

test('an object over several lines comes with its last one', t => {
	const parser = new LineParser();
	const lines = JSON.stringify({timestamp: iso, event: 'a', list: [1, {b: '{'}], stats: {}}, null, 2).split('\n');
	for (const line of lines.slice(0, -1)) {
		t.deepEqual(parser.parse(line).events, [], line);
	}
	const last = parser.parse(lines.at(-1) ?? '');
	t.like(last.events[0], {event: 'a', timeMs: isoMs});
	t.deepEqual(last.events[0]?.fields.list, [1, {b: '{'}]);
	t.deepEqual(parser.flush(), []);
});

test('an object over several lines that never closes gives its whole members, with the line that shows it or at the end', t => {
	const parser = new LineParser();
	for (const line of ['{', '  "event": "a",', '  "elapsed_ms": 5,']) {
		t.deepEqual(parser.parse(line).events, []);
	}
	const next = parser.parse('{"event":"b"}');
	t.deepEqual(
		next.events.map(({event, elapsedMs}) => [event, elapsedMs]),
		[
			['a', 5],
			['b', undefined],
		],
	);
	parser.parse('{');
	parser.parse('  "event": "x",');
	t.deepEqual(
		parser.parse('  {"event":"y"}').events.map(({event}) => event),
		['x', 'y'], // the whole of an object is one of its own
	);
	parser.parse('{');
	parser.parse('  "event": "c",');
	t.deepEqual(
		parser.flush().map(({event}) => event),
		['c'],
	);
	parser.parse('{"event": "d",');
	t.deepEqual(
		parser.parse('some text').events.map(({event}) => event),
		['d'],
	);
});

test('a text with a time or a level at its head is an event without fields', t => {
	const ofTexts: ReadonlyArray<readonly [text: string, event: Partial<LogEvent> | undefined]> = [
		['Oct 11 22:14:15 mymachine su[230]: text', {event: 'text', host: 'mymachine', component: 'su'}],
		['2024-01-15 22:00:00,021 ERROR db: no route', {component: 'db', event: 'no route', level: 'error', timeMs: isoMs}],
		['panic: runtime error: index out of range', {level: 'fatal', timeMs: undefined}],
		['Traceback (most recent call last):', {level: 'error'}],
		['the ERROR is further on', undefined],
	];
	for (const [text, event] of ofTexts) {
		const parsed = parse(text);
		t.is(parsed.type, 'raw', text);
		t.is(parsed.events.length, event === undefined ? 0 : 1, text);
		if (event !== undefined) {
			t.like(parsed.events[0], {kind: 'other', fields: {}, ...event}, text);
		}
	}
});

const iso2 = '"ts":"2024-01-15T22:00:00Z"';
const mendedLines: ReadonlyArray<readonly [line: string, events: ReadonlyArray<Partial<LogEvent>>]> = [
	[`{${iso2},"event":"a","n":NaN,"records":5}`, [{event: 'a', recordsIn: 5, timeMs: time2Ms}]],
	[`{${iso2},"event":"a","records":-Infinity}`, [{event: 'a', recordsIn: undefined}]],
	[`{${iso2},"event":"a","reason":undefined}`, [{event: 'a', reason: undefined}]],
	[`{${iso2},"event":"a","records":,"host":"h"}`, [{event: 'a', host: 'h'}]],
	[`{${iso2},"event":"a","records":}`, [{event: 'a'}]],
	[`{${iso2},"event":"a",}`, [{event: 'a'}]],
	[`{${iso2},"event":"a","tags":["x",],"host":"h"}`, [{event: 'a', host: 'h'}]],
	[
		`{'ts': '2024-01-15T22:00:00Z', 'event': 'a', 'level': 'ERROR', 'ok': True, 'cause': None, 'records': 4}`,
		[{event: 'a', level: 'error', recordsIn: 4, timeMs: time2Ms}],
	],
	[`{'event': "can't open", 'host': 'it\\'s'}`, [{event: "can't open", host: "it's"}]],
	[
		`{'event': 'a', 'price': Decimal('1.5'), 'when': datetime.datetime(2024, 1, 15, 22, 0), 'pair': (1, 'x'), 'host': 'h'}`,
		[{event: 'a', host: 'h'}],
	],
	[`{"event":"say \\x22hi\\x22"}`, [{event: 'say "hi"'}]],
	['{"event":"a\tb\u0007c"}', [{event: 'a\tb\u0007c'}]],
	[`{"event":"a"}{"event":"b"}`, [{event: 'a'}, {event: 'b'}]],
	[`{"event":"a"} {"event":"b"}, {"event":"c"}`, [{event: 'a'}, {event: 'b'}, {event: 'c'}]],
	[`{${iso2},"event":"a","host":"box-`, [{event: 'a', host: undefined}]],
	[`{${iso2},"event":"a","records":50`, [{event: 'a', recordsIn: undefined}]],
	[`{${iso2},"event":"a","error":{"message":"full","co`, [{event: 'a', reason: 'full'}]],
	[`{${iso2},"event":"a","hos`, [{event: 'a'}]],
	[`said: {"event":"a","n":NaN}`, [{event: 'a'}]],
	[`2024-01-15 22:00:00,021 ERROR {'event': 'a'}`, [{event: 'a', level: 'error', timeMs: isoMs}]],
];

for (const [index, [line, events]] of mendedLines.entries()) {
	test(`what is not quite JSON is read, and said: ${index + 1}`, t => {
		const parsed = parse(line);
		t.is(parsed.type === 'event' ? parsed.events.length : 0, events.length);
		t.true(parsed.type === 'event' && parsed.mended !== undefined && parsed.mended.length > 0);
		for (const [place, event] of events.entries()) {
			t.like(parsed.type === 'event' ? parsed.events[place] : undefined, event);
		}
	});
}

test('a line of key=value pairs is an event where a time, a level or a text is among them', t => {
	const read = (line: string) => {
		const parsed = parse(line);
		return parsed.type === 'event' ? {...parsed.events[0], dialect: parsed.dialect, origin: parsed.origin} : parsed.type;
	};
	t.like(read('time=2024-01-15T22:00:00.021Z level=error component=sink msg="write failed: \\"disk\\"" elapsed_ms=120'), {
		timeMs: isoMs,
		level: 'error',
		component: 'sink',
		event: 'write failed: "disk"',
		elapsedMs: 120,
		dialect: 'logfmt',
	});
	t.like(read('ts=2024-01-15T22:00:00Z event=stage_completed component=load recordsIn=50 recordsOut=48 elapsedMs=25 cached'), {
		kind: 'stage_completed',
		recordsIn: 50,
		recordsOut: 48,
		elapsedMs: 25,
	});
	t.like(read('web-1  | 2024-01-15T22:00:00.021Z level=warn msg=slow'), {
		level: 'warn',
		event: 'slow',
		origin: 'web-1',
		component: 'web-1',
		timeMs: isoMs,
	});
	t.like(read('level=info empty= msg=x'), {level: 'info', event: 'x'});
	for (const text of [
		'x=1 y=2',
		'level=info',
		'msg',
		'a = b level=info',
		'see level=info and msg=x, both',
		'msg="open level=info',
		'SELECT * FROM t WHERE level=1 AND time=2',
	]) {
		t.is(read(text), 'raw', text);
	}
});

test('any pairs that are written are read back', t => {
	const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
	const text = fc.string({unit: 'grapheme'}).filter(each => !/[\n\r]/.test(each));
	fc.assert(
		fc.property(fc.dictionary(name, text, {minKeys: 1}), pairs => {
			const line = Object.entries({level: 'info', ...pairs})
				.map(([key, value]) => `${key}=${/^[\w-]+$/.test(value) ? value : JSON.stringify(value)}`)
				.join(' ');
			const parsed = parse(line);
			const isEvent = Object.keys({level: 'info', ...pairs}).length > 1;
			t.deepEqual(parsed.type === 'event' ? {...parsed.events[0]?.fields} : parsed.type, isEvent ? {level: 'info', ...pairs} : 'raw');
		}),
	);
});

test('marks before an object and lists of objects are no reason to mend', t => {
	for (const line of [
		'\uFEFF{"msg":"up"}',
		'\u001E{"msg":"up"}',
		'\0\0{"msg":"up"}',
		'  {"msg":"up"},',
		'{"msg":"up"}]',
		'[{"msg":"up"}]',
		'\u001B[1m{\u001B[0m"msg":"up"}',
	]) {
		t.is(eventOf(line).event, 'up', line);
		const parsed = parse(line);
		t.is(parsed.type === 'event' ? parsed.mended : '', undefined, line);
	}
	const list = parse('[{"msg":"a"},{"msg":"b"}]');
	t.deepEqual(list.type === 'event' ? list.events.map(({event}) => event) : [], ['a', 'b']);
});

test('whatever JSON.parse reads, the reader of what is not quite JSON reads as it does, and mends nothing', t => {
	fc.assert(
		fc.property(fc.dictionary(fc.string({minLength: 1, unit: 'grapheme'}), fc.jsonValue({maxDepth: 4})), fc.nat(4), (object, indent) => {
			const text = JSON.stringify(object, null, indent).replaceAll('\n', ' ');
			const read = mendObject(text, 0);
			t.deepEqual(JSON.stringify(read?.fields), JSON.stringify(JSON.parse(text)));
			t.deepEqual(read?.mended, []);
			t.is(read?.end, text.length);
		}),
		{numRuns: 300},
	);
});

test('an object that is cut off anywhere gives no member that it did not have', t => {
	fc.assert(
		fc.property(
			fc.dictionary(fc.string({minLength: 1}), fc.oneof(fc.integer(), fc.string(), fc.boolean())),
			fc.double({min: 0, max: 1, noNaN: true}),
			(object, share) => {
				const text = JSON.stringify(object);
				const read = mendObject(text.slice(0, Math.floor(text.length * share)), 0);
				for (const [key, value] of Object.entries(read?.fields ?? {})) {
					t.deepEqual(value, JSON.parse(text)[key]);
				}
			},
		),
	);
});

test('pieces of a CRI line become one event at the last piece, each stream separately', t => {
	const parser = new LineParser();
	const read = (line: string) => parser.parse(`2024-01-15T22:00:00.021Z ${line}`);
	t.deepEqual(read('stdout P {"msg":'), {type: 'event', events: [], origin: 'stdout', dialect: undefined});
	t.deepEqual(read('stderr P te'), {type: 'event', events: [], origin: 'stderr', dialect: undefined});
	t.like(read('stdout P "up'), {type: 'event', events: []});
	const last = read('stdout F "}');
	t.like(last.type === 'event' ? last.events[0] : undefined, {event: 'up', timeMs: isoMs});
	const text = read('stderr F xt');
	t.like(text, {type: 'raw', text: 'text'});
	t.like(text.events[0], {event: 'text', timeMs: isoMs});
	t.deepEqual(parser.flush(), []);
});

test('docker: an object inside is the event, with the time of the wrapper; streams don’t mix; what is left at the end is returned', t => {
	const parser = new LineParser();
	const read = (log: string, stream = 'stdout') => parser.parse(JSON.stringify({log, stream, time: iso}));
	const whole = read('{"level":"warn","msg":"slow"}\n');
	t.like(whole.type === 'event' ? whole.events[0] : undefined, {
		level: 'warn',
		event: 'slow',
		timeMs: isoMs,
		fields: {level: 'warn', msg: 'slow'},
	});
	t.like(read('{"level":"error",'), {type: 'event', events: []});
	const text = read('plain\n', 'stderr');
	t.like(text.type === 'event' ? text.events[0] : undefined, {event: 'plain', timeMs: isoMs, level: undefined});
	const joined = read('"msg":"down"}\n');
	t.like(joined.type === 'event' ? joined.events[0] : undefined, {level: 'error', event: 'down', timeMs: isoMs});
	read('never en');
	read('ded');
	t.deepEqual(
		parser.flush().map(({event}) => event),
		['never ended'],
	);
	t.deepEqual(parser.flush(), []);
});

test('joined pieces are bounded: a text that never ends is returned at 1 MiB', t => {
	const parser = new LineParser();
	const piece = JSON.stringify({log: 'x'.repeat(16_384)});
	let events = 0;
	for (let read = 0; read < 200; read++) {
		const line = parser.parse(piece);
		events += line.type === 'event' ? line.events.length : 0;
	}
	events += parser.flush().length;
	t.is(events, 4);
});

test('C4: an object in the text of another is the event, once', t => {
	t.like(eventOf({time: iso, host: 'box', message: '{"level":"warn","event":"retry","circuit":"db"}'}), {
		timeMs: isoMs,
		host: 'box',
		level: 'warn',
		kind: 'retry',
		circuitName: 'db',
	});
	t.is(eventOf({message: '{not json'}).event, '{not json');
	t.is(eventOf({message: '[1]'}).event, '[1]');
	t.is(eventOf({message: JSON.stringify({message: '{"a":1}'})}).event, '{"a":1}');
});

test('R16: NULs at the start of a line are skipped, and a line of NULs is text', t => {
	t.is(eventOf('\0\0\0{"msg":"up"}').event, 'up');
	t.deepEqual(parse('\0\0'), {type: 'raw', text: '\0\0', events: []});
});

test('C8: keys that every object inherits are plain data', t => {
	const event = eventOf('{"__proto__":{"level":"error"},"constructor":"c","toString":1,"":2,"hasOwnProperty":3,"level":"info","msg":"m"}');
	t.like(event, {level: 'info', event: 'm'});
	t.true(Object.hasOwn(event.fields, '__proto__'));
	const {level: polluted} = Object.prototype as {level?: unknown};
	t.is(polluted, undefined);
	t.is(eventOf('{"__proto__":"x"}').component, undefined);
	t.is(eventOf('{"level":"warn","level":"error"}').level, 'error');
});

test('C11: 100,000 levels and 10,000 keys are read or refused', t => {
	t.is(parse('['.repeat(100_000)).type, 'raw');
	t.true(['raw', 'event'].includes(parse(`${'{"log":'.repeat(100_000)}1${'}'.repeat(100_000)}`).type));
	t.is(parse(JSON.stringify(Object.fromEntries(Array.from({length: 10_000}, (_, key) => [`k${key}`, key])))).type, 'event');
});

test('C1: any JSON object is an event and any text a line, whatever it contains', t => {
	const parser = new LineParser();
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fields => {
			t.is(parser.parse(JSON.stringify(fields)).type, 'event');
		}),
	);
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const line = parser.parse(text);
			t.true(line.type !== 'raw' || line.text === text);
		}),
	);
});

test('what was read before does not affect what is read: any order of lines gives the same events', t => {
	const names = ['timestamp', 'level', 'event', 'component', 'stage', 'msg', 'records', 'elapsed_ms', 'log.level', 'error', 'pid', 'v'];
	const value = fc.constantFrom<unknown>(iso, 'info', 'stage_completed', 'a', 5, -1, null, {level: 'warn', message: 'x'}, 30);
	const object = fc.dictionary(fc.constantFrom(...names), value);
	fc.assert(
		fc.property(fc.array(object, {maxLength: 8}), objects => {
			const parser = new LineParser();
			for (const fields of objects) {
				const line = JSON.stringify(fields);
				t.deepEqual(parser.parse(line), parse(line));
			}
		}),
	);
});

test('names are canonical under any alias', t => {
	t.deepEqual(
		[
			'elapsed_ms',
			'elapsedMs',
			'duration_ns',
			'ts',
			'severityNumber',
			'stage',
			'hit_rate',
			'err.message',
			'batchid',
			'nothing',
			'',
			'__proto__',
		].map(canonicalOf),
		[
			'elapsedMs',
			'elapsedMs',
			'elapsedMs',
			'timestamp',
			'level',
			'component',
			'hitRate',
			'reason',
			'batch',
			undefined,
			undefined,
			undefined,
		],
	);
});

test('a dialect or time zone that does not exist is refused by name', t => {
	t.throws(() => new LineParser({...defaultReadOptions, dialect: 'pinot'}), {instanceOf: UsageError, message: /pinot.*pino/});
	t.throws(() => new LineParser({...defaultReadOptions, timeZone: 'Mars/Olympus'}), {instanceOf: UsageError, message: /Mars\/Olympus/});
});

// Scanning it again for each of its characters would take 10^12 steps.
test('the longest line and the hostile prefix are not scanned again and again', t => {
	for (const text of [
		`${' '.repeat(1e6)}x`,
		`${'a'.repeat(1e6)} | {`,
		`<1>1 ${'- '.repeat(5e5)}`,
		`[pod/${'x'.repeat(1e6)}`,
		Buffer.alloc(1e6, '[').toString(),
	]) {
		t.is(parse(text).type, 'raw');
	}
});

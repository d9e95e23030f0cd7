import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import test from 'ava';
import {isPiece} from '../../src/events/event.ts';
import {corpusFolder, countBy, readCorpus, readLog} from '../helpers/read-log.ts';

/** The content of each file, counted with Python's `json` when it was chosen. */
const files: ReadonlyArray<{
	path: string;
	lines: number;
	objects: number;
	text?: number;
	blank?: number;
	events?: number;
	/** Or several, in the order of appearance. */
	dialect?: string | readonly string[];
}> = [
	{path: 'spark-event-log/spark_event_log_example.jsonl', lines: 431, objects: 431, dialect: 'spark'},
	{path: 'hystrix-stream/hystrix-cinematch.stream', lines: 93, objects: 93, dialect: 'hystrix'},
	{path: 'go-test-json/go-test-json.out', lines: 329, objects: 329, dialect: 'go-test'},
	{path: 'go-test-json/go-test-json-with-nonjson-stdout.out', lines: 8, objects: 7, text: 1, dialect: 'go-test'},
	{path: 'singer/tap_countries.singer', lines: 263, objects: 263, dialect: 'singer'},
	{path: 'k8s-audit/demo.log', lines: 37, objects: 37, dialect: 'k8s-audit'},
	{path: 'caddy-json/caddy-logs.log', lines: 12, objects: 11, blank: 1, dialect: ['zap', 'caddy']},
	{path: 'caddy-coraza-waf/coraza.log', lines: 475, objects: 475, dialect: 'zap'},
	{path: 'authentik-structlog/authentik-logs.log', lines: 3, objects: 3, dialect: 'structlog'},
	{path: 'lnav-test-logs/logfile_otel_collector.jsonl', lines: 6, objects: 6, events: 11, dialect: 'otel'},
	{path: 'lnav-test-logs/logfile_pino.0', lines: 1, objects: 1, dialect: 'pino'},
	{path: 'lnav-test-logs/logfile_bunyan.0', lines: 10, objects: 10, dialect: 'bunyan'},
	{path: 'lnav-test-logs/logfile_caddy_log.0', lines: 39, objects: 39, dialect: ['zap', 'caddy']},
	{path: 'lnav-test-logs/logfile_cloudflare.1', lines: 15, objects: 15, dialect: 'cloudflare'},
	{path: 'lnav-test-logs/logfile_journald.json', lines: 2, objects: 2, dialect: 'journald'},
	{path: 'lnav-test-logs/logfile_rust_tracing.0', lines: 5, objects: 5, dialect: 'tracing'},
	{path: 'lnav-test-logs/logfile_json_invalid.json', lines: 13, objects: 13},
	{path: 'lnav-test-logs/logfile_mixed_json2.json', lines: 18, objects: 14, text: 4},
	{path: 'hl-samples/prometheus.log', lines: 33, objects: 33},
	{path: 'humanlog-loggers/sample-zap.log', lines: 758, objects: 758, dialect: ['zap', 'http']},
	{path: 'humanlog-loggers/sample-serilog-json.log', lines: 1000, objects: 1000, dialect: 'clef'},
	{path: 'humanlog-loggers/sample-pino.log', lines: 1000, objects: 1000, dialect: ['pino', 'fastify']},
	{path: 'bunyan-corpus/all.log', lines: 20, objects: 14, text: 4, blank: 2},
	{path: 'docker-split/dockermode_splitted_line.log', lines: 6, objects: 6, events: 2, dialect: 'docker'},
];

for (const {path, lines, objects, text = 0, blank = 0, events = objects, dialect} of files) {
	test(`${path}: ${objects} objects, ${text} lines of text and ${blank} blank ones make ${events} events`, t => {
		const log = readCorpus(path);
		t.is(log.lines.length, lines);
		t.is(lines, objects + text + blank);
		t.deepEqual(
			countBy(log.lines, ({type}) => type),
			{
				...(objects > 0 && {event: objects}),
				...(text > 0 && {raw: text}),
				...(blank > 0 && {blank}),
			},
		);
		t.is(log.events.length, events);
		t.deepEqual(log.left, []);
		if (dialect !== undefined) {
			const found = log.lines.flatMap(line => (line.type === 'event' ? [line.dialect] : []));
			t.deepEqual([...new Set(found)].toSorted(), [dialect].flat().toSorted());
		}
	});
}

test('an array of single lines reads the same as the whole file, line by line', t => {
	for (const {path} of files.filter(({dialect}) => dialect !== 'docker')) {
		const bytes = readFileSync(new URL(path, corpusFolder));
		const whole = readLog(bytes).lines;
		const alone = bytes
			.toString()
			.split('\n')
			.slice(0, whole.length)
			.map(line => readLog(Buffer.from(`${line}\n`)).lines[0]);
		t.deepEqual(alone, [...whole]);
	}
});

test('C12: the JSON test suite: an object that JSON.parse accepts and that ends its line is an event as it is, white space is blank, other lines are raw or mended, and no line is lost', t => {
	const bytes = readFileSync(new URL('json-test-suite/jsontestsuite-single-line.bin.jsonl', corpusFolder));
	const texts = linesOf(bytes).map(line => line.toString());
	t.is(texts.length, 312);
	const {lines} = readLog(bytes);
	t.is(lines.length, texts.length);
	for (const [index, line] of lines.entries()) {
		const text = texts[index] ?? '';
		const isMended = line.type === 'event' && line.mended !== undefined;
		const isOpen = isPiece(line); // it may go on in the next line
		t.is(isMended || isOpen ? 'raw' : line.type, typeOf(text), text);
		if (line.type === 'raw') {
			t.is(line.text, text.replace(/\r$/, ''));
		}
	}
});

function linesOf(bytes: Buffer): Buffer[] {
	const lines: Buffer[] = [];
	for (let start = 0; start < bytes.length; ) {
		const end = bytes.indexOf(0x0a, start);
		lines.push(bytes.subarray(start, end === -1 ? bytes.length : end));
		start = end === -1 ? bytes.length : end + 1;
	}
	return lines;
}

function typeOf(text: string): 'event' | 'raw' | 'blank' {
	if (text.trim() === '') {
		return 'blank';
	}
	const texts = [...text.matchAll(/[{[]/g)].slice(0, 20).map(({index}) => text.slice(index));
	return texts.some(each => isObjects(each) || isObjects(each.replace(/[\s,\]]+$/, ''))) ? 'event' : 'raw';
}

function isObjects(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		const objects = Array.isArray(value) ? value : [value];
		return objects.length > 0 && objects.every(each => typeof each === 'object' && each !== null && !Array.isArray(each));
	} catch {
		return false;
	}
}

test('Spark: three stages of 68 tasks each, the first with the most work', t => {
	const {events} = readCorpus('spark-event-log/spark_event_log_example.jsonl');
	const ends = events.filter(({kind}) => kind === 'stage_completed');
	t.deepEqual(
		countBy(ends, ({component}) => component),
		{'stage 0': 68, 'stage 1': 68, 'stage 2': 68},
	);
	// Sums of `Records Read` and `Total Records Read`, computed with Python. No task says what it wrote.
	t.is(
		ends.reduce((sum, {recordsIn}) => sum + (recordsIn ?? 0), 0),
		3 * 3_544_101,
	);
	t.true(ends.every(({recordsOut}) => recordsOut === undefined));
	const workOf = (stage: string) =>
		ends.filter(({component}) => component === stage).reduce((sum, {elapsedMs}) => sum + (elapsedMs ?? 0), 0);
	// Sums of `Executor Run Time`, computed with Python.
	t.deepEqual(['stage 0', 'stage 1', 'stage 2'].map(workOf), [323_851, 144_869, 25_963]);
	t.is(ends[0]?.timeMs, 1_466_087_852_118);
	t.is(ends[0]?.host, 'worker194.datacenter');
	const completed = events.filter(({event}) => event === 'SparkListenerStageCompleted');
	t.deepEqual(
		completed.map(({kind, elapsedMs}) => [kind, elapsedMs]),
		[
			['other', 90_129],
			['other', 42_147],
			['other', 16_833],
		],
	);
	t.deepEqual(
		events.filter(({timeMs}) => timeMs === undefined).map(({event}) => event),
		[
			'SparkListenerLogStart',
			'SparkListenerEnvironmentUpdate',
			'SparkListenerStageSubmitted',
			'SparkListenerStageSubmitted',
			'SparkListenerUnpersistRDD',
			'SparkListenerStageSubmitted',
		],
	);
});

test('T10: Hystrix: the circuit is open in one sample and closed in all others', t => {
	const {events, lines} = readCorpus('hystrix-stream/hystrix-cinematch.stream');
	t.true(events.every(({kind, circuitName}) => kind === 'circuit_state_change' && circuitName === 'CinematchGetPredictions'));
	t.deepEqual(
		events.flatMap(({newState}, index) => (newState === 'open' ? [index + 1] : [])),
		[3],
	);
	t.is(events[2]?.timeMs, 1_392_755_338_740);
	t.deepEqual(
		countBy(events, ({newState}) => newState),
		{closed: 92, open: 1},
	);
	t.true(lines.every(line => line.type === 'event' && line.origin === 'data'));
});

test('go test: a package is a stage that passed or failed, with its seconds, and failed tests are its errors', t => {
	const {events} = readCorpus('go-test-json/go-test-json.out');
	const packages = events.filter(({kind}) => kind !== 'other');
	t.deepEqual(
		packages.map(({component, kind, elapsedMs}) => [component?.split('/').at(-1), kind, elapsedMs]),
		[
			['badmain', 'stage_failed', 1],
			['empty', 'stage_completed', 0],
			['good', 'stage_completed', 0],
			['parallelfails', 'stage_failed', 20],
			['withfails', 'stage_failed', 20],
		],
	);
	t.is(countBy(events, ({level}) => level).error, 15);
	t.is(countBy(events, ({level}) => level).warn, 5);
	t.is(events[0]?.timeMs, Date.UTC(2022, 5, 19, 17, 44, 44) + 850.960153);
	t.is(events[0]?.event, 'sometimes main can exit 2');
	t.true(events.every(({throughputRps}) => throughputRps === undefined));
});

test('Singer: one stage per stream, one record per message; a state is not a record', t => {
	const {events} = readCorpus('singer/tap_countries.singer');
	const records = events.filter(({kind}) => kind === 'stage_completed');
	t.deepEqual(
		countBy(records, ({component}) => component),
		{continents: 7, countries: 250},
	);
	t.is(
		records.reduce((sum, {recordsIn}) => sum + (recordsIn ?? 0), 0),
		257,
	);
	t.is(records[0]?.timeMs, Date.UTC(2022, 6, 17, 20, 43, 18) + 860.687);
	t.deepEqual(
		countBy(events, ({event}) => event),
		{SCHEMA: 2, RECORD: 257, STATE: 4},
	);
	t.is(events.filter(({kind}) => kind === 'stage_described').length, 2);
});

test('Cloudflare: 5 hits and 1 miss of the edge cache; dynamic content is neither', t => {
	const {events} = readCorpus('lnav-test-logs/logfile_cloudflare.1');
	const answers = events.filter(({kind}) => kind === 'cache_lookup');
	t.deepEqual(
		answers.map(({cacheName}) => cacheName),
		Array(6).fill('edge'),
	);
	t.is(
		answers.reduce((sum, {hits}) => sum + (hits ?? 0), 0),
		5,
	);
	t.is(
		answers.reduce((sum, {misses}) => sum + (misses ?? 0), 0),
		1,
	);
	t.is(events[0]?.timeMs, 1_712_790_000_100);
	t.is(events[0]?.component, 'SEA');
	t.is(events[1]?.event, 'GET /about');
});

test('Kubernetes: the level comes from the letter code, not from the verbosity', t => {
	const {events} = readCorpus('k8s-audit/demo.log');
	t.deepEqual(
		countBy(events, ({level}) => level),
		{error: 11, info: 26},
	);
	t.deepEqual(
		countBy(events, ({component}) => component),
		{ResponseComplete: 37},
	);
	t.is(events[0]?.event, 'list /api/v1/namespaces/default/pods');
	t.is(events[0]?.timeMs, Date.UTC(2017, 8, 11, 19, 55, 5));
	t.regex(events[0]?.reason ?? '', /^pods is forbidden/);
});

test('T1: Caddy: seconds with a fraction, for times and for durations', t => {
	const {events} = readCorpus('caddy-json/caddy-logs.log');
	t.deepEqual(
		countBy(events, ({level}) => level),
		{info: 8, error: 2, debug: 1},
	);
	t.true(Math.abs((events[0]?.timeMs ?? 0) - 1_693_840_791_756.4995) <= 0.0006); // a double of seconds holds microseconds
	t.true(Math.abs((events[0]?.elapsedMs ?? 0) - 0.002701) < 1e-12);
	const waf = readCorpus('caddy-coraza-waf/coraza.log').events;
	t.deepEqual(
		countBy(waf, ({level}) => level),
		{error: 389, warn: 44, info: 42},
	);
	t.deepEqual(
		countBy(waf, ({component}) => component),
		{'http.handlers.waf': 475},
	);
});

test('compose: the service is the origin, and an integer over 2^53 keeps its digits in the line', t => {
	const {lines} = readCorpus('lnav-test-logs/logfile_caddy_log.0');
	t.deepEqual([...new Set(lines.map(line => (line.type === 'event' ? line.origin : undefined)))], ['caddy']);
});

test('structlog: out of order, without a zone, and a stage that is an object is not a name', t => {
	const {events} = readCorpus('authentik-structlog/authentik-logs.log');
	t.deepEqual(
		events.map(({timeMs}) => timeMs),
		[Date.UTC(2023, 9, 17, 17, 39, 46) + 598.288, Date.UTC(2023, 9, 17, 17, 31, 29) + 487.016, Date.UTC(2023, 9, 17, 17, 32, 24) + 328.552],
	);
	t.deepEqual(
		events.map(({component}) => component),
		['authentik.events.models', 'default-authentication-identification', 'authentik.events.models'],
	);
	t.is(events[1]?.event, 'invalid_login');
});

test('OpenTelemetry: several records per line, and an unset severity is not info', t => {
	const {events, lines} = readCorpus('lnav-test-logs/logfile_otel_collector.jsonl');
	t.deepEqual(
		lines.map(line => (line.type === 'event' ? line.events.length : 0)),
		[3, 2, 3, 1, 1, 1],
	);
	t.deepEqual(
		countBy(events, ({level}) => level),
		{info: 5, warn: 1, error: 1, trace: 1, debug: 1, fatal: 1, '-': 1},
	);
	t.is(events[0]?.timeMs, 1_700_000_000_000);
	t.is(events[0]?.component, 'payment-service');
	t.is(events[0]?.host, 'prod-01');
	t.is(events[0]?.event, 'Processing payment request');
	t.is(events[10]?.fields['deployment.environment'], 'production');
});

test('journald: microseconds in a string, and syslog priorities', t => {
	const {events} = readCorpus('lnav-test-logs/logfile_journald.json');
	t.deepEqual(
		events.map(({level, component, host, timeMs}) => [level, component, host, timeMs]),
		[
			['fatal', 'python', 'imx6ul-medusa', 1_534_860_261_221.373],
			['info', 'python', 'imx6ul-medusa', 1_534_860_261_221.373],
		],
	);
	t.is(events[0]?.event, 'GPS Reference longitude: 7.358143333');
});

test('pino and bunyan: a number between two levels is the lower one, and a key with a dot is a plain name', t => {
	t.deepEqual(
		countBy(readCorpus('humanlog-loggers/sample-pino.log').events, ({level}) => level),
		{info: 500, error: 256, debug: 244},
	);
	t.is(readCorpus('humanlog-loggers/sample-pino.log').events[1]?.elapsedMs, 918);
	t.is(readCorpus('lnav-test-logs/logfile_pino.0').events[0]?.component, 'payment');
	t.is(readCorpus('lnav-test-logs/logfile_pino.0').events[0]?.level, 'info');
	t.deepEqual(
		countBy(readCorpus('lnav-test-logs/logfile_bunyan.0').events, ({level}) => level),
		{debug: 9, info: 1},
	);
	t.deepEqual(
		readCorpus('bunyan-corpus/all.log')
			.events.slice(0, 7)
			.map(({level}) => level),
		['trace', 'debug', 'info', 'warn', 'error', 'error', 'fatal'],
	);
});

test('Serilog: every level by its short name, and cache reports', t => {
	const {events} = readCorpus('humanlog-loggers/sample-serilog-json.log');
	t.deepEqual(
		countBy(events, ({level}) => level),
		{trace: 207, debug: 208, info: 198, warn: 194, error: 193},
	);
	const reports = events.filter(({kind}) => kind === 'cache_stats');
	t.is(reports.length, 207);
	t.like(reports[0], {hits: 584, misses: 13, hitRate: 0.978_224_455_611_390_3, timeMs: Date.UTC(2024, 10, 12, 7, 36, 11) + 978.482});
	t.is(events[1]?.reason, 'Operation failed due to invalid state');
});

test('zap and Prometheus: zones without a colon, units in names, and durations in words', t => {
	const zap = readCorpus('humanlog-loggers/sample-zap.log').events;
	t.deepEqual(
		countBy(zap, ({level}) => level),
		{info: 256, error: 255, warn: 247},
	);
	t.like(zap[0], {elapsedMs: 5042, timeMs: Date.UTC(2024, 10, 12, 5, 13, 36, 574)});
	const prometheus = readCorpus('hl-samples/prometheus.log').events;
	t.is(prometheus[0]?.elapsedMs, 15 * 86_400_000);
	t.is(prometheus.filter(({event}) => event === undefined).length, 5);
});

test('Rust tracing: the message is one level down', t => {
	const {events} = readCorpus('lnav-test-logs/logfile_rust_tracing.0');
	t.deepEqual(
		events.map(({event}) => event?.slice(0, 6)),
		['prepar', 'shavin', 'hello!', 'hello!', 'hello!'],
	);
	t.deepEqual(
		events.map(({level}) => level),
		['info', 'info', 'trace', 'warn', 'error'],
	);
	t.is(events[1]?.component, 'fmt_json::yak_shave');
});

test('lnav: levels with a digit, CRLF, and text in its place', t => {
	const invalid = readCorpus('lnav-test-logs/logfile_json_invalid.json');
	t.like(invalid.lines[4], {type: 'event', mended: 'cut off'});
	t.deepEqual(
		countBy(invalid.events, ({level}) => level),
		{trace: 1, info: 2, debug: 5, '-': 1, warn: 1, error: 1, fatal: 2},
	);
	const mixed = readCorpus('lnav-test-logs/logfile_mixed_json2.json');
	t.deepEqual(
		mixed.lines.flatMap((line, index) => (line.type === 'raw' ? [[index + 1, line.text]] : [])),
		[
			[5, 'panic: foo bar failed baz'],
			[6, '   level1.py:10034'],
			[7, '   level2.py:100'],
			[8, '   level3.py:42'],
		],
	);
});

test('C3: docker: six records are exactly two lines', t => {
	const {events, lines} = readCorpus('docker-split/dockermode_splitted_line.log');
	t.deepEqual(
		events.map(({event}) => event),
		['2020-03-24 Single line', '2020-03-24 Another single line'],
	);
	t.deepEqual(
		lines.map(line => (line.type === 'event' ? line.events.length : -1)),
		[0, 0, 1, 0, 0, 1],
	);
});

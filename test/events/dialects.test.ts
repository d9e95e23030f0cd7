import {readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import {dialectNames} from '../../src/events/dialects/index.ts';
import type {LogEvent} from '../../src/events/event.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';

type Expected = {-readonly [Key in keyof LogEvent]?: LogEvent[Key]};

/** Lines as the programs write them, made by hand from their documentation or source, with the expected result. */
const lines: ReadonlyArray<readonly [dialect: string, what: string, line: string, expected: readonly Expected[]]> = [
	[
		'pino',
		'a request with its time',
		'{"level":30,"time":1731391316999,"pid":843,"hostname":"box","msg":"request completed","responseTime":918}',
		[{level: 'info', timeMs: 1_731_391_316_999, host: 'box', event: 'request completed', elapsedMs: 918}],
	],
	[
		'pino',
		'an error with its message',
		'{"level":50,"time":1731391316999,"err":{"type":"Error","message":"refused","stack":"Error: refused"},"msg":"refused"}',
		[{level: 'error', reason: 'refused'}],
	],
	[
		'bunyan',
		'core fields',
		'{"name":"app","hostname":"box","pid":1,"level":40,"msg":"slow","time":"2024-01-15T22:00:00.021Z","v":0}',
		[{level: 'warn', component: 'app', host: 'box', event: 'slow', timeMs: Date.UTC(2024, 0, 15, 22, 0, 0, 21)}],
	],
	[
		'gobreaker',
		'a change of state is a circuit’s, whatever the text says',
		'{"time":"2024-01-15T22:00:00Z","level":"WARN","msg":"breaker changed","name":"inventory","from":"closed","to":"half-open"}',
		[
			{
				kind: 'circuit_state_change',
				level: 'warn',
				circuitName: 'inventory',
				oldState: 'closed',
				newState: 'half_open',
				event: 'breaker changed',
			},
		],
	],
	[
		'clef',
		'Polly says that a circuit opened',
		'{"@t":"2024-01-15T22:00:00Z","@mt":"Resilience event occurred","@l":"Error","EventName":"OnCircuitOpened","PipelineName":"store-client","StrategyName":"CircuitBreaker"}',
		[{kind: 'circuit_state_change', level: 'error', circuitName: 'store-client', oldState: undefined, newState: 'open'}],
	],
	[
		'ecs',
		'event.duration counts nanoseconds, nested or not',
		'{"@timestamp":"2024-01-15T22:00:00Z","log.level":"info","message":"saved","service":{"name":"cart"},"event":{"action":"save","duration":9800000}}',
		[{level: 'info', component: 'cart', event: 'saved', elapsedMs: 9.8}],
	],
	[
		'python',
		'a number is a Python level',
		'{"created":1705356000.5,"levelno":40,"funcName":"load","msg":"refused"}',
		[{level: 'error', event: 'refused', timeMs: 1_705_356_000_500}],
	],
	[
		'zap',
		'durations are seconds',
		'{"level":"info","ts":1705356000.25,"caller":"etl/stage.go:12","msg":"stage_completed","stage":"feature","records":500,"elapsed":0.25}',
		[{kind: 'stage_completed', timeMs: 1_705_356_000_250, component: 'feature', elapsedMs: 250, throughputRps: 2000}],
	],
	[
		'zap',
		'a unit in the name is used',
		'{"level":"info","ts":1705356000.25,"logger":"etl","msg":"done","elapsedMs":12.5}',
		[{component: 'etl', elapsedMs: 12.5}],
	],
	[
		'slog',
		'durations are nanoseconds',
		'{"time":"2024-01-15T22:00:00.021Z","level":"INFO+2","msg":"stage_completed","stage":"feature","records":500,"took":250000000}',
		[{kind: 'stage_completed', level: 'info', component: 'feature', elapsedMs: 250, throughputRps: 2000}],
	],
	[
		'slog',
		'with its source',
		'{"time":"2024-01-15T22:00:00Z","level":"ERROR","source":{"function":"main.main","file":"/x/main.go","line":3},"msg":"failed","error":"refused"}',
		[{level: 'error', event: 'failed', reason: 'refused'}],
	],
	[
		'structlog',
		'the event is the text',
		'{"event":"invalid_login","logger":"app.auth","level":"warning","timestamp":"2023-10-17T17:31:29.487016","exception":"ValueError"}',
		[{level: 'warn', component: 'app.auth', event: 'invalid_login', reason: 'ValueError'}],
	],
	[
		'airflow',
		'a finished task is a completed stage',
		'{"timestamp":"2025-05-01T10:00:00Z","level":"info","event":"Task finished","logger":"supervisor","dag_id":"etl","task_id":"load","run_id":"r1","try_number":1,"duration":12.5,"final_state":"success"}',
		[{kind: 'stage_completed', component: 'etl.load', batch: 'r1', elapsedMs: 12_500}],
	],
	[
		'airflow',
		'an error has its exception',
		'{"timestamp":"2025-05-01T10:00:00Z","level":"error","event":"Task failed with exception","logger":"task","dag_id":"etl","task_id":"load","run_id":"r1","try_number":1,"error_detail":[{"exc_type":"ValueError","exc_value":"no rows","frames":[]}]}',
		[{level: 'error', component: 'etl.load', reason: 'no rows'}],
	],
	[
		'otel',
		'attributes are fields, including those of a stage',
		'{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"etl"}}]},"scopeLogs":[{"scope":{"name":"s"},"logRecords":[{"timeUnixNano":"1705356000021000000","severityNumber":9,"eventName":"stage_completed","attributes":[{"key":"stage","value":{"stringValue":"feature"}},{"key":"recordsIn","value":{"intValue":"500"}},{"key":"elapsed_ms","value":{"doubleValue":250}},{"key":"__proto__","value":{"stringValue":"x"}}]},{"observedTimeUnixNano":"1705356000022000000","body":{"stringValue":"two"}}]}]}]}',
		[
			{
				kind: 'stage_completed',
				component: 'feature',
				recordsIn: 500,
				elapsedMs: 250,
				throughputRps: 2000,
				level: 'info',
				timeMs: 1_705_356_000_021,
			},
			{kind: 'other', component: 'etl', event: 'two', level: undefined, timeMs: 1_705_356_000_022},
		],
	],
	[
		'journald',
		'a message in bytes',
		'{"__REALTIME_TIMESTAMP":"1534860261221373","PRIORITY":"4","_HOSTNAME":"box","_SYSTEMD_UNIT":"a.service","MESSAGE":[104,195,169]}',
		[{level: 'warn', component: 'a.service', host: 'box', event: 'hé', timeMs: 1_534_860_261_221.373}],
	],
	[
		'journald',
		'a message that is too large',
		'{"__REALTIME_TIMESTAMP":"1534860261221373","PRIORITY":"6","SYSLOG_IDENTIFIER":"a","MESSAGE":null}',
		[{level: 'info', event: '[too large]'}],
	],
	[
		'journald',
		'an object in the message',
		'{"__REALTIME_TIMESTAMP":"1534860261221373","PRIORITY":"6","SYSLOG_IDENTIFIER":"etl","_HOSTNAME":"box","MESSAGE":"{\\"event\\":\\"stage_completed\\",\\"stage\\":\\"sink\\",\\"elapsed_ms\\":5}"}',
		[{kind: 'stage_completed', component: 'sink', elapsedMs: 5, host: 'box', level: 'info', timeMs: 1_534_860_261_221.373}],
	],
	[
		'clef',
		'without a level it is info',
		'{"@t":"2024-01-15T22:00:00Z","@mt":"Hello {Name}","Name":"x"}',
		[{level: 'info', event: 'Hello {Name}'}],
	],
	[
		'clef',
		'a cache report',
		'{"@t":"2024-01-15T22:00:00Z","@l":"Verbose","@m":"m","CacheName":"users","CacheHits":9,"CacheMisses":1,"CacheHitRatio":0.9}',
		[{kind: 'cache_stats', level: 'trace', cacheName: 'users', hits: 9, misses: 1, hitRate: 0.9}],
	],
	[
		'spark',
		'a task that failed',
		'{"Event":"SparkListenerTaskEnd","Stage ID":2,"Task End Reason":{"Reason":"ExceptionFailure"},"Task Info":{"Launch Time":1466087848577,"Finish Time":1466087852118,"Host":"w1"}}',
		[
			{
				kind: 'stage_failed',
				level: 'error',
				component: 'stage 2',
				reason: 'ExceptionFailure',
				elapsedMs: 3541,
				host: 'w1',
				timeMs: 1_466_087_852_118,
			},
		],
	],
	[
		'hystrix',
		'an aggregate with one open host',
		'{"type":"HystrixCommand","name":"Get","currentTime":1392755338740,"isCircuitBreakerOpen":{"true":1,"false":2}}',
		[{kind: 'circuit_state_change', circuitName: 'Get', newState: 'open'}],
	],
	[
		'hystrix',
		'answers from the cache of a command, beside its circuit',
		'{"type":"HystrixCommand","name":"Get","currentTime":1392755338740,"isCircuitBreakerOpen":false,"requestCount":1,"rollingCountResponsesFromCache":3}',
		[
			{kind: 'circuit_state_change', circuitName: 'Get', newState: 'closed'},
			{kind: 'cache_stats', cacheName: 'Get', hitRate: 0.75, newState: undefined, timeMs: 1_392_755_338_740},
		],
	],
	[
		'hystrix',
		'a thread pool has no circuit',
		'{"type":"HystrixThreadPool","name":"Get","currentTime":1392755338740}',
		[{kind: 'other', newState: undefined}],
	],
	[
		'resilience4j',
		'a transition',
		'{"circuitBreakerName":"backendA","type":"STATE_TRANSITION","creationTime":"2024-01-15T22:00:00.021+05:30[Asia/Kolkata]","durationInMs":null,"stateTransition":"CLOSED_TO_OPEN"}',
		[
			{
				kind: 'circuit_state_change',
				circuitName: 'backendA',
				oldState: 'closed',
				newState: 'open',
				timeMs: Date.UTC(2024, 0, 15, 16, 30, 0, 21),
			},
		],
	],
	[
		'resilience4j',
		'a call that failed',
		'{"circuitBreakerName":"backendA","type":"ERROR","creationTime":"2024-01-15T22:00:00Z","errorMessage":"refused","durationInMs":17,"stateTransition":null}',
		[{kind: 'other', level: 'error', circuitName: 'backendA', reason: 'refused', elapsedMs: 17}],
	],
	[
		'go-test',
		'a package that passed',
		'{"Time":"2024-01-15T22:00:00Z","Action":"pass","Package":"example.org/a","Elapsed":1.25}',
		[{kind: 'stage_completed', component: 'example.org/a', elapsedMs: 1250}],
	],
	[
		'singer',
		'a record',
		'{"type":"RECORD","stream":"users","record":{"id":1,"level":"error"},"time_extracted":"2024-01-15T22:00:00Z"}',
		[{kind: 'stage_completed', component: 'users', recordsIn: 1, recordsOut: 1, level: undefined}],
	],
	[
		'cloudflare',
		'a miss',
		'{"RayID":"1","ClientRequestMethod":"GET","ClientRequestURI":"/a","EdgeStartTimestamp":1712790000100000000,"EdgeResponseStatus":502,"EdgeColoCode":"FRA","CacheCacheStatus":"miss"}',
		[
			{
				kind: 'cache_lookup',
				cacheName: 'edge',
				hits: 0,
				misses: 1,
				level: 'error',
				component: 'FRA',
				event: 'GET /a',
				timeMs: 1_712_790_000_100,
			},
		],
	],
	[
		'k8s-audit',
		'with the time it took',
		'{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"1","stage":"ResponseComplete","requestURI":"/api","verb":"get","responseStatus":{"code":200},"requestReceivedTimestamp":"2024-01-15T22:00:00.000000Z","stageTimestamp":"2024-01-15T22:00:00.250000Z"}',
		[{level: 'info', event: 'get /api', elapsedMs: 250}],
	],
	[
		'dbt',
		'a model’s result',
		'{"data":{"description":"sql table model main.a","execution_time":7.04,"index":1,"total":2,"status":"OK","node_info":{"node_name":"a","unique_id":"model.x.a"}},"info":{"code":"Q012","level":"info","msg":"1 of 2 OK created [\\u001b[32mOK\\u001b[0m in 7.04s]","name":"LogModelResult","thread":"Thread-1","ts":"2024-01-15T22:00:00.021000Z"}}',
		[{kind: 'stage_completed', component: 'a', elapsedMs: 7040, level: 'info', timeMs: Date.UTC(2024, 0, 15, 22, 0, 0, 21)}],
	],
	[
		'dbt',
		'a model’s start',
		'{"data":{"description":"sql table model main.a","index":1,"total":2,"node_info":{"node_name":"a"}},"info":{"code":"Q011","level":"info","msg":"1 of 2 START","name":"LogStartLine","ts":"2024-01-15T22:00:00Z"}}',
		[{kind: 'stage_progress', component: 'a', event: '1 of 2 START'}],
	],
	[
		'dbt',
		'a model that failed',
		'{"data":{"description":"sql table model main.a","execution_time":0.5,"status":"ERROR","node_info":{"node_name":"a"}},"info":{"code":"Q012","level":"error","msg":"ERROR","name":"LogModelResult","ts":"2024-01-15T22:00:00Z"}}',
		[{kind: 'stage_failed', component: 'a', elapsedMs: 500, level: 'error'}],
	],
	[
		'tracing',
		'a stage in the event’s own fields',
		'{"timestamp":"2024-01-15T22:00:00.021000Z","level":"INFO","fields":{"event":"stage_completed","stage":"sink","records":10,"elapsed_ms":5},"target":"etl::sink"}',
		[{kind: 'stage_completed', component: 'sink', recordsIn: 10, elapsedMs: 5, level: 'info', timeMs: Date.UTC(2024, 0, 15, 22, 0, 0, 21)}],
	],
	[
		'vector',
		'its stage is not a stage of the pipeline',
		'{"timestamp":"2024-01-15T22:00:00Z","level":"ERROR","message":"Failed","target":"vector::internal_events","error_type":"parser_failed","stage":"processing","span":{"component_id":"parse","component_kind":"transform"}}',
		[{level: 'error', component: 'parse', event: 'Failed', reason: 'parser_failed'}],
	],
	[
		'logstash',
		'the message one level down',
		'{"level":"WARN","loggerName":"logstash.runner","timeMillis":1705356000021,"thread":"main","logEvent":{"message":"Ignoring the setting"}}',
		[{level: 'warn', component: 'logstash.runner', event: 'Ignoring the setting', timeMs: 1_705_356_000_021}],
	],
	[
		'redpanda',
		'without a label, named by its path',
		'{"@service":"benthos","label":"","level":"error","msg":"failed","path":"root.pipeline.processors.3","time":"2024-01-15T22:00:00Z"}',
		[{level: 'error', component: 'root.pipeline.processors.3', event: 'failed'}],
	],
];

for (const [dialect, what, line, expected] of lines) {
	test(`${dialect}: ${what}`, t => {
		const parsed = new LineParser().parse(line);
		t.is(parsed.type === 'event' ? parsed.dialect : undefined, dialect);
		const events = parsed.type === 'event' ? parsed.events : [];
		t.is(events.length, expected.length);
		for (const [index, event] of events.entries()) {
			t.like(event, expected[index] ?? {});
		}
	});
}

test('every dialect has a sample line here, or a system’s log in test/systems', t => {
	const folder = new URL('../systems/', import.meta.url);
	const titles = readdirSync(folder).flatMap(name => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^test\('([\w-]+): /gm)]);
	const read = new Set([...lines.map(([dialect]) => dialect), ...titles.map(([, dialect = '']) => dialect)]);
	t.deepEqual(
		dialectNames.filter(name => !read.has(name)),
		['docker', 'plain'],
	);
});

test('a forced dialect reads any object without harm, and its durations in its own unit', t => {
	for (const dialect of dialectNames) {
		const parser = new LineParser({...defaultReadOptions, dialect});
		for (const [, , line] of lines) {
			t.is(parser.parse(line).type, 'event', dialect);
		}
		for (const line of [
			'{}',
			'{"type":7,"info":[],"data":null,"resourceLogs":[null,{"scopeLogs":{}}],"MESSAGE":{},"@t":5,"Event":{},"Action":[]}',
		]) {
			t.is(parser.parse(line).type, 'event', dialect);
		}
	}
	const zap = new LineParser({...defaultReadOptions, dialect: 'zap'}).parse('{"took":2}');
	t.is(zap.type === 'event' ? zap.events[0]?.elapsedMs : undefined, 2000);
	const plain = new LineParser({...defaultReadOptions, dialect: 'plain'}).parse('{"level":"info","ts":1705356000,"msg":"m","took":2}');
	t.is(plain.type === 'event' ? plain.events[0]?.elapsedMs : undefined, 2);
});

test('a marker key alone does not make a dialect', t => {
	for (const line of [
		'{"type":"x"}',
		'{"time":1}',
		'{"ts":1}',
		'{"fields":{}}',
		'{"Event":"x"}',
		'{"Action":"jump"}',
		'{"log":"a","other":1}',
		'{"v":1}',
		'{"info":{}}',
	]) {
		const parsed = new LineParser().parse(line);
		t.is(parsed.type === 'event' ? parsed.dialect : '', undefined, line);
	}
});

test('C5: a journald message in bytes is text, invalid UTF-8 becomes U+FFFD; one that was too large says so; a list that is not bytes is not a message', t => {
	const message = (value: unknown): string | undefined => {
		const parsed = new LineParser(defaultReadOptions).parse(JSON.stringify({__REALTIME_TIMESTAMP: '1534860261221373', MESSAGE: value}));
		return parsed.type === 'event' ? parsed.events[0]?.event : undefined;
	};
	t.is(message([...new TextEncoder().encode('größer ⏎')]), 'größer ⏎');
	t.is(message([0x1b, 0x5b, 0x32, 0x4a, 0xff, 0x61]), '\x1B[2J\uFFFDa');
	t.is(message(null), '[too large]');
	t.is(message([1, 256]), undefined);
	t.is(message(['a']), undefined);
});

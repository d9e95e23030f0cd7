import test from 'ava';
import {healthOfSystem, seesSystem} from '../helpers/system-log.ts';

// https://docs.getdbt.com/reference/events-logging; https://github.com/dbt-labs/dbt-core, core/dbt/events/types.py
test('dbt: a node is a stage with its seconds and rows; one failure is one error however many lines tell of it', async t => {
	await seesSystem(t, 'dbt.jsonl', {
		stages: {
			stg_a: {completions: 1, failures: 0, p50: 800},
			mart: {completions: 1, failures: 0, recordsOut: 1200, p50: 12_400},
			broken: {completions: 0, failures: 1, errors: 1},
		},
		status: 'DEGRADED',
		reason: 'broken',
	});
});

// https://github.com/apache/spark, core/src/main/scala/org/apache/spark/util/JsonProtocol.scala
test('spark: a stage goes by its name, with the records that its tasks read and wrote', async t => {
	await seesSystem(t, 'spark.jsonl', {
		stages: {
			'json at Clicks.scala:12': {completions: 2, failures: 0, recordsIn: 1000, recordsOut: 990},
			'save at Clicks.scala:30': {completions: 0, failures: 1, errors: 1},
		},
		status: 'DEGRADED',
		reason: 'save at Clicks.scala:30',
	});
});

// https://github.com/singer-io/singer-python, singer/metrics.py
test('singer-metrics: a stream is a stage with its records and seconds', async t => {
	await seesSystem(t, 'singer.log', {
		stages: {accounts: {completions: 1, failures: 0, recordsOut: 250, p50: 6900}, deals: {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'deals',
	});
});

// https://docs.meltano.com/guide/logging
test('meltano: the metrics of its plugins are read from their output', async t => {
	await seesSystem(t, 'meltano.jsonl', {
		stages: {deals: {completions: 1, failures: 0, recordsOut: 40, p50: 2750}},
		status: 'DEGRADED',
		reason: 'run',
	});
});

// https://docs.airbyte.com/platform/understanding-airbyte/airbyte-protocol
test('airbyte: a stream is a stage from its start to its end; an error and its status are one failure', async t => {
	await seesSystem(t, 'airbyte.jsonl', {
		stages: {deals: {completions: 1, failures: 0, recordsOut: 2, p50: 2500}, owners: {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'owners',
	});
});

// https://github.com/apache/flink, flink-runtime: executiongraph/Execution.java, ExecutionGraph.java
test('flink: an operator that failed is a failure, with what was thrown', async t => {
	await seesSystem(t, 'flink.jsonl', {stages: {Map: {completions: 0, failures: 1}}, status: 'DEGRADED', reason: 'Map'});
});

test('flink-text: operators and jobs from texts, too', async t => {
	await seesSystem(t, 'flink.log', {
		stages: {'Source: orders': {completions: 1, failures: 0, p50: 60_000}, 'Sink: files': {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'Sink: files',
	});
});

// https://github.com/apache/kafka, connect/runtime: WorkerTask.java, WorkerSinkTask.java
test('kafka-connect: the task of a connector that was killed is a failure', async t => {
	await seesSystem(t, 'kafka-connect.jsonl', {
		stages: {'files-sink-1': {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'files-sink-1',
	});
});

test('kafka-connect-text: from texts, too', async t => {
	await seesSystem(t, 'kafka-connect.log', {
		stages: {'files-1': {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'files-1',
	});
});

// https://www.elastic.co/guide/en/elasticsearch/reference/8.17/index-modules-slowlog.html, and 7.17
test('elasticsearch: its slow log is no pipeline, but every line is understood', async t => {
	await seesSystem(t, 'elasticsearch.jsonl', {stages: {}, status: 'UNKNOWN'});
});

// https://opentelemetry.io/docs/collector/internal-telemetry/
test('otel-collector: its own log is understood', async t => {
	await seesSystem(t, 'otel-collector.jsonl', {stages: {}, status: 'UNKNOWN'});
});

// https://vector.dev/docs/reference/configuration/sources/internal_metrics/ and internal_logs
test('vector-metrics: what a component received and sent since the first totals', async t => {
	await seesSystem(t, 'vector.jsonl', {
		stages: {dedupe: {completions: 0, failures: 0, recordsIn: 300, recordsOut: 250}},
		status: 'HEALTHY',
	});
});

test('vector-internal-logs: the component that speaks, with its level', async t => {
	const {incidents, source} = await healthOfSystem('vector.jsonl', {dialect: 'vector-internal-logs'});
	t.is(incidents, 0);
	t.is(source.notUnderstood, undefined);
});

// https://docs.rs/tracing-subscriber/latest/tracing_subscriber/fmt/format/struct.FmtSpan.html
test('tracing: a span that closes is a completion with its busy time', async t => {
	await seesSystem(t, 'tracing.jsonl', {stages: {decode: {completions: 1, failures: 0, p50: 1250}}, status: 'HEALTHY'});
});

// https://github.com/apache/nifi, nifi-framework-core
test('nifi: a processor that rolls its session back failed', async t => {
	await seesSystem(t, 'nifi.log', {stages: {PutFile: {completions: 0, failures: 1, errors: 1}}, status: 'DEGRADED', reason: 'PutFile'});
});

// https://github.com/fluent/fluent-bit, src/flb_engine.c
test('fluent-bit: a chunk that is lost is a failure of its output', async t => {
	await seesSystem(t, 'fluent-bit.log', {stages: {'es.0': {completions: 0, failures: 1}}, status: 'DEGRADED', reason: 'es.0'});
});

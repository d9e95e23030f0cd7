import test from 'ava';
import {readLog} from '../helpers/read-log.ts';
import {fixtureOf, seesSystem} from '../helpers/system-log.ts';

// Written from airflow's supervisor.py and task_runner.py (3.0): https://github.com/apache/airflow/tree/main/task-sdk
test('airflow: a task of a DAG is a stage; an attempt that failed and was retried counts, a skipped one does not', async t => {
	await seesSystem(t, 'airflow.jsonl', {
		stages: {
			'nightly.extract': {completions: 1, failures: 0, p50: 41_250},
			'nightly.load': {completions: 1, failures: 1, errors: 1, p50: 20_000},
		},
		status: 'HEALTHY',
	});
});

// Written from taskinstance.py, scheduler_job_runner.py and dagrun.py of airflow 2.7.
test('airflow-text: tasks and runs of Airflow 2, from its own texts and from the scheduler’s', async t => {
	await seesSystem(t, 'airflow-2.log', {
		stages: {'nightly.load': {completions: 0, failures: 1}, 'nightly.extract': {completions: 1, failures: 0, p50: 30_500}},
		status: 'DEGRADED',
		reason: 'nightly.load',
	});
	const marked = readLog(fixtureOf('airflow-2.log')).lines.find(({events}) => events[0]?.event?.startsWith('Marking task as FAILED'));
	t.like(marked?.events[0], {kind: 'stage_failed', level: 'info'}); // as it was written
});

// https://github.com/argoproj/argo-workflows, workflow/controller/operator.go
test('argo: a node is a stage, with the time since it ran', async t => {
	await seesSystem(t, 'argo.log', {
		stages: {
			'nightly-v8xk2-101': {completions: 1, failures: 0, p50: 30_000},
			'nightly-v8xk2-202': {completions: 0, failures: 1},
		},
		status: 'DEGRADED',
		reason: 'nightly-v8xk2-202',
	});
});

// https://github.com/celery/celery, celery/app/trace.py and celery/worker/strategy.py
test('celery: a task is a stage, with its seconds; a retry is no failure', async t => {
	await seesSystem(t, 'celery.log', {
		stages: {'billing.invoice': {completions: 1, failures: 0, p50: 2741.2}, 'billing.remind': {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'billing.remind',
	});
});

// https://github.com/rq/rq, rq/worker.py
test('rq: a function is a stage, named by the start of its job', async t => {
	await seesSystem(t, 'rq.log', {
		stages: {'app.reports.build': {completions: 1, failures: 0, p50: 3000}, 'app.mail.send': {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'app.mail.send',
	});
});

// https://github.com/spotify/luigi, luigi/worker.py and execution_summary.py
test('luigi: a task family is a stage, with the time since its start', async t => {
	await seesSystem(t, 'luigi.log', {
		stages: {FetchOrders: {completions: 1, failures: 0, p50: 7500}, LoadMart: {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'LoadMart',
	});
});

// https://docs.dagster.io/guides/log-debug/logging
test('dagster: a step is a stage', async t => {
	await seesSystem(t, 'dagster.jsonl', {
		stages: {pull_orders: {completions: 1, failures: 0, p50: 8500}, write_mart: {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'write_mart',
	});
});

// https://docs.prefect.io/v3/develop/logging
test('prefect: a task is a stage, and what else is said of its failure is no error of its own', async t => {
	await seesSystem(t, 'prefect.jsonl', {
		stages: {fetch: {completions: 1, failures: 0}, store: {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'store',
	});
});

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
test('step-functions: a state is a stage, from when it is entered until it is left', async t => {
	await seesSystem(t, 'step-functions.jsonl', {
		stages: {Validate: {completions: 1, failures: 0, p50: 2000}, Charge: {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'Charge',
	});
});

// https://github.com/temporalio/sdk-go, internal/internal_task_handlers.go
test('temporal: an activity is a stage, and a workflow that panics is a failed run', async t => {
	await seesSystem(t, 'temporal.jsonl', {stages: {ChargeCard: {completions: 0, failures: 1}}, status: 'DEGRADED', reason: 'ChargeCard'});
});

// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
test('lambda: the function is a stage, and a timeout a failure', async t => {
	await seesSystem(t, 'lambda.jsonl', {stages: {resize: {completions: 1, failures: 1, p50: 800.5}}, status: 'DEGRADED', reason: 'resize'});
});

// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
test('lambda-text: invocations of the text format, too', async t => {
	await seesSystem(t, 'lambda.log', {
		stages: {lambda: {completions: 1, failures: 1, p50: 902.11}},
		status: 'DEGRADED',
		reason: 'lambda',
		notUnderstood: 0,
	});
});

// https://hexdocs.pm/oban/Oban.Telemetry.html
test('oban: a worker is a stage, its durations count microseconds', async t => {
	await seesSystem(t, 'oban.jsonl', {
		stages: {'Store.Sync': {completions: 1, failures: 0, p50: 750}, 'Store.Push': {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'Store.Push',
	});
});

// Written from the formatter's source, lib/sidekiq/logger.rb and job_logger.rb.
test('sidekiq: a job class is a stage, with its seconds; a failed job is a failure', async t => {
	await seesSystem(t, 'sidekiq.jsonl', {
		stages: {ImportJob: {completions: 1, failures: 0, p50: 2500}, MailJob: {completions: 0, failures: 1}},
		status: 'DEGRADED',
		reason: 'MailJob',
	});
});

// https://api.docs.bullmq.io/classes/v5.Job.html
test('bullmq: a job’s name is a stage, from when it was taken up until it ended', async t => {
	await seesSystem(t, 'bullmq.jsonl', {
		stages: {resize: {completions: 1, failures: 0, p50: 1750}, mail: {completions: 0, failures: 1, errors: 1}},
		status: 'DEGRADED',
		reason: 'mail',
	});
});

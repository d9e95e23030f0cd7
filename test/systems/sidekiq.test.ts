import test from 'ava';
import {healthOfSystem} from '../helpers/system-log.ts';

// Written from the formatter's source, lib/sidekiq/logger.rb and job_logger.rb.
test('sidekiq: a job class is a stage, with its seconds; a failed job is a failure', async t => {
	const {status, statusReasons, stages, source} = await healthOfSystem('sidekiq.jsonl');
	t.is(status, 'DEGRADED');
	t.regex(statusReasons.join('\n'), /MailJob/);
	t.like(stages.ImportJob, {completions: 1, failures: 0, elapsedMs: {p50: 2500}});
	t.like(stages.MailJob, {completions: 0, failures: 1});
	t.is(source.notUnderstood, undefined);
});

import test from 'ava';
import {readLog} from '../helpers/read-log.ts';
import {fixtureOf, healthOfSystem, seesSystem} from '../helpers/system-log.ts';

// https://loguru.readthedocs.io/en/stable/api/logger.html
test('loguru: what a program bound is of its event, and an exception is the reason', async t => {
	await seesSystem(t, 'loguru.jsonl', {
		stages: {orders: {completions: 1, failures: 0, recordsIn: 500, recordsOut: 498, p50: 1250}},
		status: 'HEALTHY',
	});
	t.like(readLog(fixtureOf('loguru.jsonl')).events, [
		{timeMs: Date.UTC(2025, 4, 2, 9, 0, 0, 250), level: 'info', component: 'orders', event: 'stage_completed'},
		{
			timeMs: Date.UTC(2025, 4, 2, 9, 0, 1),
			level: 'error',
			component: '__main__',
			event: 'no connection',
			reason: 'ConnectionRefusedError: [Errno 111] Connection refused',
			elapsedMs: undefined,
		},
	]);
});

// https://www.mongodb.com/docs/manual/reference/log-messages/
test('mongodb: who speaks, how bad it is, and how long a slow query took', async t => {
	t.like(readLog(fixtureOf('mongodb.jsonl')).events, [
		{level: 'info', component: 'CONTROL', timeMs: Date.UTC(2025, 4, 2, 9)},
		{level: 'info', component: 'WRITE', event: 'Slow query', elapsedMs: 1820},
		{level: 'warn', component: 'NETWORK', reason: 'Connection closed by peer'},
		{level: 'fatal', component: '-', event: 'Fatal assertion', reason: 'OutOfDiskSpace'},
		{level: 'trace', component: 'SHARDING'},
	]);
	const {stages, source} = await healthOfSystem('mongodb.jsonl');
	t.deepEqual(Object.keys(stages), []);
	t.is(source.notUnderstood, undefined);
});

// https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
test('suricata: an alert shows its signature, every other event what happened between whom', async t => {
	t.like(readLog(fixtureOf('suricata.jsonl')).events, [
		{component: 'alert', level: 'warn', event: 'LOCAL many logins from one address TCP 192.0.2.7:40112 > 198.51.100.3:443'},
		{component: 'dns', event: 'dns shop.example A'},
		{component: 'http', event: 'GET shop.example/cart 200'},
		{component: 'stats', event: 'stats'},
		{component: 'detect', level: 'error', event: 'failed to open file: /etc/suricata/rules/none.rules'},
	]);
	const {stages, circuits, source} = await healthOfSystem('suricata.jsonl');
	t.deepEqual([Object.keys(stages), Object.keys(circuits)], [[], []]);
	t.is(source.notUnderstood, undefined);
});

// https://docs.github.com/en/rest/using-the-rest-api/github-event-types
test('github-events: what was done in which repository', async t => {
	t.like(readLog(fixtureOf('github-events.jsonl')).events, [
		{component: 'shop/checkout', event: 'PullRequestEvent closed', timeMs: Date.UTC(2025, 4, 2, 9)},
		{component: 'shop/stock', event: 'WatchEvent started'},
		{component: 'shop/checkout', event: 'protected_branch.update', timeMs: Date.UTC(2025, 4, 2, 9, 0, 2)},
	]);
	t.is((await healthOfSystem('github-events.jsonl')).source.notUnderstood, undefined);
});

// https://developer.hashicorp.com/terraform/internals/machine-readable-ui
test('terraform: a resource is a stage; its error is the same failure, and the end of a run is one', async t => {
	await seesSystem(t, 'terraform.jsonl', {
		stages: {
			'terraform.ui: aws_s3_bucket.logs': {completions: 1, failures: 0, p50: 3000},
			'terraform.ui: aws_iam_role.run': {completions: 0, failures: 1, errors: 1},
		},
		status: 'DEGRADED',
		reason: 'aws_iam_role.run',
	});
	await seesSystem(t, 'opentofu.jsonl', {stages: {'tofu.ui: null_resource.a': {completions: 1, failures: 0, p50: 400}}, status: 'HEALTHY'});
});

// https://github.com/hashicorp/go-hclog, intlogger.go: Consul, Nomad, Vault
test('hclog: time, level, module, text and error', t => {
	t.like(readLog(fixtureOf('hclog.jsonl')).events, [
		{timeMs: Date.UTC(2025, 5, 1, 2), level: 'error', component: 'nomad.raft', event: 'failed to join', reason: 'no peers'},
		{timeMs: Date.UTC(2025, 5, 1), level: 'warn', component: 'agent', event: 'slow', elapsedMs: 1500},
	]);
});

// https://logging.apache.org/log4j/2.x/manual/json-template-layout.html, and JsonLayout's
test('log4j2: time, level, logger, and what was thrown, in all its layouts', t => {
	const said = {
		timeMs: Date.UTC(2025, 5, 1, 2, 0, 0, 500),
		level: 'error',
		component: 'com.shop.Pay',
		event: 'cannot pay',
		reason: 'refused',
	};
	t.like(readLog(fixtureOf('log4j2.jsonl')).events, [
		said,
		{...said, timeMs: Date.UTC(2025, 5, 1, 2)},
		{level: 'warn', timeMs: said.timeMs},
	]);
});

// https://docs.zeek.org/en/master/logs/index.html
test('zeek: what was seen between whom; what it watches is no stage', async t => {
	t.like(readLog(fixtureOf('zeek.jsonl')).events, [
		{component: 'conn', event: 'SF udp 192.0.2.8:36844 > 198.51.100.3:53', elapsedMs: 66, timeMs: 1_748_743_200_500},
		{component: 'http', event: 'GET shop.example/cart 500'},
		{component: 'dns', event: 'dns shop.example A NOERROR'},
		{component: 'notice', level: 'warn', event: 'SSL::Invalid_Server_Cert certificate has expired 192.0.2.8:36846 > 198.51.100.3:443'},
	]);
	const {stages, source} = await healthOfSystem('zeek.jsonl');
	t.deepEqual(Object.keys(stages), []);
	t.is(source.notUnderstood, undefined);
});

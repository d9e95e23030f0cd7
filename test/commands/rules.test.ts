import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {obsTop} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const [node = '', program = ''] = obsTop;
const run = async (...args: readonly string[]) => execa(node, [program, ...args], {reject: false, stdin: 'ignore'});

type Stage = {
	readonly completions: number;
	readonly failures: number;
	readonly recordsIn: number | null;
	readonly elapsedMs: {readonly p50: number} | null;
};

/** The stages that a log has under the rules that are suggested for it. */
async function suggested(t: ExecutionContext, lines: readonly string[]): Promise<Record<string, Stage>> {
	const folder = tempFolder(t);
	const [log, config] = [join(folder, 'log'), join(folder, 'rules.toml')];
	writeFileSync(log, `${lines.join('\n')}\n`);
	const {stdout, exitCode, stderr} = await run('rules', '--suggest', '--file', log);
	t.is(exitCode, 0, String(stderr));
	writeFileSync(config, String(stdout));
	const health = await run('health', '--config', config, '--file', log);
	return JSON.parse(String(health.stdout)).stages;
}

const at = (second: number) => new Date(Date.UTC(2024, 0, 15, 22, 0, second)).toISOString();

test('rules without a log lists the user’s own and those of the known systems', async t => {
	const config = join(tempFolder(t), 'c.toml');
	writeFileSync(config, '[[rules]]\nname = "shop: done"\nwhen = "status=done"\nis = "stage_completed"\n');
	const {stdout, exitCode} = await run('rules', '--config', config);
	t.is(exitCode, 0);
	t.regex(String(stdout), /Your own:\n {2}shop: done +stage_completed {2}when status=done\n/);
	t.regex(String(stdout), /sidekiq: job done +stage_completed/);
});

test('rules with a log counts what each took, and shows what none took, with its line', async t => {
	const folder = tempFolder(t);
	const [log, config] = [join(folder, 'log'), join(folder, 'c.toml')];
	writeFileSync(
		config,
		'[[rules]]\nname = "done"\nwhen = "status=done"\nis = "stage_completed"\n[[rules]]\nname = "never"\nwhen = "status=x"\n',
	);
	writeFileSync(
		log,
		'{"status":"done"}\n{"status":"done"}\n{"msg":"waited 5 s"}\nplain text\n{"msg":"waited 7 s"}\n{"event":"stage_completed"}\n',
	);
	const {stdout} = await run('rules', '--config', config, '--file', log);
	t.regex(String(stdout), /^ +2 {2}done$/m);
	t.regex(String(stdout), /^ +0 {2}never$/m);
	t.regex(String(stdout), /^ +1 {2}named by the log itself/m);
	t.regex(String(stdout), /^ +2 {2}line 3: \{"msg":"waited 5 s"\}$/m);
	t.regex(String(stdout), /^ +1 {2}line 4: plain text$/m);
});

test('suggested rules take starts and ends by a status, and find out the unit by the time between them', async t => {
	const jobs = [...'abc'].flatMap((name, index) => [
		JSON.stringify({time: at(index * 10), state: 'started', job: {name, run: `r-${index}x`}}),
		JSON.stringify({
			time: at(index * 10 + 3),
			state: name === 'b' ? 'failed' : 'succeeded',
			job: {name, run: `r-${index}x`},
			spent: 3,
			rows_read: 7,
		}),
	]);
	const stages = await suggested(t, jobs);
	t.like(stages.a, {completions: 1, failures: 0, recordsIn: 7});
	t.is(Math.round((stages.a?.elapsedMs?.p50 ?? 0) / 100), 30);
	t.like(stages.b, {completions: 0, failures: 1});
});

test('suggested rules tell failures by a second field', async t => {
	const stages = await suggested(
		t,
		[...'abab'].map((stage, index) => JSON.stringify({time: at(index), msg: 'Step finished', stage, success: index !== 3, took_ms: 5})),
	);
	t.like(stages.a, {completions: 2, failures: 0});
	t.like(stages.b, {completions: 1, failures: 1});
});

test('suggested rules take requests by their duration, and a status of 500 or more as a failure', async t => {
	const stages = await suggested(
		t,
		[200, 404, 503].map((status, index) => JSON.stringify({ts: at(index), route: '/cart', status, duration_ms: 12})),
	);
	t.like(stages['/cart'], {completions: 2, failures: 1});
});

test('suggested rules read texts', async t => {
	const stages = await suggested(t, [
		`${at(0)} INFO Job shop.load[4f1e2a9b] started`,
		`${at(2)} INFO Job shop.load[4f1e2a9b] completed in 1.5s`,
		`${at(3)} ERROR Job shop.mail[77aa00bc] failed: disk full`,
	]);
	t.like(stages['shop.load'], {completions: 1, failures: 0});
	t.is(Math.round((stages['shop.load']?.elapsedMs?.p50 ?? 0) / 100), 15);
	t.like(stages['shop.mail'], {completions: 0, failures: 1});
});

test('where nothing says how work ended, no rule is suggested, exit 1', async t => {
	const log = join(tempFolder(t), 'log');
	writeFileSync(log, '{"msg":"hello","a":1}\n{"msg":"bye","a":2}\n');
	const {exitCode, stdout, stderr} = await run('rules', '--suggest', log);
	t.is(exitCode, 1);
	t.is(stdout, '');
	t.regex(String(stderr), /^obs-top: no rules to suggest: .*docs\/rules\.md[^\n]*$/);
});

// Ten systems that test/systems reads, with their own rules switched off.
const systems = [
	'argo.log',
	'celery.log',
	'dagster.jsonl',
	'dbt.jsonl',
	'nginx.jsonl',
	'oban.jsonl',
	'prefect.jsonl',
	'sidekiq.jsonl',
	'traefik.jsonl',
	'flink.log',
] as const;

test('of ten systems whose own rules are switched off, at least seven show a stage of theirs under the rules that are suggested', async t => {
	const folder = tempFolder(t);
	const shown: string[] = [];
	for (const system of systems) {
		const log = fileURLToPath(new URL(`../fixtures/systems/${system}`, import.meta.url));
		const config = join(folder, `${system}.toml`);
		const rules = await run('rules', '--dialect', 'plain', '--suggest', '--file', log);
		writeFileSync(config, String(rules.stdout));
		const stagesOf = async (...args: readonly string[]) =>
			Object.keys(JSON.parse(String((await run('health', ...args, '--file', log)).stdout)).stages as Record<string, unknown>);
		const own = await stagesOf();
		const suggested = await stagesOf('--dialect', 'plain', '--config', config);
		t.deepEqual(await stagesOf('--dialect', 'plain'), [], system);
		if (suggested.some(stage => own.includes(stage))) {
			shown.push(system);
		}
	}
	t.log(shown.join(' '));
	t.true(shown.length >= 7, shown.join(' '));
});

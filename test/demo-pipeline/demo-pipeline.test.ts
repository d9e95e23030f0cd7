import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {help, readOptions} from '../../demo-pipeline/options.ts';
import {seededRandom} from '../../demo-pipeline/random.ts';
import {troubleAt} from '../../demo-pipeline/scenario.ts';

type Line = Readonly<Record<string, unknown>>;

const root = fileURLToPath(new URL('../..', import.meta.url));
const demoArguments = ['--import=tsx', 'demo-pipeline/main.ts'];
const demo = (...args: readonly string[]) => execa('node', [...demoArguments, ...args], {cwd: root, reject: false});
const parse = (text: string): readonly Line[] =>
	text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as Line);
const named = (lines: readonly Line[], event: string) => lines.filter(line => line.event === event);

const stages = ['ingest', 'calibration', 'normalize', 'filter', 'feature', 'enrichment', 'sink'];

test('an incident: the circuit opens, half-opens and closes; retries and errors show; all seven stages announce themselves', async t => {
	const {stdout, exitCode} = await demo('--scenario', 'incident', '--rate', '0', '--batches', '124');
	t.is(exitCode, 0);
	const lines = parse(stdout);
	t.deepEqual(
		named(lines, 'stage_described').map(({component}) => component),
		stages,
	);
	t.like(
		named(lines, 'stage_described').find(({component}) => component === 'filter'),
		{stage: 'ThresholdFilter', description: 'Filters records outside [minVal, maxVal] range.'},
	);
	const changes = named(lines, 'circuit_state_change').map(({oldState, newState}) => `${oldState}>${newState}`);
	t.is(changes[0], 'closed>open');
	t.is(changes.at(-1), 'half_open>closed');
	t.true(named(lines, 'retry').some(({error}) => /ECONNREFUSED 127\.0\.0\.1/.test(String(error))));
	t.true(named(lines, 'retry').some(({error}) => /answered 503/.test(String(error))));
	t.true(named(lines, 'stage_failed').every(({component}) => component === 'enrichment'));
	t.true(named(lines, 'reading_broken').length > 10);
	t.is(named(lines, 'stage_completed').filter(({component}) => component === 'sink').length, 124);
	t.like(lines.at(-1), {event: 'pipeline_health', status: 'HEALTHY', batchCount: 124});
});

test('in simulated time a seed always gives the same log, except for the port and the memory', async t => {
	const run = async (seed: number) => {
		const {stdout} = await demo(
			'--scenario',
			'incident',
			'--simulate',
			'--start',
			'2024-01-15T22:00:00Z',
			'--seed',
			String(seed),
			'--batches',
			'60',
		);
		return stdout.replaceAll(/127\.0\.0\.1:\d+/g, 'service').replaceAll(/"peakMemoryKb":[\d.]+/g, '');
	};
	const [first, second, other] = await Promise.all([run(5), run(5), run(6)]);
	t.is(first, second);
	t.not(first, other);
	const lines = parse(first.replaceAll(',}', '}'));
	t.is(lines[0]?.timestamp, '2024-01-15T22:00:00.000Z');
	// Half a second per batch at the default rate: the first open circuit appears within 20 s and closes again.
	const changes = named(lines, 'circuit_state_change');
	t.true(Date.parse(String(changes[0]?.timestamp)) < Date.UTC(2024, 0, 15, 22, 0, 20));
	t.is(changes.at(-1)?.newState, 'closed');
});

test('the slow stage and the cold cache move the bottleneck', t => {
	const lines = parse(readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url), 'utf8'));
	const bottlenecks = new Set(named(lines, 'pipeline_health').map(({bottleneckStage}) => bottleneckStage));
	t.true(bottlenecks.has('feature'));
	t.true(bottlenecks.has('calibration'));
	const rates = named(lines, 'stage_completed')
		.filter(({component}) => component === 'feature')
		.map(({throughputRps}) => Number(throughputRps));
	t.true(Math.max(...rates) > 4 * Math.min(...rates));
});

test('nothing goes wrong in the calm scenario', async t => {
	const {stdout} = await demo('--simulate', '--batches', '200', '--seed', '3');
	const lines = parse(stdout);
	t.deepEqual(
		lines.filter(({level}) => level === 'ERROR'),
		[],
	);
	t.deepEqual(named(lines, 'circuit_state_change'), []);
	const passed = named(lines, 'stage_completed').filter(({component}) => component === 'filter');
	const rate = passed.reduce((sum, {recordsOut}) => sum + Number(recordsOut), 0) / (200 * 500);
	t.true(rate > 0.67 && rate < 0.73, `passes ${rate}`);
	t.like(lines.at(-1), {event: 'pipeline_health', status: 'HEALTHY'});
	t.true(
		named(lines, 'cache_stats')
			.slice(-10)
			.every(({hitRate}) => Number(hitRate) > 0.98),
	);
});

test('a flood has more than 500 lines per batch', async t => {
	const {stdout} = await demo('--scenario', 'flood', '--rate', '0', '--batches', '5');
	t.true(parse(stdout).length > 5 * 500);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
	test(`${signal} ends it with 0 and a last pipeline_health`, async t => {
		const child = spawn('node', [...demoArguments, '--scenario', 'incident'], {cwd: root, stdio: ['ignore', 'pipe', 'inherit']});
		const ended = once(child, 'close');
		let last = '';
		let isAsked = false; // once only: Node itself handles a signal that arrives while it exits
		for await (const line of createInterface({input: child.stdout})) {
			last = line;
			if (!isAsked && line.includes('"component":"sink","event":"stage_completed"')) {
				isAsked = true;
				child.kill(signal);
			}
		}
		t.deepEqual(await ended, [0, null]);
		t.like(JSON.parse(last), {event: 'pipeline_health', status: 'HEALTHY'});
	});
}

test('it ends by itself and silently when its reader has gone', async t => {
	const child = spawn('node', [...demoArguments, '--rate', '50'], {cwd: root, stdio: ['ignore', 'pipe', 'pipe']});
	let complaints = '';
	child.stderr.on('data', chunk => {
		complaints += String(chunk);
	});
	await once(child.stdout, 'data');
	child.stdout.destroy();
	t.deepEqual(await once(child, 'close'), [0, null]);
	t.is(complaints, '');
});

test('a wrong option is one line on stderr and exit code 2; --help names every option', async t => {
	for (const [args, message] of [
		[['--scenario', 'storm'], '--scenario storm is not one of calm, incident, night, flood'],
		[['--rate', 'fast'], '--rate fast is not a number of 0 or more'],
		[['--batches', '-1'], /--batches/],
		[['--start', 'noon'], '--start noon is not an ISO 8601 time such as 2024-01-15T22:00:00Z'],
	] as const) {
		const command = readOptions(args);
		t.is(command.type, 'wrong');
		t.true(command.type === 'wrong' && (typeof message === 'string' ? command.message === message : message.test(command.message)));
	}
	const {exitCode, stdout, stderr} = await demo('--sped', '2');
	t.is(exitCode, 2);
	t.is(stdout, '');
	t.regex(stderr, /^demo-pipeline: Unknown option '--sped'[^\n]*$/);
	t.deepEqual(readOptions(['-h']), {type: 'help'});
	for (const option of ['--scenario', '--batches', '--seed', '--rate', '--simulate', '--start', '--truth']) {
		t.true(help.includes(option));
	}
});

test('trouble depends only on the batch, comes within 40 batches and passes', t => {
	const isQuiet = (batch: number) => JSON.stringify(troubleAt('incident', batch)) === JSON.stringify(troubleAt('calm', batch));
	const quiet = Array.from({length: 400}, (_, batch) => isQuiet(batch));
	t.true(quiet.slice(0, 15).every(Boolean));
	t.true(quiet.slice(15, 40).includes(false));
	t.deepEqual(quiet.slice(0, 124), quiet.slice(124, 248));
	t.true((['calm', 'flood'] as const).every(name => troubleAt(name, 30).service === 'up'));
});

test('a seed gives the same random numbers again, evenly distributed, and normal ones have their mean and deviation', t => {
	const sequence = (seed: number) => {
		const random = seededRandom(seed);
		return Array.from({length: 10}, random.uniform);
	};
	t.deepEqual(sequence(1), sequence(1));
	t.notDeepEqual(sequence(1), sequence(2));
	const random = seededRandom(42);
	const uniform = Array.from({length: 20_000}, random.uniform);
	t.true(uniform.every(value => value >= 0 && value < 1));
	t.true(Math.abs(uniform.reduce((sum, value) => sum + value, 0) / 20_000 - 0.5) < 0.01);
	const normal = Array.from({length: 20_000}, () => random.normal(10, 2));
	const mean = normal.reduce((sum, value) => sum + value, 0) / 20_000;
	const deviation = Math.sqrt(normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 20_000);
	t.true(Math.abs(mean - 10) < 0.1 && Math.abs(deviation - 2) < 0.1);
});

const python = 'test/fixtures/lecture/pipeline.py';
const hasPython = spawnSync('python3', ['--version']).status === 0;
const recorded = readFileSync(new URL('../fixtures/lecture/lecture-pipeline.jsonl', import.meta.url), 'utf8');

(hasPython ? test : test.skip)('the Python pipeline writes the recorded log, except for the memory', async t => {
	const {stdout} = await execa('python3', [python, '--batches', '30', '--start', '2024-01-15T22:00:00Z'], {cwd: root});
	const withoutMemory = (text: string) => text.trimEnd().replaceAll(/"peakMemoryKb": [\d.]+/g, '"peakMemoryKb": 0');
	t.is(withoutMemory(stdout), withoutMemory(recorded));
});

test('the recorded Python log has the fields of the lecture, in both spellings', t => {
	const lines = parse(recorded);
	t.deepEqual(Object.keys(named(lines, 'stage_completed')[0] ?? {}), [
		'timestamp',
		'level',
		'component',
		'event',
		'recordsIn',
		'recordsOut',
		'elapsedMs',
		'throughputRps',
	]);
	t.true(named(lines, 'stage_completed').some(line => line.stage === 'sink' && 'records' in line && 'elapsed_ms' in line));
	t.deepEqual(
		named(lines, 'circuit_state_change').map(({newState}) => newState),
		['OPEN', 'HALF_OPEN', 'OPEN', 'HALF_OPEN', 'CLOSED'],
	);
	t.true(named(lines, 'stage_described').some(({signature}) => signature === 'process(records, minVal=20.0, maxVal=80.0)'));
});

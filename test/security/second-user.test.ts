/**
What another user of the machine can do to obs-top by planting things where it looks and writes. Uids are enough: no
user is added to the system.
*/
import {chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const mallory = 65_533;
const asRoot = process.geteuid?.() === 0 ? test.serial : test.serial.skip;

/** What the user has: a shared folder like /tmp with a log in it, and a home with something precious. */
function place(t: ExecutionContext) {
	const folder = tempFolder(t);
	chmodSync(folder, 0o755);
	const [shared, home] = [join(folder, 'shared'), join(folder, 'home')];
	mkdirSync(shared);
	chmodSync(shared, 0o1777);
	mkdirSync(home, {mode: 0o700});
	copyFileSync('test/fixtures/last-night.jsonl', join(shared, 'night.jsonl'));
	writeFileSync(join(shared, 'timeless.jsonl'), '{"msg":"a"}\n{"msg":"b"}\n');
	const precious = join(home, 'precious');
	writeFileSync(precious, 'precious');
	const environment = {TMPDIR: shared, HOME: home, XDG_CONFIG_HOME: '', XDG_STATE_HOME: '', XDG_CACHE_HOME: '', NODE_COMPILE_CACHE: ''};
	const [file = '', ...before] = obsTop;
	const obsTopWith = (...argv: readonly string[]) =>
		execa(file, [...before, ...argv], {cwd: shared, env: environment, reject: false, stdin: 'ignore'});
	return {shared, home, precious, environment, obsTopWith};
}

type Place = ReturnType<typeof place>;
type Answer = Awaited<ReturnType<Place['obsTopWith']>>;

/** The pids of a process and everything it has started. */
async function family(pid: number): Promise<readonly number[]> {
	const {stdout} = await execa('ps', ['-eo', 'pid=,ppid=']);
	const pairs = stdout.split('\n').map(line => line.trim().split(/\s+/).map(Number));
	const below = (parent: number): readonly number[] => [
		parent,
		...pairs.filter(pair => pair[1] === parent).flatMap(([child = 0]) => below(child)),
	];
	return below(pid);
}

function inBackground(t: ExecutionContext, script: string, cwd: string) {
	const child = execa('sh', ['-c', script], {uid: mallory, gid: mallory, cwd, stdio: 'ignore', reject: false, detached: true});
	t.teardown(async () => {
		if (child.pid !== undefined) {
			process.kill(-child.pid, 'SIGKILL');
		}
		await child;
	});
	return child.nodeChildProcess;
}

/** Runs a script as another user. */
async function asMallory(script: string, cwd: string): Promise<void> {
	await execa('sh', ['-c', script], {uid: mallory, gid: mallory, cwd, stdio: 'ignore', env: {HOME: cwd}});
}

const commands = [
	['health', 'night.jsonl'],
	['health', 'timeless.jsonl'],
	['health', '*.jsonl'],
	['incidents', '--json', 'night.jsonl'],
	['events', '--file', 'night.jsonl', 'level>=error'],
	['inspect', '--json', '--file', 'night.jsonl'],
	['query', '--json', 'night.jsonl', 'SELECT component, count(*) AS n GROUP BY component ORDER BY component'],
	['night.jsonl'],
];

/**
In the working directory, which is also the temporary folder: in the place of everything obs-top looks for, and of
everything it creates under a predictable name.
*/
const plants: Readonly<Record<string, string>> = {
	'files of his': `
		echo '{"filter":"component=sink","map":{"elapsedMs":"recordsIn"},"source":{"command":["touch","run"]},"record":{"path":"written"}}' > obs-top.config.json
		echo '{"offset":0,"atMs":0,"stream":"stdout"}' > timeless.jsonl.times
		mkdir .git .tmp code-of-obs-top-0 node_modules node-compile-cache .config .cache; chmod 777 .tmp code-of-obs-top-0 .cache
		echo 'throw 1' > package.json; cp package.json node_modules/index.js`,
	'FIFOs, sockets and links to endless files': `
		mkfifo obs-top.config.json timeless.jsonl.times a.jsonl; ln -s /dev/zero b.jsonl; ln -s /dev/zero obs-top.config.toml
		ln -s /dev/zero night.jsonl.times; mkfifo code-of-obs-top-0 .tmp; mkdir c.jsonl`,
	'links to precious files': `
		for name in obs-top.config.json timeless.jsonl.times night.jsonl.times code-of-obs-top-0 out.csv out.parquet .tmp; do ln -s ../home/precious $name; done`,
};

const names = (folder: string): readonly string[] =>
	readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.filter(name => !name.startsWith('code-of-obs-top'))
		.sort();

let cleanAnswers: Promise<ReadonlyArray<Pick<Answer, 'stdout' | 'stderr' | 'exitCode'>>> | undefined;

/** The output of commands when nobody has planted anything. */
async function answersOf({obsTopWith}: Place) {
	const answers: Answer[] = [];
	for (const command of commands) {
		answers.push(await obsTopWith(...command));
	}
	return answers;
}

for (const [what, script] of Object.entries(plants)) {
	asRoot(`S14: no output changes and nothing is written elsewhere if another user has planted ${what}`, async t => {
		cleanAnswers ??= answersOf(place(t));
		const user = place(t);
		await asMallory(script, user.shared);
		const before = names(user.shared);
		const wanted = await cleanAnswers;
		for (const [index, answer] of (await answersOf(user)).entries()) {
			const {stdout, stderr, exitCode} = wanted[index] ?? {};
			t.deepEqual([answer.stdout, answer.exitCode], [stdout, exitCode], commands[index]?.join(' '));
			t.is(answer.stderr.replaceAll(/^obs-top: .* (?:ignored|(?:is|are) not read): .*\n?/gm, ''), stderr ?? '');
		}
		t.deepEqual(names(user.shared), before);
		for (const name of ['out.csv', 'out.parquet']) {
			const {exitCode} = await user.obsTopWith('query', 'night.jsonl', '--output', name, 'SELECT 1');
			t.is(exitCode, before.includes(name) ? 3 : 0);
		}
		t.is(readFileSync(user.precious, 'utf8'), 'precious');
		t.deepEqual(
			readdirSync(user.home).filter(name => name !== '.cache'),
			['precious'],
		);
	});
}

asRoot(
	'S14: a config that another user keeps swapping for a FIFO, a link or a file of their own is never obeyed and never blocks',
	async t => {
		const user = place(t);
		const {stdout} = await user.obsTopWith('health', 'night.jsonl');
		const swapping = inBackground(
			t,
			`echo '{"filter":"nothing"}' > own; mkfifo fifo; ln -s /dev/zero link
		while :; do for name in own fifo link; do ln -P -f $name next; mv -f -T next obs-top.config.json; done; done`,
			user.shared,
		);
		await eventually(() => existsSync(join(user.shared, 'obs-top.config.json')), 'it has begun');
		for (let turn = 0; turn < 8; turn++) {
			t.is((await user.obsTopWith('health', 'night.jsonl')).stdout, stdout);
		}
		t.is(swapping.exitCode, null);
	},
);

asRoot('S14: nothing is recorded automatically into a folder that another user has put in its place', async t => {
	const user = place(t);
	await asMallory('mkdir obs-top; chmod 777 obs-top', user.shared);
	const terminal = startInTerminal([...obsTop, '--', 'cat', 'night.jsonl'], {
		environment: {...user.environment, XDG_STATE_HOME: user.shared},
		cwd: user.shared,
	});
	t.is(await terminal.exited, 2);
	t.regex((await terminal.screen()).join(''), /^obs-top: recording in .*\/obs-top: the folder belongs to another user \(/);
	t.deepEqual(readdirSync(join(user.shared, 'obs-top')), []);
});

asRoot('S14: no signal of another user reaches obs-top, the processes it started or its helpers', async t => {
	const user = place(t);
	const terminal = startInTerminal([...obsTop, '--keep', '--', 'sleep', '1000'], {environment: user.environment, cwd: user.shared});
	await terminal.until(/running/);
	const pids = await family(terminal.pid);
	t.true(pids.length >= 3, 'obs-top, its pipeline, its keeper');
	const signals = ['USR1', 'USR2', 'HUP', 'INT', 'QUIT', 'TERM', 'ABRT', 'STOP', 'ALRM', 'KILL'];
	const {stdout} = await execa(
		'sh',
		[
			'-c',
			`for signal in ${signals.join(' ')}; do for pid in ${pids.join(' ')}; do kill -s $signal $pid && echo $signal; done; done; true`,
		],
		{
			uid: mallory,
			gid: mallory,
			stderr: 'ignore',
		},
	);
	t.is(stdout, '');
	terminal.press('?');
	await terminal.until(/sort the stages/);
	for (const pid of pids) {
		process.kill(pid, 'SIGKILL');
	}
});

asRoot(
	'S14: a recording in a shared folder holds what arrived, whatever another user puts under its names, and a query reads nothing else',
	async t => {
		const user = place(t);
		await asMallory(
			`for number in 1 3 999999999999999 99999999999999999999; do echo '{"msg":"planted"}' > rec.$number.jsonl; echo '{"offset":0,"atMs":0,"stream":"stdout"}' > rec.$number.jsonl.times; done
		mkfifo rec.2.jsonl; mkdir rec.4.jsonl.times; ln -s ../home/precious rec.5.jsonl`,
			user.shared,
		);
		const before = names(user.shared);
		const terminal = startInTerminal(
			[...obsTop, '--record', 'rec.jsonl', '--record-max', '1MiB', '--', 'cat', 'night.jsonl', 'night.jsonl'],
			{
				environment: user.environment,
				cwd: user.shared,
				columns: 100,
			},
		);
		await terminal.until(/exited 0/);
		// A file may be renamed between two looks.
		const stat = (name: string) => lstatSync(join(user.shared, name), {throwIfNoEntry: false});
		const own = () => names(user.shared).filter(name => /^rec\..*jsonl$/.test(name) && stat(name)?.uid === process.geteuid?.());
		const recordedBytes = () => own().reduce((sum, name) => sum + (stat(name)?.size ?? 0), 0);
		const night = readFileSync(join(user.shared, 'night.jsonl'));
		await eventually(() => recordedBytes() === 2 * night.length, 'everything that arrived is recorded');
		terminal.press(':');
		await terminal.until(/ sql : /);
		terminal.press("SELECT count(*) AS lines, count(*) FILTER (msg = 'planted') AS planted\r");
		await terminal.until(/4112 +0\b/);
		terminal.press('\x1b');
		terminal.press('q');
		t.is(await terminal.exited, 0);
		t.is(recordedBytes(), 2 * night.length);
		t.deepEqual(
			before.filter(name => !names(user.shared).includes(name)),
			[],
		);
		t.is(readFileSync(user.precious, 'utf8'), 'precious');
	},
);

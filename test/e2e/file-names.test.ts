import {Buffer} from 'node:buffer';
import {mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import fc from 'fast-check';
import {fileNamed, nameOf} from '../../src/files/file-names.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const line =
	'{"timestamp":"2024-01-15T22:00:00Z","component":"sink","event":"stage_completed","recordsIn":10,"recordsOut":5,"elapsedMs":10}\n';
/** Each with as many lines as its position says. */
const names = ['plain.jsonl', 'new\nline.jsonl', 'esc\u001B[31m.jsonl', ' blank .jsonl', 'x[1]*.jsonl', 'é.jsonl'].map(name =>
	Buffer.from(name),
);
const latin1Names = ['caf\xe9.jsonl', 'caf\xe8.jsonl', '\xff\xfe.jsonl'].map(name => Buffer.from(name, 'latin1'));
// where a name can be any bytes
const onLinux = process.platform === 'linux' ? test : Object.assign(test.skip, {serial: test.skip});

function folderOf(t: ExecutionContext, files: readonly Buffer[]): string {
	const folder = tempFolder(t);
	for (const [index, name] of files.entries()) {
		writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), line.repeat(index + 1));
	}
	return folder;
}

const lineCount = (files: readonly Buffer[]) => (files.length * (files.length + 1)) / 2;
const run = (script: string, cwd: string) =>
	execa('sh', ['-c', script.replace('obs-top', '"$@"'), 'sh', ...obsTop], {cwd, input: '', reject: false});

onLinux('R23: a file name of any bytes survives the conversion to text and back', t => {
	fc.assert(
		fc.property(fc.uint8Array({minLength: 1, maxLength: 12}), bytes => {
			const name = Buffer.from(bytes);
			const again = fileNamed(nameOf(name));
			t.true((typeof again === 'string' ? Buffer.from(again) : again).equals(name));
		}),
	);
	for (const name of ['plain', 'é', '\uFFFD', '😀']) {
		t.is(fileNamed(nameOf(Buffer.from(name))), name);
	}
});

for (const [who, pattern] of [
	['obs-top', "'*.jsonl'"],
	['the shell', '*.jsonl'],
] as const) {
	onLinux(
		`R23: files whose names are not UTF-8, or contain newlines and controls, are read from a pattern that ${who} expands`,
		async t => {
			const all = [...names, ...latin1Names];
			const folder = folderOf(t, all);
			const health = await run(`obs-top health ${pattern}`, folder);
			t.is(health.stderr, '');
			t.is(JSON.parse(health.stdout).source.lines, lineCount(all));
			const files = await run(`obs-top query ${pattern} 'SELECT file, count(*) AS n GROUP BY file' --json`, folder);
			const counts = new Map(files.stdout.split('\n').map(row => [JSON.parse(row).file, JSON.parse(row).n]));
			t.is(counts.size, all.length);
			t.is(counts.get('caf\\xe9.jsonl'), 7);
			t.is(counts.get('\\xff\\xfe.jsonl'), 9);
		},
	);
}

onLinux.serial('R23: a single file whose name is not UTF-8 is searched, summed up and shown, with its name spelled out', async t => {
	const folder = folderOf(t, [Buffer.from('caf\xe9.jsonl', 'latin1')]);
	t.is((await run('obs-top events *.jsonl', folder)).stdout, line.trimEnd());
	t.is((await run('obs-top events *.jsonl component=sink', folder)).stdout, line.trimEnd());
	t.regex((await run('obs-top *.jsonl', folder)).stdout, /^1 line/m);
	const terminal = startInTerminal([...obsTop, 'caf\uFFFD.jsonl'], {cwd: folder});
	await terminal.until(/caf\\xe9\.jsonl[\s\S]*sink/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

const broken =
	/^obs-top: (?:dangling\.jsonl: no such file|folder\.jsonl: is a directory|loop\.jsonl: too many symbolic links|utf16\.jsonl: .*UTF-16).* \(.+\)$/;

/** Two files that can be read, beside some that a shell pattern matches and that can't. */
function folderWithBroken(t: ExecutionContext): string {
	const folder = folderOf(t, [Buffer.from('a.jsonl'), Buffer.from('b.jsonl')]);
	symlinkSync('nowhere', join(folder, 'dangling.jsonl'));
	symlinkSync('loop.jsonl', join(folder, 'loop.jsonl'));
	mkdirSync(join(folder, 'folder.jsonl'));
	writeFileSync(join(folder, 'utf16.jsonl'), Buffer.from('\uFEFF{}\n', 'utf16le'));
	return folder;
}

const commands: ReadonlyArray<readonly [script: string, stdout: RegExp]> = [
	['obs-top health *.jsonl', /"lines": 3,/],
	['obs-top health *.jsonl --since 1h', /"lines": 3,/],
	["obs-top events --count 'component=sink' $(printf -- '--file %s ' *.jsonl)", /^3$/],
	['obs-top incidents *.jsonl', /^no incidents in 3 events/],
	["obs-top query *.jsonl 'SELECT count(*) AS n FROM logs'", /^n\r?\n3$/],
	['obs-top inspect *.jsonl', /^Stage: sink/],
	['obs-top *.jsonl', /^3 lines/m],
];

for (const [script, stdout] of commands) {
	test(`R23: files of a pattern that can't be read are reported, one line each, and the others are read: ${script}`, async t => {
		const result = await run(script, folderWithBroken(t));
		t.regex(result.stdout, stdout);
		const said = result.stderr.split('\n');
		t.is(new Set(said).size, 4);
		t.deepEqual(
			said.filter(text => !broken.test(text)),
			[],
		);
		t.is(result.exitCode, 3);
	});
}

test('R23: if no file of a pattern can be read, that is one line and exit code 3', async t => {
	const folder = folderOf(t, []);
	symlinkSync('nowhere', join(folder, 'one.jsonl'));
	symlinkSync('nowhere', join(folder, 'two.jsonl'));
	for (const script of ['obs-top health *.jsonl', 'obs-top *.jsonl', "obs-top query *.jsonl 'SELECT 1'"]) {
		const {stdout, stderr, exitCode} = await run(script, folder);
		t.is(stdout, '');
		t.regex(stderr, /^obs-top: one\.jsonl: no such file \(.+\)$/);
		t.is(exitCode, 3);
	}
});

test.serial('R23: the screen shows the readable files of a pattern, reports the others, and can follow them too', async t => {
	const folder = folderWithBroken(t);
	for (const follow of [[], ['--follow']]) {
		const terminal = startInTerminal(['sh', '-c', '"$@" *.jsonl', 'sh', ...obsTop, ...follow], {cwd: folder, columns: 250});
		await terminal.until(/utf16\.jsonl[\s\S]*sink|sink[\s\S]*utf16\.jsonl/);
		terminal.press('q');
		t.is(await terminal.exited, 0);
	}
});

test('R23: a file that has vanished by the time its first line is due is reported, and the others are read', async t => {
	const folder = tempFolder(t);
	const first = line.repeat(20_000);
	writeFileSync(join(folder, 'first.jsonl'), first);
	writeFileSync(join(folder, 'later.jsonl'), line.replace('2024', '2025'));
	const [program = '', ...bin] = obsTop;
	const argv = [...bin, 'events', '--file', 'first.jsonl', '--file', 'later.jsonl'];
	const child = execa(program, argv, {cwd: folder, stdin: 'ignore', reject: false, buffer: {stdout: false}});
	let bytes = 0;
	// While nobody reads on, it can't have reached the second file.
	for await (const chunk of child.stdout) {
		if (bytes === 0) {
			rmSync(join(folder, 'later.jsonl'));
		}
		bytes += chunk.length;
	}
	const {stderr, exitCode} = await child;
	t.is(bytes, first.length);
	t.regex(stderr, /^obs-top: later\.jsonl: no such file \(.+\)$/);
	t.is(exitCode, 3);
});

import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {
	chmodSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {eventually} from './helpers/eventually.ts';

const run = promisify(execFile);

const shortRun = `--import=${fileURLToPath(new URL('./helpers/short-run.ts', import.meta.url))}`;

/**
The output of the built program, which may cache code in a folder; treated as a short run, however slow the machine is.
*/
/** The night ends in an incident. */
function exitsDegraded(error: {readonly code: number; readonly stdout: string}) {
	assert.equal(error.code, 1);
	return error;
}

async function health(environment: Readonly<Record<string, string>>): Promise<string> {
	const argv = ['bin/obs-top.js', 'health', '--file', 'test/fixtures/last-night.jsonl'];
	const running = run(process.execPath, argv, {env: {...process.env, NODE_OPTIONS: shortRun, ...environment}});
	return (await running.catch(exitsDegraded)).stdout;
}

const keptIn = (folder: string): readonly string[] =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.name.startsWith('obs-top-'))
		.map(entry => join(entry.parentPath, entry.name));

test('the output is the same with the code of an earlier run, with parts of it, and with none', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const plain = await health({NODE_DISABLE_COMPILE_CACHE: '1', NODE_COMPILE_CACHE: folder});
	t.deepEqual(keptIn(folder), []);
	t.is(await health({NODE_COMPILE_CACHE: folder}), plain);
	const [kept = '', ...others] = keptIn(folder);
	t.deepEqual(others, []);
	t.is(await health({NODE_COMPILE_CACHE: folder}), plain);
	truncateSync(kept, statSync(kept).size / 2);
	t.is(await health({NODE_COMPILE_CACHE: folder}), plain);
	writeFileSync(kept, 'no code');
	t.is(await health({NODE_COMPILE_CACHE: folder}), plain);
});

test('the code of a long run is used by the next one, and code that nobody uses makes room', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const environment = {NODE_COMPILE_CACHE: folder};
	const log = readFileSync('test/fixtures/last-night.jsonl');
	const long = execFile(process.execPath, ['bin/obs-top.js', 'health'], {env: {...process.env, ...environment}});
	long.stdin?.write(log);
	await eventually(() => keptIn(folder).some(path => path.endsWith('-settled')), 'what a long run uses is kept');
	long.stdin?.end(log);
	await once(long, 'exit');
	const [kept = '', ...others] = keptIn(folder);
	t.deepEqual(others, []);
	t.regex(kept, /-settled$/);
	await health(environment);
	t.deepEqual(keptIn(folder), [kept]);
	writeFileSync(kept, 'no code');
	await health(environment);
	t.deepEqual(keptIn(folder), [kept.replace(/settled$/, 'begun')]);
});

test('if no code can be cached, because a file is in the way, the program runs without', async t => {
	const plain = await health({NODE_DISABLE_COMPILE_CACHE: '1'});
	t.is(await health({NODE_COMPILE_CACHE: 'package.json'}), plain);
});

test('S12: code is cached in a private folder of the user, and in none that others could have put theirs in', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const own = `code-of-obs-top-${process.getuid?.()}`;
	const inTemporary = (name: string) => ({NODE_COMPILE_CACHE: '', TMPDIR: join(folder, name), HOME: folder, XDG_CACHE_HOME: ''});
	for (const name of ['fresh', 'open', 'linked', 'elsewhere']) {
		mkdirSync(join(folder, name));
	}
	mkdirSync(join(folder, 'open', own));
	chmodSync(join(folder, 'open', own), 0o777);
	symlinkSync(join(folder, 'elsewhere'), join(folder, 'linked', own));
	const plain = await health(inTemporary('fresh'));
	t.true(keptIn(join(folder, 'fresh', own)).length > 0);
	t.is(statSync(join(folder, 'fresh', own)).mode & 0o777, 0o700);
	for (const name of ['open', 'linked', 'nowhere']) {
		t.is(await health(inTemporary(name)), plain);
		t.true(keptIn(join(folder, '.cache/obs-top', own)).length > 0, name);
		rmSync(join(folder, '.cache'), {recursive: true});
	}
	t.deepEqual([...keptIn(join(folder, 'open', own)), ...keptIn(join(folder, 'elsewhere'))], []);
});

test('damaged code is not run but made again: a page of zeros, a truncated file, one under the name of another', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const environment = {NODE_COMPILE_CACHE: folder};
	const plain = await health(environment);
	const [kept = ''] = keptIn(folder);
	const whole = readFileSync(kept);
	const at = (share: number) => Math.floor(whole.length * share);
	const damaged = [
		...[0.1, 0.5, 0.9].map(share => Buffer.from(whole).fill(0, at(share), at(share) + 4096)),
		whole.subarray(0, -1),
		Buffer.concat([whole, Buffer.alloc(1)]),
		Buffer.alloc(0),
	];
	for (const bytes of damaged) {
		writeFileSync(kept, bytes);
		t.is(await health(environment), plain);
		t.true(readFileSync(kept).length > 100_000);
	}
	renameSync(kept, kept.replace(/begun$/, 'settled'));
	t.is(await health(environment), plain);
	t.deepEqual(keptIn(folder), [kept]);
});

test('anything in the place of cached code is not read: a FIFO, a link, a file that others can write', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const environment = {NODE_COMPILE_CACHE: folder};
	const plain = await health(environment);
	const [kept = ''] = keptIn(folder);
	renameSync(kept, join(folder, 'elsewhere'));
	symlinkSync(join(folder, 'elsewhere'), kept);
	t.is(await health(environment), plain);
	t.true(lstatSync(kept).isFile());
	rmSync(kept);
	await run('mkfifo', [kept]);
	t.is(await health(environment), plain);
	t.true(lstatSync(kept).isFile());
	chmodSync(kept, 0o666);
	t.is(await health(environment), plain);
	t.is(statSync(kept).mode & 0o777, 0o600);
});

test('only the code of the last two old versions is kept, and files that are not obs-top’s stay', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const environment = {NODE_COMPILE_CACHE: folder};
	await health(environment);
	const [kept = ''] = keptIn(folder);
	const others = ['1', '2', '3', '4', '5'].map(digit => kept.replace(/-[\da-f]{12}\./, `-${digit.repeat(12)}.`));
	const foreign = join(dirname(kept), 'obs-top-notes');
	for (const [index, path] of [foreign, ...others].entries()) {
		writeFileSync(path, '');
		utimesSync(path, index + 1, index + 1);
	}
	rmSync(kept);
	await health(environment);
	t.deepEqual(keptIn(folder).toSorted(), [foreign, ...others.slice(-2), kept].sort());
});

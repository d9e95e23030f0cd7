import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {promisify} from 'node:util';
import test from 'ava';

const run = promisify(execFile);

/** The answer of the built program, which may keep code in a folder. */
async function health(environment: Readonly<Record<string, string>>): Promise<string> {
	const argv = ['bin/obs-top.js', 'health', '--file', 'test/fixtures/last-night.jsonl'];
	return (await run(process.execPath, argv, {env: {...process.env, ...environment}})).stdout;
}

const keptIn = (folder: string): readonly string[] =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.name.startsWith('obs-top-'))
		.map(entry => join(entry.parentPath, entry.name));

test('the answer is the same with the code of an earlier run, with what is left of it, and with none', async t => {
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

test('the code of a long run is known to the next one, and what is known to none makes room', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const environment = {NODE_COMPILE_CACHE: folder};
	const log = readFileSync('test/fixtures/last-night.jsonl');
	const long = execFile(process.execPath, ['bin/obs-top.js', 'health'], {env: {...process.env, ...environment}});
	long.stdin?.write(log);
	await setTimeout(2000);
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

test('where no code can be kept, a file standing in its way, the program runs without', async t => {
	const plain = await health({NODE_DISABLE_COMPILE_CACHE: '1'});
	t.is(await health({NODE_COMPILE_CACHE: 'package.json'}), plain);
});

test('S12: code is kept in a folder of the user alone, and in none that others could have put theirs in', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const own = `code-of-obs-top-${process.getuid?.()}`;
	const inTemporary = (name: string) => ({NODE_COMPILE_CACHE: '', TMPDIR: join(folder, name)});
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
	}
	t.deepEqual([...keptIn(join(folder, 'open', own)), ...keptIn(join(folder, 'elsewhere'))], []);
});

import {execFile} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
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

test('where no code can be kept, a file standing in its way, the program runs without', async t => {
	const plain = await health({NODE_DISABLE_COMPILE_CACHE: '1'});
	t.is(await health({NODE_COMPILE_CACHE: 'package.json'}), plain);
});

test('S12: code is kept in the cache folder of the user, never in the temporary one, where others could put theirs', async t => {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-code-'));
	const [home, shared] = [join(folder, 'home'), join(folder, 'tmp')];
	mkdirSync(shared);
	const nowhere = {NODE_COMPILE_CACHE: '', XDG_CACHE_HOME: '', HOME: '', TMPDIR: shared};
	const plain = await health(nowhere);
	t.deepEqual(readdirSync(shared, {recursive: true}), []);
	t.is(await health({...nowhere, HOME: home}), plain);
	t.true(keptIn(join(home, '.cache/obs-top')).length > 0);
	t.is(await health({...nowhere, HOME: home, XDG_CACHE_HOME: join(folder, 'cache')}), plain);
	t.true(keptIn(join(folder, 'cache/obs-top')).length > 0);
	t.deepEqual(readdirSync(shared, {recursive: true}), []);
});

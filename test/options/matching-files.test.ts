import {existsSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {matchingFiles} from '../../src/options/matching-files.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test('R23: `**` of a glob finds each file once: it enters no link to a folder, whether it leads up, aside or nowhere', async t => {
	const folder = tempFolder(t);
	for (const name of ['logs/old/deep', 'elsewhere']) {
		mkdirSync(join(folder, name), {recursive: true});
	}
	for (const name of ['logs/a.jsonl', 'logs/old/deep/b.jsonl', 'elsewhere/c.jsonl']) {
		writeFileSync(join(folder, name), '{}\n');
	}
	symlinkSync('..', join(folder, 'logs/up'));
	symlinkSync('.', join(folder, 'logs/old/self'));
	symlinkSync('../../elsewhere', join(folder, 'logs/old/aside'));
	symlinkSync('nowhere', join(folder, 'logs/dangling.jsonl'));
	symlinkSync('../elsewhere/c.jsonl', join(folder, 'logs/linked.jsonl'));
	symlinkSync('logs', join(folder, 'current'));
	const found = async (glob: string) => (await matchingFiles(join(folder, glob))).map(path => path.slice(folder.length + 1));
	t.deepEqual(await found('**/*.jsonl'), ['elsewhere/c.jsonl', 'logs/a.jsonl', 'logs/linked.jsonl', 'logs/old/deep/b.jsonl']);

	// A link that the glob names, or that one of its other parts matches, is entered.
	t.deepEqual(await found('current/**/*.jsonl'), ['current/a.jsonl', 'current/linked.jsonl', 'current/old/deep/b.jsonl']);
	t.deepEqual(await found('cur*/*.jsonl'), ['current/a.jsonl', 'current/linked.jsonl']);
	t.deepEqual(await found('logs/old/*/*.jsonl'), ['logs/old/aside/c.jsonl', 'logs/old/deep/b.jsonl']);
});

const testOfProc = existsSync('/proc/self/status') ? test : test.skip;

testOfProc('R23: a glob enters /dev, /proc and /sys only if it begins there', async t => {
	t.deepEqual(await matchingFiles('/{dev,proc,sys}/**/stat*'), []);
	t.deepEqual(await matchingFiles('/proc/self/statu?'), ['/proc/self/status']);
	t.true((await matchingFiles('/proc/self/{net,attr}/**/*')).length > 0);
});

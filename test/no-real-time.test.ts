import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {tempFolder} from './helpers/temp-folder.ts';

const run = promisify(execFile);

const forbidden = [
	"import {setTimeout} from 'node:timers/promises';",
	"import {setTimeout as sleep} from 'timers/promises';",
	"import {performance} from 'node:perf_hooks';",
	'await new Promise(resolve => setTimeout(resolve, 50));',
	'setInterval(() => {}, 5);',
	'globalThis.setTimeout(() => {}, 5);',
	'const now = performance.now();',
	'const elapsed = Date.now() - start;',
	'const today = new Date();',
	'const ticks = process.hrtime.bigint();',
	'const spent = process.cpuUsage();',
	'await text({signal: AbortSignal.timeout(5000)});',
	't.timeout(60_000);',
	"await run('node', [], {timeout: 5000});",
	"const shell = 'sleep 0.4; echo late';",
	'const loop = `while :; do echo x; sleep 1; done`;',
	'const program = `setInterval(() => console.log(1), 5)`;',
	"const pause = 'Atomics.wait(cell, 0, 0, 5)';",
];

const allowed = [
	"import {eventually} from './helpers/eventually.ts';",
	'const time = new Date(5);',
	'const day = Date.UTC(2024, 0, 15);',
	"const lasting = 'sleep 1000 & echo $!';",
	'const clock = {now: () => 5};',
	'await new Promise(resolve => setImmediate(resolve));',
];

/** The lines of a test file that lint refuses. */
async function refused(t: Parameters<typeof tempFolder>[0], name: string, lines: readonly string[]): Promise<readonly string[]> {
	const folder = tempFolder(t);
	const plugins = [{path: resolve('test/no-real-time.grit'), includes: ['test/**']}];
	writeFileSync(join(folder, 'biome.json'), JSON.stringify({plugins, linter: {rules: {preset: 'none'}}}));
	mkdirSync(dirname(join(folder, name)), {recursive: true});
	writeFileSync(join(folder, name), lines.join('\n'));
	const biome = resolve('node_modules/.bin/biome');
	const {stdout} = await run(biome, ['lint', '--reporter=json', '--max-diagnostics=none', name], {cwd: folder}).catch(error => error);
	const {diagnostics}: {readonly diagnostics: ReadonlyArray<{readonly location: {readonly start: {readonly line: number}}}>} =
		JSON.parse(stdout);
	return [...new Set(diagnostics.map(({location}) => location.start.line))].map(line => lines[line - 1] ?? '');
}

test('lint refuses a test that reads a clock, sleeps or limits a wait, even in a program written as text', async t => {
	t.deepEqual(await refused(t, 'test/some.test.ts', [...forbidden, ...allowed]), forbidden);
});

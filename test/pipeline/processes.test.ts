import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import {docExamples, matchesOutput} from '../helpers/doc-examples.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'test/fixtures/programs/logging.ts');
const run = (way: string) => execa('node', ['--import=tsx', program, way], {cwd: root, reject: false});

for (const [way, exitCode] of [
	['exit', 7],
	['throw', 1],
	['reject', 1],
	['kill', undefined],
	['return', 0],
] as const) {
	test(`no line is lost when the process ends by ${way}`, async t => {
		const {stdout, exitCode: actual} = await run(way);
		t.is(actual, exitCode);
		const lines = stdout.split('\n').map(line => JSON.parse(line) as {event: string; number?: number; padding?: string});
		t.deepEqual(
			lines.filter(({event}) => event === 'line').map(({number}) => number),
			Array.from({length: 5000}, (_, index) => index + 1),
		);
		t.like(lines.at(-1), {event: 'last', padding: 'é'.repeat(100_000)});
	});
}

test('a slow reader gets every line', async t => {
	const child = spawn('node', ['--import=tsx', program, 'exit'], {cwd: root, stdio: ['ignore', 'pipe', 'inherit']});
	const ended = once(child, 'close');
	let text = '';
	let chunks = 0;
	for await (const chunk of child.stdout) {
		text += String(chunk);
		if (chunks++ < 20) {
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}
	}
	await ended;
	t.is(text.split('\n').filter(line => line.includes('"number"')).length, 5000);
});

test('a reader that has gone is not an error: the process continues silently', async t => {
	const child = spawn('node', ['--import=tsx', program, 'endless'], {cwd: root, stdio: ['ignore', 'pipe', 'pipe']});
	let complaints = '';
	child.stderr.on('data', chunk => {
		complaints += String(chunk);
	});
	await once(child.stdout, 'data');
	child.stdout.destroy();
	const [exitCode] = await once(child, 'close');
	t.is(complaints, 'nobody stopped it\n');
	t.is(exitCode, 1);
});

test('every example in the documents runs and prints what they say', async t => {
	mkdirSync(join(root, 'node_modules/.cache'), {recursive: true});
	const folder = mkdtempSync(join(root, 'node_modules/.cache/doc-examples-'));
	t.teardown(() => rmSync(folder, {recursive: true}));
	const library = new URL('../../src/pipeline/index.ts', import.meta.url).href;
	const pythons = (await execa('python3', ['--version'], {reject: false})).exitCode === 0 ? ['python3'] : [];
	const commands: Readonly<Record<string, readonly string[]>> = {ts: ['node', '--import=tsx'], python: pythons, sh: ['sh']};
	const runs = ['docs/pipeline-library.md', 'docs/emitting-logs.md'].flatMap(document =>
		docExamples(join(root, document)).map(example => ({document, ...example})),
	);
	t.true(runs.filter(({language}) => language === 'ts').length >= 10);
	const queue = [...runs.entries()];
	const worker = async () => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			const [index, {document, line, language, code, output}] = next;
			const [command, ...args] = commands[language] ?? [];
			if (command === undefined) {
				continue;
			}
			const file = join(folder, `example-${index}.${language === 'ts' ? 'mts' : language}`);
			writeFileSync(file, code.replaceAll("'obs-top/pipeline'", `'${library}'`));
			const result = await execa(command, [...args, file], {cwd: folder, reject: false});
			const place = `${document}:${line}`;
			t.is(result.exitCode, 0, `${place}\n${result.stderr}`);
			t.true(output === undefined || matchesOutput(result.stdout, output), `${place} prints\n${result.stdout}`);
		}
	};
	await Promise.all([worker(), worker()]);
});

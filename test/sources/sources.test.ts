import {Buffer} from 'node:buffer';
import {execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {
	appendFileSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {CommandStartError, SourceError} from '../../src/errors.ts';
import {discoverLogs} from '../../src/sources/discover-logs.ts';
import {type CommandState, closeFile, closePart, followFile, openFile, readFile, startCommand} from '../../src/sources/index.ts';
import {eventually} from '../helpers/eventually.ts';
import {heldBytes} from '../helpers/held-bytes.ts';
import {isAlive} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const text = Array.from({length: 3000}, (_, index) => `{"n":${index},"x":"${'é'.repeat(index % 50)}"}\n`).join('');

async function contentOf(path: string, problems: string[] = []): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of readFile(path, {onProblem: problem => problems.push(problem)})) {
		chunks.push(Buffer.from(chunk));
	}
	return Buffer.concat(chunks).toString();
}

test('a plain, a gzip and a zstd file read the same, whatever their names', async t => {
	const folder = tempFolder(t);
	const contents = {
		plain: Buffer.from(text),
		'app.log.gz': gzipSync(text),
		'app.log.1': gzipSync(text),
		'app.log.zst': zstdCompressSync(text),
	};
	for (const [name, bytes] of Object.entries(contents)) {
		writeFileSync(join(folder, name), bytes);
		t.is(await contentOf(join(folder, name)), text, name);
	}
});

test('a FIFO that replaces a file between two looks does not block', async t => {
	const folder = tempFolder(t);
	const [path, file, fifo] = ['log', 'file', 'fifo'].map(name => join(folder, name)) as [string, string, string];
	writeFileSync(file, text);
	execFileSync('mkfifo', [fifo]);
	const swapping = spawn(process.execPath, ['test/fixtures/programs/swap-names.mjs', path, file, fifo], {stdio: 'ignore'});
	const ended = once(swapping, 'exit');
	t.teardown(() => swapping.kill('SIGKILL'));
	await eventually(() => existsSync(path), 'it has begun');
	const opened = {plain: 0, once: 0};
	while (opened.plain < 2000 || opened.once < 2000) {
		const found = openFile(path);
		opened[found.type === 'plain' ? 'plain' : 'once']++;
		closeFile(found);
	}
	swapping.kill('SIGKILL');
	await ended; // otherwise it would continue in the folder that is about to be removed
	t.pass();
});

test('inflated memory is freed as it is read, and everything is read', async t => {
	const bytes = Buffer.from(text.repeat(100));
	for (const [name, packed] of [
		['log.gz', gzipSync(bytes)],
		['log.zst', zstdCompressSync(bytes)],
	] as const) {
		const path = join(tempFolder(t), name);
		writeFileSync(path, packed);
		const hash = createHash('sha256');
		const buffers = new Set<ArrayBufferLike>();
		for await (const chunk of readFile(path)) {
			hash.update(chunk);
			buffers.add(chunk.buffer);
		}
		t.is(hash.digest('hex'), createHash('sha256').update(bytes).digest('hex'), name);
		const heldBytes = [...buffers].reduce((sum, {byteLength}) => sum + byteLength, 0);
		t.true(bytes.length > 8 * 1024 * 1024 && heldBytes <= 1024 * 1024, `${heldBytes} of ${bytes.length}`);
	}
});

test('R9: a file that gets shorter while it is read is read to its end, and the user is told', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, text);
	const problems: string[] = [];
	const chunks: Buffer[] = [];
	const onProgress = () => truncateSync(path, 40_000);
	for await (const chunk of readFile(path, {onProblem: problem => problems.push(problem), onProgress})) {
		chunks.push(Buffer.from(chunk));
	}
	t.is(Buffer.concat(chunks).toString(), text.slice(0, Buffer.from(text).subarray(0, 40_000).toString().length));
	t.is(problems.length, 1);
	t.regex(
		problems[0] ?? '',
		new RegExp(`^${path}: shrank while it was read: only 40000 of ${Buffer.byteLength(text)} bytes were read \\(.+\\)$`),
	);
});

test('R23: an empty file, a FIFO and a file in /proc are read to their end', async t => {
	const folder = tempFolder(t);
	const empty = join(folder, 'empty');
	writeFileSync(empty, '');
	t.is(await contentOf(empty), '');
	const fifo = join(folder, 'fifo');
	execFileSync('mkfifo', [fifo]);
	const writer = spawn('sh', ['-c', 'printf "a\\nb\\n" > "$0"', fifo]);
	t.is(await contentOf(fifo), 'a\nb\n');
	t.teardown(() => writer.kill());
	if (existsSync('/proc/version')) {
		t.is(await contentOf('/proc/version'), readFileSync('/proc/version', 'utf8'));
	}
});

const ofKernelThread = '/proc/2/environ';
const withKernelThreads = isRefused(ofKernelThread) ? test : test.skip;
withKernelThreads('R23: a file of /proc whose process has nothing to tell is refused in one line that says why and what to do', async t => {
	const error = await t.throwsAsync(contentOf(ofKernelThread), {instanceOf: SourceError});
	t.is(error?.message, `${ofKernelThread}: its process has ended or gives no access (name another one)`);
});

function isRefused(path: string): boolean {
	try {
		readFileSync(path);
		return false;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'ESRCH';
	}
}

test('R23: something that is not a file is refused in one line that says why and what to do', async t => {
	const folder = tempFolder(t);
	const missing = await t.throwsAsync(contentOf(join(folder, 'missing.log')), {instanceOf: SourceError});
	t.regex(missing.message, /missing\.log: no such file \(.+\)$/);
	const directory = await t.throwsAsync(contentOf(folder), {instanceOf: SourceError});
	t.regex(directory.message, /is a directory \(.+\)$/);
	t.notRegex(missing.message + directory.message, /\n/);
});

/** Follows a file and collects the text of each part. */
function follow(t: ExecutionContext, path: string) {
	const abort = new AbortController();
	const problems: string[] = [];
	const parts: string[] = [];
	const closed: string[] = [];
	const decoders = new Map<number, Buffer[]>();
	let idles = 0;
	const done = (async () => {
		for await (const event of followFile(path, {signal: abort.signal, onNotice: notice => problems.push(notice), lateWriteMs: 1e9})) {
			switch (event.type) {
				case 'open':
					parts[event.part.number] = '';
					decoders.set(event.part.number, []);
					break;
				case 'bytes':
					decoders.get(event.part.number)?.push(Buffer.from(event.bytes));
					parts[event.part.number] = Buffer.concat(decoders.get(event.part.number) ?? []).toString();
					break;
				case 'close':
					closed.push(`${event.part.number} ${event.reason}`);
					if (event.reason === 'rotated') {
						closePart(event.part);
					}
					break;
				case 'idle':
					idles++;
					break;
			}
		}
	})();
	t.teardown(async () => {
		abort.abort();
		await done;
	});
	return {problems, parts, closed, done, idle: () => idles, abort};
}

test('a followed file is read from its first line, and further as it grows', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\n');
	const {parts} = follow(t, path);
	await eventually(() => parts[0] === 'one\n');
	appendFileSync(path, 'two\n');
	await eventually(() => parts[0] === 'one\ntwo\n');
	t.pass();
});

test('R1: a rename loses no line, and later writes to the old file are read', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\n');
	const {parts} = follow(t, path);
	await eventually(() => parts[0] === 'one\n');
	appendFileSync(path, 'two\n');
	renameSync(path, `${path}.1`);
	writeFileSync(path, 'three\n');
	await eventually(() => parts[1] === 'three\n');
	appendFileSync(`${path}.1`, 'late\n');
	await eventually(() => parts[0] === 'one\ntwo\nlate\n');
	t.deepEqual(parts, ['one\ntwo\nlate\n', 'three\n']);
});

test('R2: a truncated file is read from its start, and the user is told', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'a long first line\nhalf a li');
	const {parts, closed, problems} = follow(t, path);
	await eventually(() => parts[0] === 'a long first line\nhalf a li');
	copyFileSync(path, `${path}.1`);
	truncateSync(path, 0);
	appendFileSync(path, 'new\n');
	await eventually(() => parts[1] === 'new\n');
	t.deepEqual(closed, ['0 truncated']);
	t.regex(problems.join('\n'), /truncated/);
});

test('R3: a file that was truncated and filled past the old end is recognized by its first bytes', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'old\n');
	const {parts, problems} = follow(t, path);
	await eventually(() => parts[0] === 'old\n');
	writeFileSync(path, 'another start, and longer\n');
	await eventually(() => parts[1] === 'another start, and longer\n');
	t.regex(problems.join('\n'), /may be missing/);
});

test('R4: a deleted file that comes back, even with the same inode, starts over', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\n');
	const {parts, problems} = follow(t, path);
	await eventually(() => parts[0] === 'one\n');
	unlinkSync(path);
	await eventually(() => problems.some(notice => notice.includes('disappeared')));
	writeFileSync(path, 'two\n');
	await eventually(() => parts[1] === 'two\n');
	t.is(parts[0], 'one\n');
});

test('R5, R6: a missing file is waited for, with its folder, and a symlink may switch to another file', async t => {
	const folder = join(tempFolder(t), 'later');
	const path = join(folder, 'log');
	const {parts, problems} = follow(t, path);
	await eventually(() => problems.includes(`waiting for ${path}`));
	mkdirSync(folder);
	writeFileSync(`${path}.a`, 'a\n');
	writeFileSync(`${path}.b`, 'b\n');
	symlinkSync(`${path}.a`, path);
	await eventually(() => parts[0] === 'a\n');
	symlinkSync(`${path}.b`, `${path}.new`);
	renameSync(`${path}.new`, path);
	await eventually(() => parts[1] === 'b\n');
	rmSync(folder, {recursive: true});
	await eventually(() => problems.some(notice => notice.includes('disappeared')));
	t.pass();
});

test('R1: a hundred rotations while another process writes lose and duplicate no line', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, '');
	const {parts} = follow(t, path);
	await eventually(() => parts.length === 1);
	const writer = spawn(process.execPath, [fileURLToPath(new URL('../helpers/rotating-writer.ts', import.meta.url)), path]);
	await new Promise(resolve => writer.once('exit', resolve));
	const numbers = () => parts.join('').split('\n').filter(Boolean).map(Number);
	await eventually(() => numbers().length >= 2000);
	t.deepEqual(
		numbers(),
		Array.from({length: 2000}, (_, index) => index),
	);
});

test('a directory is not a file to follow', async t => {
	const folder = tempFolder(t);
	const events = followFile(folder, {signal: new AbortController().signal, onNotice: () => {}});
	await t.throwsAsync(events.next(), {instanceOf: SourceError, message: /is a directory/});
});

async function runCommand(argv: readonly [string, ...string[]]) {
	const command = await startCommand(argv);
	const output = {stdout: '', stderr: ''};
	const states: CommandState[] = [];
	const read = command.read(
		(stream, bytes) => {
			output[stream] += bytes.toString();
		},
		state => states.push(state),
	);
	return {command, output, states, read};
}

test('P13: stdout and stderr of a command arrive separately, its stdin is empty, and its exit is reported', async t => {
	const {output, states, read} = await runCommand(['sh', '-c', 'cat; echo out; echo err >&2; exit 3']);
	await read;
	t.deepEqual(output, {stdout: 'out\n', stderr: 'err\n'});
	const last = states.at(-1);
	t.like(last, {type: 'exited', code: 3, signal: undefined, outputOpen: false});
});

test('P12: output is read until the last process that holds it ends', async t => {
	const go = join(tempFolder(t), 'go');
	execFileSync('mkfifo', [go]);
	const {command, output, states, read} = await runCommand(['sh', '-c', `(cat ${go}; echo late) & echo early`]);
	await eventually(() => states.length > 0);
	t.like(states[0], {type: 'exited', code: 0, outputOpen: true});
	writeFileSync(go, '');
	await read;
	t.is(output.stdout, 'early\nlate\n');
	t.like(command.state, {type: 'exited', outputOpen: false});
});

test('P8: ending a command ends everything it started', async t => {
	const {command, output, read} = await runCommand(['sh', '-c', 'sleep 1000 & echo $!; (sleep 1000 | cat) & wait']);
	await eventually(() => output.stdout.includes('\n'));
	await command.end();
	await read;
	t.false(isAlive(Number(output.stdout)));
	t.false(isAlive(command.state.pid));
	t.like(command.state, {type: 'exited', signal: 'SIGTERM'});
});

test('P8: a command that ignores SIGTERM is killed in the end', async t => {
	const {command, output, read} = await runCommand(['sh', '-c', 'trap "" TERM; echo ready; while :; do sleep 1000; done']);
	await eventually(() => output.stdout === 'ready\n');
	await command.end();
	await read;
	t.like(command.state, {type: 'exited', signal: 'SIGKILL'});
});

test('P14: a command that cannot be started says why: 127 if there is none, 126 if it is not a program', async t => {
	const folder = tempFolder(t);
	writeFileSync(join(folder, 'text'), 'no program', {mode: 0o644});
	const missing = await t.throwsAsync(startCommand(['no-such-command-here']), {instanceOf: CommandStartError});
	t.is(missing instanceof CommandStartError && missing.exitCode, 127);
	const refused = await t.throwsAsync(startCommand([join(folder, 'text')]), {instanceOf: CommandStartError});
	t.is(refused instanceof CommandStartError && refused.exitCode, 126);
});

test('a slow reader slows the command down instead of filling memory', async t => {
	const command = await startCommand([
		process.execPath,
		'-e',
		'for (let i = 0; i < 400; i++) process.stdout.write("x".repeat(65535) + "\\n")',
	]);
	let bytes = 0;
	let isBusy = false;
	let overlaps = 0;
	await command.read(async (_, chunk) => {
		overlaps += Number(isBusy);
		isBusy = true;
		await new Promise(resolve => setImmediate(resolve));
		bytes += chunk.length;
		isBusy = false;
	});
	t.is(bytes, 400 * 65536);
	t.is(overlaps, 0);
});

test('the logs found in a folder are those of JSON lines, newest first: no text, no JSON document, nothing empty', async t => {
	const folder = tempFolder(t);
	const event = '{"level":"INFO","event":"started"}\n';
	writeFileSync(join(folder, 'old.log'), `starting\n${event}`);
	writeFileSync(join(folder, 'compose.log'), `web  | ${event}`);
	writeFileSync(join(folder, 'plain.log'), 'no object here\n');
	writeFileSync(join(folder, 'empty.jsonl'), '');
	writeFileSync(join(folder, 'config.json'), '{\n  "a":\n  {"b": 1}\n}\n');
	writeFileSync(join(folder, 'notes.md'), event);
	utimesSync(join(folder, 'old.log'), 1000, 1000);
	const found = await discoverLogs([{path: folder, depth: 1}]);
	t.deepEqual(
		found.map(({path, lastLine}) => [path, lastLine]),
		[
			[join(folder, 'compose.log'), `web  | ${event.trim()}`],
			[join(folder, 'old.log'), event.trim()],
		],
	);
});

test('a compressed file that inflates to thousands of times its size is inflated as it is read, a few MiB ahead', async t => {
	const path = join(tempFolder(t), 'nulls.zst');
	const frameBytes = 10 * 1024 * 1024;
	const frame = zstdCompressSync(Buffer.alloc(frameBytes));
	writeFileSync(path, Buffer.concat(Array.from({length: 30}, () => frame)));
	const heldBytesNow = () => process.memoryUsage().arrayBuffers;
	heldBytes(); // garbage must not be collected during the test
	const begun = heldBytesNow();
	let most = 0;
	let bytes = 0;
	for await (const chunk of readFile(path)) {
		bytes += chunk.length;
		most = Math.max(most, heldBytesNow() - begun);
	}
	t.is(bytes, 30 * frameBytes);
	t.true(most < 64 * 1024 * 1024, `${most} bytes`);
});

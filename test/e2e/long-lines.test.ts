import {Buffer} from 'node:buffer';
import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {closeSync, createReadStream, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {obsTop} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const megabyte = 1024 * 1024;
const holeMegabytes = 300;
const mostMegabytes = 250; // the little that is held is out of proportion to the line

const line = (second: number) =>
	`{"timestamp":"2024-01-15T22:00:0${second}.000Z","component":"sink","event":"stage_completed","recordsIn":5,"recordsOut":5,"elapsedMs":5}\n`;

/** A line, then one of NULs as a crash leaves them, then two more. */
function holeIn(folder: string): string {
	const path = join(folder, 'hole.jsonl');
	const file = openSync(path, 'w');
	writeSync(file, line(0));
	ftruncateSync(file, line(0).length + holeMegabytes * megabyte);
	writeSync(file, `\n${line(1)}${line(2)}`, line(0).length + holeMegabytes * megabyte);
	closeSync(file);
	return path;
}

/** The same compressed, from repeated members, so that it takes no time to create. */
function compressedHole(folder: string, name: string, compress: (bytes: Buffer) => Buffer): string {
	const path = join(folder, name);
	const nulls = compress(Buffer.alloc(20 * megabyte));
	writeFileSync(
		path,
		Buffer.concat([
			compress(Buffer.from(line(0))),
			...Array.from({length: holeMegabytes / 20}, () => nulls),
			compress(Buffer.from(`\n${line(1)}${line(2)}`)),
		]),
	);
	return path;
}

type Said = {readonly sha: string; readonly bytes: number; readonly peakMegabytes: number; readonly errors: string};

/** @param stdin - A file to pipe in. */
async function run(args: readonly string[], stdin?: string): Promise<Said> {
	const [command = '', ...rest] = obsTop;
	const child = spawn(command, [...rest, ...args], {stdio: ['pipe', 'pipe', 'pipe']});
	if (stdin === undefined) {
		child.stdin.end();
	} else {
		createReadStream(stdin).pipe(child.stdin);
	}
	const hash = createHash('sha1');
	let bytes = 0;
	let errors = '';
	let peakMegabytes = 0;
	let hasEnded = false;
	const look = () => {
		peakMegabytes = Math.max(peakMegabytes, peakOf(child));
	};
	child.stdout.on('data', (chunk: Buffer) => {
		look();
		hash.update(chunk);
		bytes += chunk.length;
	});
	child.stderr.on('data', (chunk: Buffer) => {
		errors += chunk.toString();
	});
	child.once('close', () => {
		hasEnded = true;
	});
	await eventually(() => {
		look();
		return hasEnded;
	}, 'the end of obs-top');
	return {sha: hash.digest('hex'), bytes, peakMegabytes, errors};
}

/** 0 once it has ended. */
function peakOf({pid}: ChildProcess): number {
	try {
		return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
	} catch {
		return 0;
	}
}

async function shaOf(path: string): Promise<string> {
	const hash = createHash('sha1');
	for await (const chunk of createReadStream(path)) {
		hash.update(chunk);
	}
	return hash.digest('hex');
}

const isLinux = process.platform === 'linux';
const withMemory = isLinux ? test : test.skip;

withMemory('R19: events prints a line of 300 MB unchanged, from every kind of source when read alone, and holds little of it', async t => {
	const folder = tempFolder(t);
	const hole = holeIn(folder);
	const small = join(folder, 'small.jsonl');
	writeFileSync(small, line(9));
	const [alone, withSmall] = [await shaOf(hole), createHash('sha1')];
	for await (const chunk of createReadStream(hole)) {
		withSmall.update(chunk);
	}
	const both = withSmall.update(line(9)).digest('hex');
	const check = async (what: string, sha: string, args: readonly string[], stdin?: string) => {
		const said = await run(['events', ...args], stdin);
		t.is(said.sha, sha, `${what}: ${said.bytes} bytes, ${said.errors}`);
		t.true(said.peakMegabytes < mostMegabytes, `${what}: ${said.peakMegabytes} MB`);
	};
	await check('a file', alone, [hole]);
	await check('a pipe', alone, ['--file', '-'], hole);
	await check('gzip', alone, [compressedHole(folder, 'hole.gz', gzipSync)]);
	await check('zstd', alone, [compressedHole(folder, 'hole.zst', zstdCompressSync)]);
	await check('a set of files', both, ['--file', hole, '--file', small, '--since', '2024-01-15T21:00:00Z']);
});

withMemory(
	'R19: of a 300 MB line of a command, events holds and prints the first MiB and the newline, prints all other lines, and says so',
	async t => {
		const hole = holeIn(tempFolder(t));
		const {bytes, peakMegabytes, errors} = await run(['events', '--', 'cat', hole]);
		t.is(bytes, 3 * line(0).length + megabyte + 2);
		t.true(peakMegabytes < mostMegabytes, `${peakMegabytes} MB`);
		t.regex(errors, /^obs-top: a line is over 1 MiB.*\nobs-top: line 2 was not understood: it is over 1 MiB long.*\n$/);
	},
);

withMemory('R19: filtering, counting and summing up a 300 MB line holds little of it', async t => {
	const folder = tempFolder(t);
	const hole = holeIn(folder);
	const zstd = compressedHole(folder, 'hole.zst', zstdCompressSync);
	for (const args of [
		['events', '-q', 'component=sink', hole],
		['events', '--count', zstd],
		['health', zstd],
		['query', '--file', zstd, 'select count(*) as lines from logs'],
	]) {
		const {peakMegabytes, bytes} = await run(args);
		t.true(bytes > 0 && peakMegabytes < mostMegabytes, `${args.join(' ')}: ${peakMegabytes} MB`);
	}
});

test('R19: a line after a long one that lacks its final newline starts on a new line', t => {
	const folder = tempFolder(t);
	const [first, second] = [join(folder, 'a.jsonl'), join(folder, 'b.jsonl')];
	writeFileSync(first, `${line(0)}${'x'.repeat(3 * megabyte)}`);
	writeFileSync(second, line(1));
	const printed = printedOf(['events', '--file', first, '--file', second]);
	t.is(printed.length, 2 * line(0).length + 3 * megabyte + 1);
	t.true(printed.endsWith(`x\n${line(1)}`));
});

function printedOf(args: readonly string[]): string {
	const [command = '', ...rest] = obsTop;
	return execFileSync(command, [...rest, ...args], {encoding: 'latin1', maxBuffer: 1e8});
}

import {Buffer} from 'node:buffer';
import {execFileSync, spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {crc32, gzipSync, inflateRawSync, constants as zlib, zstdCompressSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {readFile} from '../../src/sources/index.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const lines = Array.from({length: 6000}, (_, index) => `{"n":${index},"x":"${crc32(String(index)).toString(36)}"}\n`);
const text = Buffer.from(lines.join(''));
const gzip = gzipSync(text);
const zstd = zstdCompressSync(text);
const nothing = Buffer.alloc(0);

type Read = {readonly bytes: Buffer; readonly problems: readonly string[]};

async function read(path: string): Promise<Read> {
	const chunks: Buffer[] = [];
	const problems: string[] = [];
	for await (const chunk of readFile(path, {onProblem: problem => problems.push(problem)})) {
		chunks.push(Buffer.from(chunk));
	}
	return {bytes: Buffer.concat(chunks), problems};
}

function readBytes(t: ExecutionContext, name: string, bytes: Buffer): Promise<Read> {
	const path = join(tempFolder(t), name);
	writeFileSync(path, bytes);
	return read(path);
}

function flipped(bytes: Buffer, at: number): Buffer {
	const copy = Buffer.from(bytes);
	copy[at] = (copy[at] ?? 0) ^ 0x40;
	return copy;
}

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Intact files, whatever they are made of. */
const whole: ReadonlyArray<readonly [what: string, name: string, bytes: Buffer, content: Buffer]> = [
	['several members of gzip', 'log.gz', Buffer.concat([gzip, gzip, gzip]), Buffer.concat([text, text, text])],
	[
		'members of gzip with zeros after each',
		'log.gz',
		Buffer.concat([gzip, Buffer.alloc(512), gzip, Buffer.alloc(70_000)]),
		Buffer.concat([text, text]),
	],
	['several frames of zstd', 'log.zst', Buffer.concat([zstd, zstd]), Buffer.concat([text, text])],
	['a gzip file of empty content', 'log.gz', gzipSync(nothing), nothing],
	['text that is called .gz', 'log.gz', text, text],
	['text that is called .zst', 'log.zst', text, text],
	// As pzstd begins its files: a skippable frame of four bytes.
	['a skippable frame at the start of zstd', 'log.zst', Buffer.concat([Buffer.from('502a4d1804000000abcdef00', 'hex'), zstd]), text],
];

for (const [what, name, bytes, content] of whole) {
	test(`R20: ${what} is read as it is, and nothing is reported`, async t => {
		const {bytes: shown, problems} = await readBytes(t, name, bytes);
		t.deepEqual(problems, []);
		t.true(shown.equals(content));
	});
}

/** Files with all their content, in which something is wrong all the same. */
const complete: ReadonlyArray<readonly [what: string, name: string, bytes: Buffer, said: RegExp]> = [
	[
		'a gzip file with a wrong checksum',
		'log.gz',
		flipped(gzip, gzip.length - 6),
		/is damaged .* its checksum is wrong, .* \(copy the file again\)$/,
	],
	['a gzip file with a wrong length', 'log.gz', flipped(gzip, gzip.length - 2), /is damaged .* its checksum is wrong/],
	['a gzip file without its end', 'log.gz', gzip.subarray(0, gzip.length - 4), /is cut off: .+ \(.+\)$/],
	['text after gzip', 'log.gz', Buffer.concat([gzip, Buffer.from('appended\n')]), /follows the compressed data and was not read \(.+\)$/],
	[
		'text after zeros after gzip',
		'log.gz',
		Buffer.concat([gzip, Buffer.alloc(99), Buffer.from('appended\n')]),
		/follows the compressed data/,
	],
	['text after zstd', 'log.zst', Buffer.concat([zstd, Buffer.from('appended\n')]), /follows the compressed data/],
	['the first byte of another member', 'log.gz', Buffer.concat([gzip, gzip.subarray(0, 1)]), /is cut off|follows the compressed data/],
];

for (const [what, name, bytes, said] of complete) {
	test(`R20: ${what} shows all of it and is reported`, async t => {
		const {bytes: shown, problems} = await readBytes(t, name, bytes);
		t.is(problems.length, 1);
		t.regex(problems[0] ?? '', said);
		t.notRegex(problems[0] ?? '', /\n/);
		t.true(shown.equals(text));
	});
}

test('R20: an empty file with the name of a compressed one is cut off', async t => {
	for (const name of ['log.gz', 'log.zst']) {
		const {bytes, problems} = await readBytes(t, name, nothing);
		t.is(bytes.length, 0);
		t.regex(problems.join('\n'), /^.*: the compressed file is cut off: .*$/);
	}
});

test('R20: a cut or damaged file that inflates to a thousand times its size loses nothing either', async t => {
	const long = Buffer.alloc(40_000_000, 'a line that is written again and again\n');
	const packed = gzipSync(long);
	for (const bytes of [packed.subarray(0, packed.length / 2), flipped(packed, packed.length - 6)]) {
		const expected = inflateRawSync(bytes.subarray(10), {finishFlush: zlib.Z_SYNC_FLUSH});
		const {bytes: shown, problems} = await readBytes(t, 'log.gz', bytes);
		t.is(shown.length, expected.length);
		t.true(shown.equals(expected));
		t.is(problems.length, 1);
	}
});

test('R20: a damaged member ends the file, and those before it are shown', async t => {
	const {bytes, problems} = await readBytes(t, 'log.gz', Buffer.concat([gzip, flipped(gzip, gzip.length - 6), gzip]));
	t.true(bytes.equals(Buffer.concat([text, text])));
	t.is(problems.length, 1);
});

(has('python3') ? test : test.skip)(
	'R20: everything that zlib can inflate before the damage is shown, wherever a gzip file is cut off or damaged',
	async t => {
		const folder = tempFolder(t);
		const members = Buffer.concat([gzip, gzip]);
		const places = fc.sample(fc.integer({min: 2, max: members.length - 1}), {numRuns: 10, seed: 7});
		const paths = places.map((at, index) => {
			const path = join(folder, `${index}.gz`);
			writeFileSync(path, index % 4 === 0 ? members.subarray(0, at) : flipped(members, at));
			return path;
		});
		const expected = execFileSync('python3', ['-c', byZlib, ...paths], {encoding: 'utf8'})
			.trim()
			.split('\n');
		for (const [index, path] of paths.entries()) {
			const {bytes, problems} = await read(path);
			t.is(`${bytes.length} ${crc32(bytes)} ${problems.length}`, expected[index] ?? '', `damaged at ${places[index]}`);
		}
	},
);

/**
For each file: how many bytes zlib makes of it, their sum, and whether something is wrong; fed byte by byte, so that it
holds nothing back when it fails.
*/
const byZlib = `
import sys, zlib
for path in sys.argv[1:]:
    data = open(path, 'rb').read()
    made = []
    at = 0
    ended = True
    failed = False
    while at < len(data) and not failed:
        if ended:
            member = zlib.decompressobj(31)
            ended = False
        try:
            made.append(member.decompress(data[at:at + 1]))
        except zlib.error:
            failed = True
        ended = member.eof
        at += 1
    made = b''.join(made)
    print(len(made), zlib.crc32(made), 0 if ended and not failed else 1)
`;

(has('zstd') ? test : test.skip)('R20: what zstd makes of a file that is cut off or damaged is shown', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'log.zst');
	const summed = execFileSync('zstd', ['-c', '-q', '--check'], {input: text});
	for (const [bytes, said] of [
		[summed.subarray(0, summed.length / 2), /is cut off/],
		[flipped(summed, summed.length - 2), /its checksum is wrong/],
		[flipped(summed, Math.floor(summed.length / 2)), /is damaged/],
	] as const) {
		writeFileSync(path, bytes);
		const byTool = spawnSync('zstd', ['-dc', '-q', path], {maxBuffer: 1e9}).stdout;
		const {bytes: shown, problems} = await read(path);
		t.true(shown.length >= byTool.length && byTool.equals(shown.subarray(0, byTool.length)));
		t.is(problems.length, 1);
		t.regex(problems[0] ?? '', said);
	}
});

(has('pzstd') ? test : test.skip)('R20: what pzstd has written is read', async t => {
	const {bytes, problems} = await readBytes(
		t,
		'log.zst',
		execFileSync('pzstd', ['-c', '-q', '-p', '4'], {input: text, stdio: ['pipe', 'pipe', 'ignore']}),
	);
	t.true(bytes.equals(text));
	t.deepEqual(problems, []);
});

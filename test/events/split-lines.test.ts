import {Buffer} from 'node:buffer';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import {SourceError} from '../../src/errors.ts';
import {LineSplitter, type SplitLine} from '../../src/events/lines/split-lines.ts';

function linesOf(chunks: readonly Uint8Array[], maxLineBytes?: number): SplitLine[] {
	const lines: SplitLine[] = [];
	const splitter = new LineSplitter(line => lines.push(line), maxLineBytes === undefined ? {} : {maxLineBytes});
	for (const chunk of chunks) {
		splitter.write(chunk);
	}
	splitter.end();
	return lines;
}

/** The same rules, the slow way: the whole input at once, cut at each LF. */
function oracle(bytes: Buffer, maxLineBytes: number): SplitLine[] {
	const lines: SplitLine[] = [];
	const mark = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
	for (let start = 0; start < bytes.length; ) {
		const at = bytes.indexOf(0x0a, start);
		const terminated = at !== -1;
		const end = terminated ? at : bytes.length;
		const content = bytes.subarray(start === 0 ? mark : start, end);
		const oversized = content.length > maxLineBytes;
		const whole = content.toString();
		lines.push({
			text: oversized ? whole : terminated ? whole.replace(/\r$/, '') : whole,
			byteLength: end - start + (terminated ? 1 : 0),
			terminated,
			oversized,
			malformed: !isWholeUtf8(content),
		});
		start = end + 1;
	}
	return lines;
}

function isWholeUtf8(bytes: Buffer): boolean {
	try {
		new TextDecoder('utf-8', {fatal: true}).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
	const places = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
	return [0, ...places].map((start, index) => bytes.subarray(start, places[index]));
}

/** Bytes that mean something to a splitter, in any order, mixed with any others. */
const piece = fc.oneof(
	fc.constantFrom('\n', '\r', '\r\n', '{"a":1}', 'é', '…', '😀', '\u2028', '\u0085', '\0', '\uFFFD').map(text => Buffer.from(text)),
	fc
		.constantFrom([0xef, 0xbb, 0xbf], [0xe2, 0x82], [0xf0, 0x9f], [0xf0, 0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf8], [0x80])
		.map(bytes => Buffer.from(bytes)),
	fc.uint8Array({maxLength: 4}).map(bytes => Buffer.from(bytes)),
);
const input = fc
	.array(piece, {maxLength: 30})
	.map(pieces => Buffer.concat(pieces))
	.filter(bytes => !isRefused(bytes));

/** UTF-16, gzip and zstd. */
function isRefused(bytes: Buffer): boolean {
	return ['fffe', 'feff', '1f8b', '28b52ffd'].some(magic => bytes.toString('hex').startsWith(magic));
}

test('R11, R15: any bytes in any chunks give the lines of a cut at each LF, and their lengths add up to the input', t => {
	fc.assert(
		fc.property(input, fc.array(fc.nat(), {maxLength: 10}), (bytes, cuts) => {
			const lines = linesOf(chunksOf(bytes, cuts));
			t.deepEqual(lines, oracle(bytes, 1024 * 1024));
			t.is(
				lines.reduce((sum, {byteLength}) => sum + byteLength, 0),
				bytes.length,
			);
		}),
		{numRuns: 2000},
	);
});

test('a line over the limit is cut the same however it arrives, and the lines after it are complete', t => {
	fc.assert(
		fc.property(input, fc.array(fc.nat(), {maxLength: 10}), fc.integer({min: 1, max: 12}), (bytes, cuts, maxLineBytes) => {
			const lines = linesOf(chunksOf(bytes, cuts), maxLineBytes);
			t.deepEqual(lines, linesOf([bytes], maxLineBytes));
			const expected = oracle(bytes, maxLineBytes);
			t.deepEqual(
				lines.map(line => (line.oversized ? {...line, text: '', malformed: false} : line)),
				expected.map(line => (line.oversized ? {...line, text: '', malformed: false} : line)),
			);
		}),
		{numRuns: 1000},
	);
});

test('R11: a record cut at every byte offset, even within a character or between CR and LF, is the record', t => {
	const bytes = Buffer.from('{"msg":"größer 😀"}\r\n{"a":1}\n');
	for (let cut = 0; cut <= bytes.length; cut++) {
		t.deepEqual(
			linesOf([bytes.subarray(0, cut), bytes.subarray(cut)]).map(({text}) => text),
			['{"msg":"größer 😀"}', '{"a":1}'],
		);
	}
});

test('a chunk may be overwritten as soon as it has been written', t => {
	const lines: string[] = [];
	const splitter = new LineSplitter(({text}) => lines.push(text));
	const chunk = Buffer.from('{"half":');
	splitter.write(chunk);
	chunk.fill(0x78);
	splitter.write(Buffer.from('1}\n'));
	t.deepEqual(lines, ['{"half":1}']);
});

test('lines are passed on within the write that ends them', t => {
	const lines: string[] = [];
	const splitter = new LineSplitter(({text}) => lines.push(text));
	splitter.write(Buffer.from('a\nb'));
	t.deepEqual(lines, ['a']);
	splitter.write(Buffer.from('\n'));
	t.deepEqual(lines, ['a', 'b']);
});

test('R12: a lone CR, U+2028 and U+0085 don’t end a line, and one CR before LF is removed', t => {
	const lines = linesOf([Buffer.from('50%\r100%\n\u2028\u0085\na\r\r\nb\r')]);
	t.deepEqual(
		lines.map(({text}) => text),
		['50%\r100%', '\u2028\u0085', 'a\r', 'b\r'],
	);
	t.deepEqual(
		lines.map(({terminated}) => terminated),
		[true, true, true, false],
	);
});

test('R14: the UTF-8 byte order mark is not text, but its bytes are counted', t => {
	t.deepEqual(linesOf([Buffer.from('\uFEFF{}\n\uFEFF\n')]), [
		{text: '{}', byteLength: 6, terminated: true, oversized: false, malformed: false},
		{text: '\uFEFF', byteLength: 4, terminated: true, oversized: false, malformed: false},
	]);
});

test('R14: compressed input is refused with what to do, even byte by byte; a start that only resembles it is text', t => {
	const split = (bytes: Buffer, chunkBytes: number) => {
		const texts: string[] = [];
		const splitter = new LineSplitter(({text}) => texts.push(text));
		for (let at = 0; at < bytes.length; at += chunkBytes) {
			splitter.write(bytes.subarray(at, at + chunkBytes));
		}
		splitter.end();
		return texts;
	};
	for (const bytes of [gzipSync('{}\n'), zstdCompressSync('{}\n')]) {
		for (const chunkBytes of [1, 2, bytes.length]) {
			t.throws(() => split(bytes, chunkBytes), {instanceOf: SourceError, message: /^the log is compressed \(.*zcat.*\)$/});
		}
	}
	for (const text of ['(', '(x)\n', '\u001F', '\u001Fx', '(\u001F\n{}']) {
		for (const chunkBytes of [1, 100]) {
			t.deepEqual(split(Buffer.from(text), chunkBytes), text.replace(/\n$/, '').split('\n'), JSON.stringify(text));
		}
	}
});

test('R14: a UTF-16 source is refused with what to do, even if its mark arrives byte by byte', t => {
	for (const mark of [
		[0xff, 0xfe],
		[0xfe, 0xff],
	]) {
		const splitter = new LineSplitter(() => t.fail());
		splitter.write(Buffer.from(mark.slice(0, 1)));
		const error = t.throws(() => splitter.write(Buffer.from([...mark.slice(1), 0x7b, 0])), {instanceOf: SourceError});
		t.regex(error?.message ?? '', /UTF-16.*iconv/);
	}
});

test('R17, R19: a line of 100 MB is measured to the byte and keeps 2 KB', t => {
	const lines: SplitLine[] = [];
	const splitter = new LineSplitter(line => lines.push(line));
	const chunk = Buffer.alloc(1024 * 1024, 'x');
	splitter.write(Buffer.from('{"first":1}\n'));
	const before = process.memoryUsage().arrayBuffers;
	for (let written = 0; written < 100; written++) {
		splitter.write(chunk);
	}
	t.true(process.memoryUsage().arrayBuffers - before < 20e6);
	splitter.write(Buffer.from('\n{"last":1}\n'));
	splitter.end();
	t.deepEqual(lines, [
		{text: '{"first":1}', byteLength: 12, terminated: true, oversized: false, malformed: false},
		{text: 'x'.repeat(2048), byteLength: 100 * 1024 * 1024 + 1, terminated: true, oversized: true, malformed: false},
		{text: '{"last":1}', byteLength: 11, terminated: true, oversized: false, malformed: false},
	]);
});

test('the kept start of a line ends between two characters', t => {
	const [line] = linesOf([Buffer.from(`a${'€'.repeat(1000)}\n`)], 2500);
	t.is(line?.text, `a${'€'.repeat(682)}`);
	t.is(line?.byteLength, 3002);
});

test('a line exactly at the limit is complete', t => {
	t.deepEqual(
		linesOf([Buffer.from('1234\n12345\n')], 4).map(({oversized}) => oversized),
		[false, true],
	);
});

test('a line that arrives byte by byte is one line', t => {
	const bytes = Buffer.from(`${'x'.repeat(200_000)}\n`);
	const lines = linesOf([...bytes].map(byte => Uint8Array.of(byte)));
	t.deepEqual(
		lines.map(({text, byteLength}) => [text.length, byteLength]),
		[[200_000, 200_001]],
	);
});

test('an empty source has no lines', t => {
	t.deepEqual(linesOf([]), []);
	t.deepEqual(linesOf([Buffer.alloc(0)]), []);
});

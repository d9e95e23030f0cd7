import {Buffer, isAscii, isUtf8} from 'node:buffer';
import split2 from 'split2';
import {SourceError} from '../../errors.ts';
import {GrowingBytes} from './growing-bytes.ts';
import {keptBytes, type PartialLine, partialLine, startOfLine} from './line-start.ts';

/** One physical line. */
export type SplitLine = {
	/** Without its LF or CRLF. Only the start if the line is `oversized`. Invalid UTF-8 becomes U+FFFD. */
	readonly text: string;
	/**
	Bytes it occupies in the source, including the newline (and the byte order mark on the first line). The sum over all
	lines is the source's size.
	*/
	readonly byteLength: number;
	/** `false` for a last line without a newline. */
	readonly terminated: boolean;
	/** The line was over the limit, and only its first 2 KB were kept. */
	readonly oversized: boolean;
	/** Some of its bytes are not UTF-8. */
	readonly malformed: boolean;
};

const lineFeed = 0x0a;
const newline = Buffer.of(lineFeed);
const smallPieceBytes = 64 * 1024; // measured: a seventh faster than 1 MiB, and 70 MB less memory
export const maxLineBytes = 1024 * 1024;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** The magic numbers of gzip and zstd. */
const compressed = [Buffer.from([0x1f, 0x8b]), Buffer.from([0x28, 0xb5, 0x2f, 0xfd])];

/**
Splits bytes into lines, synchronously: the `write` that ends a line hands it over. Only LF and CRLF end a line.

Only whole lines reach split2. The rest of a chunk waits here as bytes. So no line depends on how the bytes were cut
into chunks, not even one with broken UTF-8, and a line over the limit is dropped while it is read instead of being
buffered.
*/
export class LineSplitter {
	readonly #onLine: (line: SplitLine) => void;
	readonly #maxLineBytes: number;
	readonly #pieceBytes: number;
	readonly #texts: string[] = [];
	readonly #splitter = split2(
		'\n',
		text => {
			this.#texts.push(text);
		},
		{decodeStrings: false},
	);
	/** The start of the source, until it is known whether it is a byte order mark. */
	#head: Buffer | undefined;
	/** The bytes of the unfinished line. Only its start if it is oversized. */
	readonly #held = new GrowingBytes();
	/** Length of the unfinished line so far. */
	#heldBytes = 0;
	#heldSinceMs = 0;
	#oversized = false;
	#markBytes = 0;

	/**
	@param options.maxLineBytes - A longer line, not counting its newline, is cut. 1 MiB by default.
	@param options.startsInside - The bytes begin in the middle of the source, at the start of a line.
	*/
	constructor(onLine: (line: SplitLine) => void, options: {maxLineBytes?: number; startsInside?: boolean} = {}) {
		this.#onLine = onLine;
		this.#head = options.startsInside === true ? undefined : Buffer.alloc(0);
		this.#maxLineBytes = options.maxLineBytes ?? maxLineBytes;
		this.#pieceBytes = Math.min(this.#maxLineBytes, smallPieceBytes);
	}

	/**
	@param bytes - May be reused as soon as this returns.
	@throws SourceError when the source begins with the UTF-16 byte order mark or with the magic number of a compressed
	file.
	*/
	write(bytes: Uint8Array): void {
		const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		if (this.#head === undefined) {
			this.#take(chunk);
		} else {
			this.#takeHead(Buffer.concat([this.#head, chunk]));
		}
	}

	/** Hands over the last line if it has no newline. Don't write afterwards. */
	end(): void {
		if (this.#head !== undefined) {
			this.#take(this.#head);
			this.#head = undefined;
		}
		if (this.#heldBytes > 0) {
			this.#endHeld({terminated: false});
		} else if (this.#markBytes > 0) {
			this.#handOver({text: '', byteLength: 0, terminated: false, oversized: false, malformed: false});
		}
		this.#splitter.destroy();
	}

	/** The unfinished line. */
	get partial(): PartialLine | undefined {
		return this.#heldBytes === 0 ? undefined : partialLine(this.#held.all, this.#heldSinceMs);
	}

	/** The unfinished line, if it is already over the limit. */
	get long(): SplitLine | undefined {
		return this.#oversized ? {...this.#keptStart(), byteLength: this.#heldBytes, terminated: false, oversized: true} : undefined;
	}

	#takeHead(head: Buffer): void {
		const [first, second] = head;
		if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
			throw new SourceError('the log is UTF-16: only UTF-8 can be read (convert it: iconv -f UTF-16 -t UTF-8)');
		}
		if (compressed.some(magic => head.subarray(0, magic.length).equals(magic))) {
			throw new SourceError('the log is compressed (name its file, without --follow, or pipe it through zcat or zstdcat)');
		}
		const isMark = head.length >= 3 && head.subarray(0, 3).equals(byteOrderMark);
		if (
			!isMark &&
			([byteOrderMark, ...compressed].some(begin => head.length < begin.length && head.equals(begin.subarray(0, head.length))) ||
				(head.length === 1 && (first ?? 0) >= 0xfe))
		) {
			this.#head = head;
			return;
		}
		this.#head = undefined;
		this.#markBytes = isMark ? 3 : 0;
		this.#take(head.subarray(this.#markBytes));
	}

	/**
	In pieces no larger than the limit, so only a line that was already held can exceed it. Small pieces also keep each
	piece's text young garbage instead of a large object.
	*/
	#take(chunk: Buffer): void {
		for (let start = 0; start < chunk.length; start += this.#pieceBytes) {
			this.#takePiece(chunk.subarray(start, start + this.#pieceBytes));
		}
	}

	#takePiece(piece: Buffer): void {
		let start = 0;
		if (this.#heldBytes > 0) {
			const first = piece.indexOf(lineFeed);
			this.#hold(piece.subarray(0, first === -1 ? piece.length : first));
			if (first === -1) {
				return;
			}
			this.#endHeld({terminated: true});
			start = first + 1;
		}
		const last = piece.lastIndexOf(lineFeed);
		if (last >= start) {
			this.#split(piece.subarray(start, last + 1));
			start = last + 1;
		}
		if (start < piece.length) {
			this.#hold(piece.subarray(start));
		}
	}

	/** Copied, because the caller reuses the chunk. Beyond the limit, bytes are only counted. */
	#hold(bytes: Buffer): void {
		if (this.#heldBytes === 0) {
			this.#heldSinceMs = performance.now();
		}
		if (!this.#oversized) {
			this.#held.add(bytes);
		}
		this.#heldBytes += bytes.length;
		if (!this.#oversized && this.#heldBytes > this.#maxLineBytes) {
			this.#oversized = true;
			this.#held.cut(Math.min(keptBytes, this.#maxLineBytes));
		}
	}

	#endHeld({terminated}: {readonly terminated: boolean}): void {
		const heldBytes = this.#heldBytes;
		this.#heldBytes = 0;
		if (this.#oversized) {
			this.#oversized = false;
			this.#handOver({...this.#keptStart(), byteLength: heldBytes + (terminated ? 1 : 0), terminated, oversized: true});
		} else if (terminated) {
			this.#held.add(newline);
			this.#split(this.#held.all);
		} else {
			const line = this.#held.all;
			this.#handOver({text: line.toString(), byteLength: heldBytes, terminated: false, oversized: false, malformed: !isUtf8(line)});
		}
		this.#held.clear();
	}

	/** For a line over the limit. */
	#keptStart(): {readonly text: string; readonly malformed: boolean} {
		const kept = startOfLine(this.#held.all);
		return {text: kept.toString(), malformed: !isUtf8(kept)};
	}

	/** @param lines - Whole lines, ending in LF. */
	#split(lines: Buffer): void {
		const isPlain = isAscii(lines);
		// Copying ASCII is ten times as fast as decoding it.
		this.#splitter.write(lines.toString(isPlain ? 'latin1' : 'utf8'));
		const texts = this.#texts;
		if (isPlain) {
			for (const text of texts) {
				this.#handOver({
					text: withoutCarriageReturn(text),
					byteLength: text.length + 1,
					terminated: true,
					oversized: false,
					malformed: false,
				});
			}
		} else {
			const isWhole = isUtf8(lines);
			let start = 0;
			for (const text of texts) {
				const next = lines.indexOf(lineFeed, start) + 1;
				const malformed = !isWhole && !isUtf8(lines.subarray(start, next));
				this.#handOver({text: withoutCarriageReturn(text), byteLength: next - start, terminated: true, oversized: false, malformed});
				start = next;
			}
		}
		texts.length = 0;
	}

	/** The first line counts the byte order mark as its own. */
	#handOver(line: SplitLine): void {
		const markBytes = this.#markBytes;
		this.#markBytes = 0;
		this.#onLine(markBytes === 0 ? line : {...line, byteLength: line.byteLength + markBytes});
	}
}

function withoutCarriageReturn(text: string): string {
	return text.charCodeAt(text.length - 1) === 0x0d ? text.slice(0, -1) : text;
}

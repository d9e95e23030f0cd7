import type {Buffer} from 'node:buffer';
import {rawLine} from '../../events/event.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {badBytes} from '../bad-bytes.ts';
import type {LogRow} from '../row.ts';
import type {Block, BlockSegment} from './block.ts';
import {longestBlockBytes} from './line-index.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const keptBytes = 2048;

/**
Reads and parses the lines of a block again, in the order in which they were entered.

@param firstMs - The first time in the log, for lines before it.
@returns Fewer rows than the block has lines if some are gone.
*/
export function readBlock(block: Block, read: ReadOptions, firstMs: number | undefined): readonly LogRow[] {
	const parsers = new Map<number, LineParser>(); // one per file, because a line may be split over two segments
	const readers = block.segments.map(segment => {
		const parser = parsers.get(segment.file) ?? new LineParser(read, segment.file);
		parser.lastMs ??= segment.previousMs;
		parsers.set(segment.file, parser);
		return readerOf(segment, parser);
	});
	const rows: LogRow[] = [];
	let timeMs = block.timeMs ?? firstMs;
	for (let position = 0; position < block.lines; position++) {
		const reader = readers[block.order?.[position] ?? 0];
		const line = reader?.lines[reader.next];
		if (reader === undefined || line === undefined) {
			break;
		}
		const {text, isOversized, badBytes} = line;
		const {file, firstLine, tagged} = reader.segment;
		const parsed = isOversized ? rawLine(text) : reader.parser.parse(text);
		const ownTimes = parsed.events.flatMap(event => event.timeMs ?? []);
		const ownMs = parsed.events[0]?.timeMs;
		rows.push({
			index: block.firstIndex + position,
			file,
			line: firstLine + reader.next,
			stream: !tagged ? undefined : block.stderr.has(position) ? 'stderr' : 'stdout',
			timeMs: ownMs ?? reader.segment.store.timeAt?.(line.offset) ?? timeMs,
			previousMs: ownMs === undefined ? undefined : reader.previousMs,
			text,
			parsed,
			badBytes,
		});
		timeMs = ownTimes.at(-1) ?? timeMs;
		reader.previousMs = ownTimes.at(-1) ?? reader.previousMs;
		reader.next++;
	}
	return rows;
}

type Reader = {
	readonly segment: BlockSegment;
	readonly parser: LineParser;
	readonly lines: readonly Line[];
	next: number;
	previousMs: number | undefined;
};

function readerOf(segment: BlockSegment, parser: LineParser): Reader {
	return {segment, parser, lines: linesOf(segment), next: 0, previousMs: segment.previousMs};
}

type Line = {readonly offset: number; readonly text: string; readonly isOversized: boolean; readonly badBytes: string | undefined};

function linesOf({store, offset, lines: count, byteLength}: BlockSegment): readonly Line[] {
	// Longer than a line may be: only the start is shown.
	if (count === 1 && byteLength > longestBlockBytes) {
		const start = store.read(offset, Math.min(byteLength, longestBlockBytes + 3));
		const end = start.indexOf(lineFeed);
		const length = end === -1 ? start.length : start[end - 1] === carriageReturn ? end - 1 : end;
		return length > longestBlockBytes
			? [{offset, text: start.toString('utf8', 0, keptBytes).replace(/\ufffd$/, ''), isOversized: true, badBytes: undefined}]
			: [lineOf(start, 0, length, offset)];
	}
	const bytes = store.read(offset, byteLength);
	const lines: Line[] = [];
	for (let start = 0; lines.length < count && start < bytes.length; ) {
		const found = bytes.indexOf(lineFeed, start);
		const end = found === -1 ? bytes.length : found;
		lines.push(lineOf(bytes, start, end > start && bytes[end - 1] === carriageReturn && found !== -1 ? end - 1 : end, offset));
		start = end + 1;
	}
	return lines;
}

/** @param offset - Of the bytes, in their store. */
function lineOf(bytes: Buffer, start: number, end: number, offset: number): Line {
	const text = bytes.toString('utf8', start, end);
	const hasMark = offset === 0 && start === 0 && text.charCodeAt(0) === 0xfeff;
	return {
		offset: offset + start,
		text: hasMark ? text.slice(1) : text,
		isOversized: false,
		badBytes: badBytes(bytes.subarray(start, end), text),
	};
}

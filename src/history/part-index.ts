import {Buffer} from 'node:buffer';
import type {ParsedLine} from '../events/event.ts';
import type {Block, BlockSegment} from './block.ts';
import type {ByteStore} from './byte-store.ts';
import {countLine} from './count-line.ts';
import {type EnteredRows, enterRows} from './enter-rows.ts';
import {LineIndex} from './line-index.ts';

/** Where the lines of a part of a file stand, as plain data: from its start, its lines counted from 1. */
export type IndexPart = {
	/** Of each block the columns below. */
	readonly blocks: Float64Array;
	readonly lines: number;
	/** Lines with a time before that of one before them in the part. */
	readonly outOfOrder: number;
	/** The first time in it; `undefined` where no line begins with one. */
	readonly firstMs: number | undefined;
	/** Whether its last line has a newline. */
	readonly isTerminated: boolean;
};

/** What is known of a file up to where a part begins. */
export type PartGround = Pick<BlockSegment, 'store' | 'file' | 'offset'> & {
	readonly linesBefore: number;
	/** The time that a line without one takes there. */
	readonly timeMs: number | undefined;
	readonly previousMs: number | undefined;
};

export type PartLine = {
	readonly line: {readonly byteLength: number; readonly terminated: boolean};
	readonly parsed: ParsedLine;
	readonly timeMs: number | undefined;
	readonly lineNumber: number;
	readonly previousMs: number | undefined;
};

export type PartRows = Omit<EnteredRows, 'store' | 'file' | 'offset'>;

const column = {offset: 0, byteLength: 1, lines: 2, firstLine: 3, filled: 4, timeMs: 5, previousMs: 6, levels: 7, hasDerived: 8} as const;
const stride = 9;
const noStore: ByteStore = {firstOffset: 0, read: () => Buffer.alloc(0)};

/** The index of a part of a file, for the history of the whole. What matches is counted there. */
export class PartIndex {
	readonly #index = new LineIndex();
	#offset = 0;
	#outOfOrder = 0;
	#firstMs: number | undefined;
	#isTerminated = true;

	add({line: {byteLength, terminated}, parsed, timeMs, lineNumber, previousMs}: PartLine): void {
		const place = {store: noStore, file: 0, tagged: false, isStderr: false, offset: this.#offset, isMerged: false};
		this.#index.add({...place, byteLength, lineNumber, previousMs, timeMs}, countLine(parsed, undefined));
		this.#offset += byteLength;
		this.#isTerminated = terminated;
		const ownMs = parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined;
		if (previousMs === undefined) {
			this.#firstMs ??= ownMs;
		} else {
			this.#outOfOrder += Number(ownMs !== undefined && ownMs < previousMs);
		}
	}

	/** Lines that were scanned, after one with a time. */
	addRows(rows: PartRows): boolean {
		this.#outOfOrder += enterRows(this.#index, {...rows, store: noStore, file: 0, offset: this.#offset});
		this.#offset += rows.event.bytesOf(rows.from, rows.to);
		return true;
	}

	toData(): IndexPart {
		const {blocks, endIndex} = this.#index;
		const columns = new Float64Array(blocks.length * stride);
		for (const [index, {segments, byteLength, lines, filled, timeMs, levels, hasDerived}] of blocks.entries()) {
			const [{offset, firstLine, previousMs} = {offset: 0, firstLine: 1, previousMs: undefined}] = segments;
			columns.set(
				[offset, byteLength, lines, firstLine, filled, timeMs ?? Number.NaN, previousMs ?? Number.NaN, levels, Number(hasDerived)],
				index * stride,
			);
		}
		return {
			blocks: columns,
			lines: endIndex,
			outOfOrder: this.#outOfOrder,
			firstMs: this.#firstMs,
			isTerminated: this.#isTerminated,
		};
	}
}

/** The blocks of a part. @param firstIndex - Position of its first line among all lines. */
export function* blocksOf({blocks}: IndexPart, ground: PartGround, firstIndex: number): Generator<Block> {
	const {store, file, offset, linesBefore, timeMs, previousMs} = ground;
	let lineIndex = firstIndex;
	for (let at = 0; at < blocks.length; at += stride) {
		const get = (name: keyof typeof column) => blocks[at + column[name]] ?? 0;
		const timeOf = (name: 'timeMs' | 'previousMs', before: number | undefined) => (Number.isNaN(get(name)) ? before : get(name));
		const [lines, byteLength] = [get('lines'), get('byteLength')];
		const segment: BlockSegment = {
			store,
			file,
			tagged: false,
			offset: get('offset') + offset,
			firstLine: get('firstLine') + linesBefore,
			previousMs: timeOf('previousMs', previousMs),
			lines,
			byteLength,
		};
		yield {
			segments: [segment],
			order: undefined,
			isMerged: false,
			firstIndex: lineIndex,
			timeMs: timeOf('timeMs', timeMs),
			lines,
			byteLength,
			filled: get('filled'),
			matched: undefined,
			levels: get('levels'),
			hasDerived: get('hasDerived') === 1,
			stderr: [],
		};
		lineIndex += lines;
	}
}

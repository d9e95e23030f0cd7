import type {ByteStore} from './byte-store.ts';

/** Neighbouring lines of one store. */
export type Block = {
	readonly store: ByteStore;
	/** Index of the source. */
	readonly file: number;
	/** Whether the lines are of a child's stdout and stderr. */
	readonly tagged: boolean;
	/** Position of its first line among all lines. */
	readonly firstIndex: number;
	readonly offset: number;
	/** The time that its first line takes, should it have none of its own. */
	readonly timeMs: number | undefined;
	lines: number;
	byteLength: number;
	/** Lines that are not blank. */
	filled: number;
	/** Lines that match what is asked for now; `undefined` until they were counted. */
	matched: number | undefined;
	/** Positions within the block of the lines that came on stderr. */
	readonly stderr: number[];
};

/** A line that is entered. */
export type IndexedLine = {
	readonly store: ByteStore;
	readonly file: number;
	readonly stream: 'stdout' | 'stderr' | undefined;
	readonly offset: number;
	readonly byteLength: number;
	readonly timeMs: number | undefined;
	readonly isBlank: boolean;
	/** A piece of a split line: what follows must be read together with it. */
	readonly isPiece: boolean;
	/** `undefined` where it can't be said yet. */
	readonly matches: boolean | undefined;
};

const firstMaxLines = 256;
const firstMaxBytes = 256 * 1024;
const maxBlocks = 65_536;
/** Blocks so long are one line over the length limit: a block ends before it grows so far. */
export const longestBlockBytes = 1024 * 1024;

/**
Where every line stands, by blocks of some hundred lines. Memory is bounded: when there are too many blocks, neighbours become one, and blocks are twice as long
from then on.
*/
export class LineIndex {
	#blocks: Block[] = [];
	#maxLines = firstMaxLines;
	#maxBytes = firstMaxBytes;
	#endIndex = 0;
	#dropped = 0;
	#lastIsPiece = false;

	/** In the order of their lines. */
	get blocks(): readonly Block[] {
		return this.#blocks;
	}

	/** How many lines were entered. */
	get endIndex(): number {
		return this.#endIndex;
	}

	/** The first line that is still there. */
	get firstIndex(): number {
		return this.#blocks[0]?.firstIndex ?? this.#endIndex;
	}

	/** Lines that were entered and are gone. */
	get droppedLines(): number {
		return this.#dropped;
	}

	add(line: IndexedLine): void {
		const last = this.#blocks.at(-1);
		const block = last !== undefined && this.#continues(last, line) ? last : this.#newBlock(line);
		if (line.stream === 'stderr') {
			block.stderr.push(block.lines);
		}
		block.lines++;
		block.byteLength += line.byteLength;
		block.filled += Number(!line.isBlank);
		block.matched = block.matched === undefined || line.matches === undefined ? undefined : block.matched + Number(line.matches);
		this.#endIndex++;
		this.#lastIsPiece = line.isPiece;
	}

	/** The position in `blocks` of the block that holds a line, or of the nearest one. -1 without blocks. */
	find(index: number): number {
		let low = 0;
		let high = this.#blocks.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((this.#blocks[middle]?.firstIndex ?? 0) <= index) {
				low = middle;
			} else {
				high = middle - 1;
			}
		}
		return high;
	}

	/** Forgets the blocks that can't be read any more: of a store that is gone, or whose start is. */
	drop(isGone: (block: Block) => boolean = block => block.offset < block.store.firstOffset): void {
		const kept = this.#blocks.filter(block => !isGone(block));
		for (const {lines} of kept.length === this.#blocks.length ? [] : this.#blocks.filter(isGone)) {
			this.#dropped += lines;
		}
		this.#blocks = kept;
	}

	#continues(block: Block, line: IndexedLine): boolean {
		const isNext = block.store === line.store && block.file === line.file && block.offset + block.byteLength === line.offset;
		const isFull = block.lines >= this.#maxLines || block.byteLength + line.byteLength > this.#maxBytes;
		return isNext && block.tagged === (line.stream !== undefined) && (!isFull || this.#mayOverflow(block, line));
	}

	#mayOverflow(block: Block, line: IndexedLine): boolean {
		return this.#lastIsPiece && block.lines < 4 * this.#maxLines && block.byteLength + line.byteLength <= longestBlockBytes;
	}

	#newBlock({store, file, stream, offset, timeMs}: IndexedLine): Block {
		if (this.#blocks.length >= maxBlocks) {
			this.#coarsen();
		}
		const block: Block = {
			store,
			file,
			tagged: stream !== undefined,
			firstIndex: this.#endIndex,
			offset,
			timeMs,
			lines: 0,
			byteLength: 0,
			filled: 0,
			matched: 0,
			stderr: [],
		};
		this.#blocks.push(block);
		return block;
	}

	#coarsen(): void {
		this.#maxLines *= 2;
		this.#maxBytes = Math.min(this.#maxBytes * 2, longestBlockBytes);
		const blocks: Block[] = [];
		for (const block of this.#blocks) {
			const last = blocks.at(-1);
			if (last === undefined || !this.#joins(last, block)) {
				blocks.push(block);
			} else {
				last.stderr.push(...block.stderr.map(position => position + last.lines));
				last.lines += block.lines;
				last.byteLength += block.byteLength;
				last.filled += block.filled;
				last.matched = last.matched === undefined || block.matched === undefined ? undefined : last.matched + block.matched;
			}
		}
		this.#blocks = blocks;
	}

	#joins(left: Block, right: Block): boolean {
		return (
			left.store === right.store &&
			left.file === right.file &&
			left.tagged === right.tagged &&
			left.offset + left.byteLength === right.offset &&
			left.firstIndex + left.lines === right.firstIndex &&
			left.lines + right.lines <= this.#maxLines &&
			left.byteLength + right.byteLength <= this.#maxBytes
		);
	}
}

import type {LevelSet} from '../../events/values/level-set.ts';
import {LineSet} from '../line-set.ts';
import {
	type Block,
	type BlockSegment,
	type IndexedLine,
	joinBlocks,
	type LineCount,
	mayJoin,
	mayTake,
	segmentAt,
	takeLine,
} from './block.ts';

const firstMaxLines = 128;
const firstMaxBytes = 256 * 1024;
const maxBlocks = 65_536;
/** A longer block is a single line over the length limit. All other blocks end before this. */
export const longestBlockBytes = 1024 * 1024;

/**
The positions of all lines, in blocks of some hundred lines. Memory is limited: when there are too many blocks,
neighbours are joined, and blocks are twice as long from then on. Only where lines of several files alternate, a byte is
kept per line to remember which file is next.
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

	/** The first line that still exists. */
	get firstIndex(): number {
		return this.#blocks[0]?.firstIndex ?? this.#endIndex;
	}

	/** Lines that were entered and are gone. */
	get droppedLines(): number {
		return this.#dropped;
	}

	add(line: IndexedLine, {isBlank, isPiece, matches, levels, isDerived}: LineCount): void {
		const last = this.#blocks.at(-1);
		const isNext = last !== undefined && this.#continues(last, line);
		const block = isNext ? last : this.#newBlock(line);
		if (line.isStderr) {
			block.stderr.add(block.lines);
		}
		takeLine(block, line);
		block.filled += Number(!isBlank);
		block.levels |= levels;
		block.hasDerived ||= isDerived;
		block.matched = block.matched === undefined || matches === undefined ? undefined : block.matched + Number(matches);
		this.#endIndex++;
		this.#lastIsPiece = isPiece;
	}

	/**
	Adds the line directly after the last one. It must match and must not be a piece.

	@returns Whether their block had room for it.
	*/
	extend(byteLength: number, levels: LevelSet): boolean {
		const block = this.#blocks.at(-1);
		const segment = block?.segments[0];
		const isOpen = block !== undefined && !block.isMerged && block.segments.length === 1 && block.lines < this.#maxLines;
		if (!isOpen || segment === undefined || block.byteLength + byteLength > this.#maxBytes) {
			return false;
		}
		segment.lines++;
		segment.byteLength += byteLength;
		block.lines++;
		block.byteLength += byteLength;
		block.filled++;
		block.levels |= levels;
		block.matched = block.matched === undefined ? undefined : block.matched + 1;
		this.#endIndex++;
		this.#lastIsPiece = false;
		return true;
	}

	/** The index in `blocks` of the block that holds a line, or of the nearest one. -1 without blocks. */
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

	/**
	Forgets blocks that can no longer be read because their store, or its start, is gone. It drops whole blocks, even
	those that also have lines of other files.
	*/
	drop(isGone: (segment: BlockSegment) => boolean = ({store, offset}) => offset < store.firstOffset): void {
		const kept = this.#blocks.filter(({segments, lines}) => {
			const isDropped = segments.some(isGone);
			this.#dropped += isDropped ? lines : 0;
			return !isDropped;
		});
		this.#blocks = kept.length === this.#blocks.length ? this.#blocks : kept;
	}

	#continues(block: Block, line: IndexedLine): boolean {
		const isFull = block.lines >= this.#maxLines || block.byteLength + line.byteLength > this.#maxBytes;
		return mayTake(block, line) && (!isFull || this.#mayOverflow(block, line));
	}

	#mayOverflow(block: Block, line: IndexedLine): boolean {
		return this.#lastIsPiece && block.lines < 4 * this.#maxLines && block.byteLength + line.byteLength <= longestBlockBytes;
	}

	#newBlock(line: IndexedLine): Block {
		const {timeMs, isMerged} = line;
		const block: Block = {
			segments: [segmentAt(line)], // an array that grows from empty has room for 16: 5 MB over 5 million lines
			order: undefined,
			isMerged,
			firstIndex: this.#endIndex,
			timeMs,
			lines: 0,
			byteLength: 0,
			filled: 0,
			matched: 0,
			levels: 0,
			hasDerived: false,
			stderr: new LineSet(),
		};
		this.#push(block);
		return block;
	}

	#push(block: Block): void {
		if (this.#blocks.length >= maxBlocks) {
			this.#coarsen();
		}
		this.#blocks.push(block);
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
				joinBlocks(last, block);
			}
		}
		this.#blocks = blocks;
	}

	#joins(left: Block, right: Block): boolean {
		return (
			mayJoin(left, right) &&
			left.firstIndex + left.lines === right.firstIndex &&
			left.lines + right.lines <= this.#maxLines &&
			left.byteLength + right.byteLength <= this.#maxBytes
		);
	}
}

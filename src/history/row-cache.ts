import type {Block} from './index/block.ts';
import type {LogRow} from './row.ts';

type Entry = {readonly rows: readonly LogRow[]; readonly lines: number; readonly timeMs: number | undefined};

/** Rows of the most recently used blocks, limited in number and length: a row of 2,048 characters counts as two. */
export class RowCache {
	readonly #maxRows: number;
	readonly #entries = new Map<Block, Entry>();
	#count = 0;

	/** @param maxRows - The newest entry stays, whatever its size. */
	constructor(maxRows: number) {
		this.#maxRows = maxRows;
	}

	/**
	@param timeMs - The time for the block's first line. It may become known after its rows were first requested.
	@param make - Creates the rows if they are unknown or the block has grown.
	*/
	of(block: Block, timeMs: number | undefined, make: () => readonly LogRow[]): readonly LogRow[] {
		const known = this.#entries.get(block);
		const isCurrent = known !== undefined && known.lines === block.lines && known.timeMs === timeMs;
		const entry = isCurrent ? known : {rows: make(), lines: block.lines, timeMs};
		this.#remove(block);
		this.#entries.set(block, entry);
		this.#count += weightOf(entry);
		for (const oldest of this.#entries.keys()) {
			if (this.#count <= this.#maxRows || oldest === block) {
				break;
			}
			this.#remove(oldest);
		}
		return entry.rows;
	}

	drop(isDropped: (block: Block) => boolean): void {
		for (const block of this.#entries.keys()) {
			if (isDropped(block)) {
				this.#remove(block);
			}
		}
	}

	#remove(block: Block): void {
		const entry = this.#entries.get(block);
		if (entry !== undefined) {
			this.#count -= weightOf(entry);
			this.#entries.delete(block);
		}
	}
}

/** Blocks without rows are kept too, and take room. */
const weightOf = ({rows}: Entry): number => 1 + rows.reduce((sum, {text}) => sum + 1 + text.length / unitsOfARow, 0);

const unitsOfARow = 2048;

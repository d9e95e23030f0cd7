import type {Line} from './line.ts';

/** Finished lines, one below the other, starting at a cell of the screen. */
export type Block = {readonly x: number; readonly y: number; readonly lines: readonly Line[]};

/** The content of a screen row, from the left. */
export type CanvasRow = {
	/** Rows with the same key look the same. `''` is a blank row. */
	readonly key: string;
	readonly parts: ReadonlyArray<{readonly x: number; readonly line: Line}>;
};

/** Components draw here. The terminal takes the rows and writes the differences; tests read them. */
export class Canvas {
	readonly #blocks = new Map<string, Block>();
	readonly #onChange: () => void;

	/**
	@param onChange - Called after each change; several changes may make up one picture.
	*/
	constructor(onChange: () => void = () => {}) {
		this.#onChange = onChange;
	}

	/**
	@param name - The name of the part; replaces what it showed before.
	*/
	put(name: string, block: Block): void {
		this.#blocks.set(name, block);
		this.#onChange();
	}

	remove(name: string): void {
		this.#blocks.delete(name);
		this.#onChange();
	}

	/** The rows of the screen, down to the last one in use. */
	rows(): readonly CanvasRow[] {
		const rows: Array<{key: string; parts: Array<CanvasRow['parts'][number]>}> = [];
		const blocks = [...this.#blocks.values()].sort((a, b) => a.x - b.x);
		for (const {x, y, lines} of blocks) {
			for (const [index, line] of lines.entries()) {
				while (rows.length <= y + index) {
					rows.push({key: '', parts: []});
				}
				const row = rows[y + index];
				if (row !== undefined && line.length > 0) {
					row.key += keyOf(x, line);
					row.parts.push({x, line});
				}
			}
		}
		return rows;
	}
}

// No text on the screen contains ESC.
const keyOf = (x: number, line: Line): string => line.reduce((key, {text, style}) => `${key}\x1B${style}\x1B${text}`, String(x));

import type {Line} from './line.ts';

/** Finished lines one below the other, from a cell of the screen on. */
export type Block = {readonly x: number; readonly y: number; readonly lines: readonly Line[]};

/** What stands in a row of the screen, from the left. */
export type CanvasRow = {
	/** Rows of the same key show the same. `''` is a blank row. */
	readonly key: string;
	readonly parts: ReadonlyArray<{readonly x: number; readonly line: Line}>;
};

/** Where components put what they draw. The terminal takes the rows from here and writes what differs; a test reads them. */
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
	@param name - Of the part of the screen: what it showed before is replaced.
	*/
	put(name: string, block: Block): void {
		this.#blocks.set(name, block);
		this.#onChange();
	}

	remove(name: string): void {
		this.#blocks.delete(name);
		this.#onChange();
	}

	/** The rows of the screen, as many as anything was put into. */
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

// No text on the screen has an ESC.
const keyOf = (x: number, line: Line): string => line.reduce((key, {text, style}) => `${key}\x1B${style}\x1B${text}`, String(x));

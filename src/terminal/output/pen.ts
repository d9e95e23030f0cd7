import type {Style} from '../../screen/look/style.ts';
import {sgrBetween} from './sgr.ts';

/** Collects the bytes for the terminal, and tracks its cursor and look. */
export class Pen {
	#bytes = '';
	#row: number | undefined;
	#column: number | undefined;
	#style: Style = '';
	readonly #columns: number;

	constructor(columns: number) {
		this.#columns = columns;
	}

	get text(): string {
		return this.#bytes;
	}

	get style(): Style {
		return this.#style;
	}

	/** Where the next glyph goes; `undefined` if terminals may differ. */
	isAt(row: number, column: number): boolean {
		return this.#row === row && this.#column === column;
	}

	moveTo(row: number, column: number): void {
		if (this.isAt(row, column)) {
			return;
		}
		this.#bytes += this.#move(row, column);
		this.#row = row;
		this.#column = column;
	}

	put(text: string, width: number, style: Style): void {
		this.#bytes += sgrBetween(this.#style, style) + text;
		this.#style = style;
		if (this.#column !== undefined) {
			this.#column += width;
			if (this.#column >= this.#columns) {
				this.#column = undefined; // at the right edge, some terminals stay on the last column and some go past it
			}
		}
	}

	/**
	Writes a glyph whose width terminals may disagree on: clears its cells first, and then doesn't know the cursor's
	place.
	*/
	putUnsure(row: number, column: number, text: string, width: number, style: Style): void {
		this.put(' '.repeat(width), width, style);
		this.moveTo(row, column);
		this.put(text, width, style);
		this.#column = undefined;
	}

	/** Blanks the rest of the row. */
	eraseToEnd(): void {
		this.control('\x1B[K', '');
	}

	/** Writes a sequence in the given look that doesn't move the cursor. */
	control(sequence: string, style: Style = this.#style): void {
		this.#bytes += sgrBetween(this.#style, style) + sequence;
		this.#style = style;
	}

	/** Writes a sequence that moves the cursor. */
	controlAndMove(sequence: string): void {
		this.control(sequence, '');
		this.#row = undefined;
		this.#column = undefined;
	}

	#move(row: number, column: number): string {
		if (this.#row !== row) {
			return column === 0 ? `\x1B[${row + 1}H` : `\x1B[${row + 1};${column + 1}H`;
		}
		const forward = this.#column === undefined ? 0 : column - this.#column;
		if (forward === 1) {
			return '\x1B[C';
		}
		return forward > 0 && forward < column + 1 ? `\x1B[${forward}C` : `\x1B[${column + 1}G`;
	}
}

import {Buffer, isUtf8} from 'node:buffer';
import {linesAt} from '../../wasm/layout.ts';
import type {WasmMemory} from '../../wasm/load-wasm.ts';
import type {ReadOptions} from '../read-options.ts';
import {ScannedEvent} from './scanned-event.ts';
import {memoryOfLines, Scanner} from './scanner.ts';
import {TextTable} from './text-table.ts';

/** The memory of a scanner: one thread scans in it, another takes the rows. Can be sent to another thread. */
export type Lane = {
	readonly memory: WasmMemory;
	/** See the columns. */
	readonly said: SharedArrayBuffer;
};

const stateColumn = 0;
const linesColumn = 1; // rows, from, stopped, to, isUsual
const dictionaryColumn = 6;
const filledColumn = 7;
const columns = 8;

const free = 0;
const scanned = 1;
const filled = 2; // set by the taking thread, if that is the one that has the bytes

/** @param capacity - Most bytes of lines. */
export const newLane = (capacity: number): Lane => ({memory: memoryOfLines(capacity), said: new SharedArrayBuffer(4 * columns)});

/** Whole lines, and rows for the first of them. */
export type ScannedLines = {
	readonly event: ScannedEvent;
	readonly bytes: Buffer;
	readonly rows: number;
	/** Start of the first line. */
	readonly from: number;
	/** End of the last line that has a row. */
	readonly stopped: number;
	readonly to: number;
	/** Whether all of it is UTF-8. */
	readonly isUsual: boolean;
};

/** The scanning side of a lane. */
export class LaneScanner {
	readonly #scanner: Scanner;
	readonly #said: Int32Array;
	#generation: object;

	private constructor(scanner: Scanner, said: Int32Array) {
		this.#scanner = scanner;
		this.#said = said;
		this.#generation = scanner.texts.generation;
	}

	/** @returns `undefined` when the scanner can't handle these options. */
	static of(read: ReadOptions, {memory, said}: Lane): LaneScanner | undefined {
		const scanner = Scanner.of(read, memory);
		return scanner && new LaneScanner(scanner, new Int32Array(said));
	}

	/** Whether scanned rows are still waiting to be taken. */
	get isFull(): boolean {
		return Atomics.load(this.#said, stateColumn) === scanned;
	}

	waitUntilTaken(): void {
		while (this.isFull) {
			Atomics.wait(this.#said, stateColumn, scanned);
		}
	}

	/**
	Waits until the other side has filled in lines.

	@returns How many bytes.
	*/
	waitUntilFilled(): number {
		for (let state = free; state !== filled; state = Atomics.load(this.#said, stateColumn)) {
			Atomics.wait(this.#said, stateColumn, state);
		}
		return this.#said[filledColumn] ?? 0;
	}

	/** Where to read bytes into. */
	room(capacity: number): Buffer {
		return this.#scanner.bytes.subarray(linesAt, linesAt + capacity);
	}

	/** Scans the lines in `[from, to)` of the room, until it runs out of rows. */
	scan(from: number, to: number): void {
		const {bytes, texts} = this.#scanner;
		const start = linesAt + from;
		const end = linesAt + to;
		const rows = from < to ? this.#scanner.scan(start, end) : 0;
		const dictionary = (this.#said[dictionaryColumn] ?? 0) + Number(texts.generation !== this.#generation);
		this.#generation = texts.generation;
		const stopped = rows === 0 ? start : this.#scanner.stopped;
		this.#said.set([rows, start, stopped, end, Number(isUtf8(bytes.subarray(start, end))), dictionary], linesColumn);
		Atomics.store(this.#said, stateColumn, scanned);
		Atomics.notify(this.#said, stateColumn);
	}
}

/** The taking side of a lane. */
export class LaneTaker {
	readonly #said: Int32Array;
	readonly #bytes: Buffer;
	readonly #texts: TextTable;
	readonly #event: ScannedEvent;
	#dictionary = 0;

	constructor({memory, said}: Lane) {
		this.#said = new Int32Array(said);
		this.#bytes = Buffer.from(memory.buffer);
		this.#texts = new TextTable(this.#bytes);
		this.#event = new ScannedEvent(memory, this.#texts);
	}

	/** @returns The scanned lines, valid until they are given back. */
	take(): ScannedLines {
		const [, rows = 0, from = 0, stopped = 0, to = 0, isUsual = 0, dictionary = 0] = this.#said;
		if (dictionary !== this.#dictionary) {
			this.#dictionary = dictionary;
			this.#texts.clear();
		}
		return {event: this.#event, bytes: this.#bytes, rows, from, stopped, to, isUsual: isUsual === 1};
	}

	giveBack(): void {
		this.#turn(free);
	}

	/** Where to fill in lines while there is nothing to take. */
	room(capacity: number): Buffer {
		return this.#bytes.subarray(linesAt, linesAt + capacity);
	}

	/** @param count - Bytes filled in: whole lines. */
	fill(count: number): void {
		this.#said[filledColumn] = count;
		this.#turn(filled);
	}

	get filled(): Buffer {
		return this.room(this.#said[filledColumn] ?? 0);
	}

	/** Whether the filled-in lines have been scanned. Waits up to `waitMs`. */
	isScanned(waitMs: number): boolean {
		return Atomics.load(this.#said, stateColumn) === scanned || Atomics.wait(this.#said, stateColumn, filled, waitMs) !== 'timed-out';
	}

	#turn(state: number): void {
		Atomics.store(this.#said, stateColumn, state);
		Atomics.notify(this.#said, stateColumn);
	}
}

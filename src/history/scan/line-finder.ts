import {Buffer} from 'node:buffer';
import {FieldKeys} from '../../events/field-keys.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {Atom, Clause, Needed} from '../../query/needed/needed.ts';
import {loadWasm, type WasmMemory} from '../../wasm/load-wasm.ts';
import * as layout from '../../wasm/search-layout.ts';
import {KnownFields} from './known-fields.ts';
import {holdsField, mayHoldRecords, mostAtoms, type SearchTables, type Wanted, writeWanted} from './write-wanted.ts';

/** The result for the next line: there is none, it matches, or the parser must decide. */
export type Found = 'none' | 'matches' | 'may match';

type Scanner = {
	readonly memory: WasmMemory;
	/** See find-lines.as.ts. */
	start(): void;
	begin(): void;
	nextLine(from: number, to: number): number;
	nextOf(pattern: number, from: number, to: number): number;
	addKey(entry: number): void;
	addValue(entry: number): void;
};

const pageBytes = 65_536;
const mostClauses = 32;
const sampleBytes = 64 * 1024;

/** Finds lines that may match a filter, from their bytes, many at a time, in WebAssembly. */
export class LineFinder {
	/** The lines. After filling it, call `begin`. */
	readonly bytes: Buffer;
	/** Whether it only searches for texts, which may occur in lines of any kind. */
	readonly isOfTexts: boolean;
	/** Whether it never skips a piece of a line that a container runtime has cut. */
	readonly seesRecords: boolean;
	/**
	Whether it does not look at the fields of some lines, because they lack a text that one of the fields must equal.
	*/
	passesOverFields = false;
	/** Start and end of the line found last, without its newline. */
	start = 0;
	end = 0;
	readonly #scanner: Scanner;
	readonly #tables: SearchTables;
	readonly #wanted: Wanted;
	readonly #fields: KnownFields;
	readonly #result: Uint32Array;
	#isSetUp = false;

	private constructor(scanner: Scanner, needed: Needed, read: ReadOptions, capacity: number) {
		const {memory} = scanner;
		memory.grow(Math.ceil((layout.linesAt + capacity + layout.slackBytes) / pageBytes) - memory.buffer.byteLength / pageBytes);
		this.bytes = Buffer.from(memory.buffer, layout.linesAt, capacity);
		scanner.start();
		this.#scanner = scanner;
		this.#tables = {memory: memory.buffer, nextOf: scanner.nextOf};
		this.#result = new Uint32Array(memory.buffer, layout.resultAt, layout.resultNumbers);
		const atoms = atomsOf(needed.clauses);
		const texts = atoms.filter(atom => atom.type === 'text');
		const fields = atoms.filter(atom => atom.type === 'field');
		this.isOfTexts = fields.length === 0;
		this.#wanted = {needed, texts, fields};
		this.seesRecords = needed.clauses.every(holdsField);
		this.#fields = new KnownFields(
			{memory: memory.buffer, addKey: scanner.addKey, addValue: scanner.addValue},
			fields.map((atom, index) => ({atom, bit: texts.length + index})),
			read,
		);
	}

	/** @returns `undefined` when nothing in the filter can be decided from bytes. */
	static of(needed: Needed, read: ReadOptions, capacity: number): LineFinder | undefined {
		const readable = readableOf(needed, read);
		if (readable.clauses.length === 0 || readable.clauses.length > mostClauses || atomsOf(readable.clauses).length > mostAtoms) {
			return undefined;
		}
		const exports = loadWasm('find-lines.wasm');
		return exports !== undefined && isScanner(exports) ? new LineFinder(exports, readable, read, capacity) : undefined;
	}

	/** @param length - How many bytes are lines now. */
	begin(length: number): void {
		new Uint8Array(this.bytes.buffer, layout.linesAt + length, layout.newlinesBehind).fill(0x0a);
		if (!this.#isSetUp) {
			this.#isSetUp = true;
			const sample = {start: layout.linesAt, end: layout.linesAt + Math.min(length, sampleBytes)};
			this.passesOverFields = writeWanted(this.#tables, this.#wanted, sample);
		}
		this.#scanner.begin();
	}

	/** Whether any of that many bytes may belong to one of docker's records. */
	mayHoldRecords(length: number): boolean {
		return mayHoldRecords(this.#tables, layout.linesAt, layout.linesAt + length);
	}

	/**
	The next line that matches or may match, between `from` (the start of a line) and `to` (the end of one). Calls must
	only move forwards, except after `begin`.
	*/
	next(from: number, to: number): Found {
		for (let line = layout.linesAt + from; ; ) {
			const said = this.#scanner.nextLine(line, layout.linesAt + to);
			const [start = 0, end = 0, tokenStart = 0, tokenEnd = 0, key = 0] = this.#result;
			if (said === layout.keyWanted) {
				this.#fields.learnKey(tokenStart, tokenEnd);
			} else if (said === layout.valueWanted) {
				this.#fields.learnValue(key, tokenStart, tokenEnd);
			} else {
				this.start = start - layout.linesAt;
				this.end = end - layout.linesAt;
				return said === layout.nothingFound ? 'none' : said === layout.matches ? 'matches' : 'may match';
			}
			line = start;
		}
	}
}

function isScanner(exports: object): exports is Scanner {
	return 'memory' in exports && 'nextLine' in exports;
}

function atomsOf(clauses: readonly Clause[]): readonly Atom[] {
	return [...new Set(clauses.flatMap(({some, none}) => [...some, ...none]))];
}

/** Leaves out clauses that ask for fields, if fields have unusual meanings. */
function readableOf(needed: Needed, read: ReadOptions): Needed {
	if (new FieldKeys(read).isPossible) {
		return needed;
	}
	const clauses = needed.clauses.filter(({some, none}) => [...some, ...none].every(({type}) => type === 'text'));
	return {...needed, clauses, isExact: needed.isExact && clauses.length === needed.clauses.length};
}

import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {BytePattern} from '../../query/byte-patterns.ts';

type Memory = {readonly buffer: ArrayBuffer; grow(pages: number): number};

type Scanner = {
	readonly memory: Memory;
	/** See search-bytes.as.ts. */
	findOne(pattern: number, from: number, to: number): number;
};

/** As much of it as is used; its types come with a browser's only. */
declare const WebAssembly: {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => {readonly exports: object};
};

const patternsAt = 4096;
const patternBytes = 4096;
const mostPatterns = 8;
const mostLength = (patternBytes - 64) / 2;
const sampleBytes = 16 * 1024;
const textAt = 65_536;
const slack = 128; // as much may be read behind the text
const pageBytes = 65_536;

/** Where patterns stand in bytes: sixteen places at once, in WebAssembly. */
export class TextFinder {
	/** What is searched: fill it, then ask. */
	readonly bytes: Uint8Array;
	readonly #findOne: Scanner['findOne'];
	readonly #memory: Memory;
	readonly #patterns: readonly BytePattern[];
	/** For each pattern where it stands next, as far as it was looked for. */
	readonly #next: number[];
	#isWritten = false;
	#end = 0;

	private constructor({memory, findOne}: Scanner, patterns: readonly BytePattern[], capacity: number) {
		memory.grow(Math.ceil((textAt + capacity + slack) / pageBytes) - memory.buffer.byteLength / pageBytes);
		this.bytes = new Uint8Array(memory.buffer, textAt, capacity);
		this.#memory = memory;
		this.#findOne = findOne;
		this.#patterns = patterns;
		this.#next = patterns.map(() => 0);
	}

	/** @returns `undefined` where these can't be searched for like that. */
	static of(patterns: readonly BytePattern[], capacity: number): TextFinder | undefined {
		compiled ??= compile();
		const isPossible = patterns.length <= mostPatterns && patterns.every(({wanted}) => wanted.length <= mostLength);
		if (compiled === undefined || !isPossible) {
			return undefined;
		}
		const {exports} = new WebAssembly.Instance(compiled, {});
		return isScanner(exports) ? new TextFinder(exports, patterns, capacity) : undefined;
	}

	/** The first place in `from..to` at which any of the patterns stands; `to` where there is none. */
	find(from: number, to: number): number {
		if (!this.#isWritten) {
			this.#isWritten = true;
			const counts = countBytes(this.bytes.subarray(from, Math.min(to, from + sampleBytes)));
			for (const [index, pattern] of this.#patterns.entries()) {
				writePattern(this.#memory, patternsAt + index * patternBytes, pattern, counts);
			}
		}
		this.#end = to;
		this.#next.fill(-1);
		return this.findOn(from);
	}

	/** The same further on, up to where it was asked for last, in bytes that are the same. */
	findOn(from: number): number {
		let found = this.#end;
		for (let index = 0; index < this.#next.length; index++) {
			let next = this.#next[index] ?? 0;
			if (next < from) {
				next = this.#findOne(patternsAt + index * patternBytes, textAt + from, textAt + this.#end) - textAt;
				this.#next[index] = next;
			}
			found = Math.min(found, next);
		}
		return found;
	}
}

let compiled: object | undefined;

/** Built beside the bundle; the sources find it there too, once it was built. */
function compile(): object | undefined {
	const path = ['./search-bytes.wasm', '../search-bytes.wasm', '../../../dist/search-bytes.wasm']
		.map(place => fileURLToPath(new URL(place, import.meta.url)))
		.find(place => existsSync(place));
	return path === undefined ? undefined : new WebAssembly.Module(readFileSync(path));
}

function isScanner(exports: object): exports is Scanner {
	return 'memory' in exports && 'findOne' in exports;
}

const headBytes = 32;

/** A head of three numbers: length, and the places of its two rarest bytes; then each byte as it is wanted and what is not looked at of it. */
function writePattern(memory: Memory, at: number, {wanted, masks}: BytePattern, counts: Uint32Array): void {
	const view = new DataView(memory.buffer, at, patternBytes);
	const common = Array.from(wanted, (byte, place) => countOf(counts, byte, masks[place] ?? 0));
	const [first = 0, second = first] = [...wanted.keys()].sort((a, b) => (common[a] ?? 0) - (common[b] ?? 0));
	view.setInt32(0, wanted.length, true);
	view.setInt32(4, first, true);
	view.setInt32(8, second, true);
	for (const [place, byte] of wanted.entries()) {
		view.setUint8(headBytes + 2 * place, byte);
		view.setUint8(headBytes + 2 * place + 1, masks[place] ?? 0);
	}
}

/** How often each byte stands in what is searched first: that is what tells which ones are rare in this log. */
function countBytes(sample: Uint8Array): Uint32Array {
	const counts = new Uint32Array(256);
	for (const byte of sample) {
		counts[byte] = (counts[byte] ?? 0) + 1;
	}
	return counts;
}

function countOf(counts: Uint32Array, wanted: number, mask: number): number {
	return counts.reduce((sum, count, byte) => sum + ((byte | mask) === wanted ? count : 0), 0);
}

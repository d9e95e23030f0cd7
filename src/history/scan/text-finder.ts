import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

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
const textAt = 65_536;
const slack = 128; // as much may be read behind the text
const pageBytes = 65_536;

/** Where texts stand in bytes, in any case of their letters: sixteen places at once, in WebAssembly. */
export class TextFinder {
	/** What is searched: fill it, then ask. */
	readonly bytes: Uint8Array;
	readonly #findOne: Scanner['findOne'];
	readonly #patterns: readonly number[];

	private constructor({memory, findOne}: Scanner, texts: readonly string[], capacity: number) {
		memory.grow(Math.ceil((textAt + capacity + slack) / pageBytes) - memory.buffer.byteLength / pageBytes);
		this.bytes = new Uint8Array(memory.buffer, textAt, capacity);
		this.#findOne = findOne;
		this.#patterns = texts.map((text, index) => writePattern(memory, patternsAt + index * patternBytes, text));
	}

	/** @returns `undefined` where these texts can't be searched for like that. */
	static of(texts: readonly string[], capacity: number): TextFinder | undefined {
		compiled ??= compile();
		const isPossible = texts.length <= mostPatterns && texts.every(text => /^[ -~]+$/.test(text) && text.length <= mostLength);
		if (compiled === undefined || !isPossible) {
			return undefined;
		}
		const {exports} = new WebAssembly.Instance(compiled, {});
		return isScanner(exports) ? new TextFinder(exports, texts, capacity) : undefined;
	}

	/** The first place in `from..to` at which any of the texts stands; `to` where there is none. */
	find(from: number, to: number): number {
		let found = to;
		for (const pattern of this.#patterns) {
			found = Math.min(found, this.#findOne(pattern, textAt + from, textAt + found) - textAt);
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
const letterCase = 0x20;

/** A head of three numbers: length, and the places of its two rarest bytes; then each byte as it is wanted and what is not looked at of it. */
function writePattern(memory: Memory, at: number, text: string): number {
	const view = new DataView(memory.buffer, at, patternBytes);
	const [first = 0, second = first] = [...text].map((_, place) => place).sort((a, b) => commonness(text, a) - commonness(text, b));
	view.setInt32(0, text.length, true);
	view.setInt32(4, first, true);
	view.setInt32(8, second, true);
	for (let place = 0; place < text.length; place++) {
		const mask = /[a-z]/i.test(text[place] ?? '') ? letterCase : 0;
		view.setUint8(headBytes + 2 * place, text.charCodeAt(place) | mask);
		view.setUint8(headBytes + 2 * place + 1, mask);
	}
	return at;
}

/** From rare to common in logs of JSON: few letters, then digits and quotes, which are everywhere. */
const byCommonness = '@~^`|\\%$&;<>?!#*+()[]=\'qzxjkvwyfgbhupmdlcnosrati e/_-{}.9876543210,:"';

function commonness(text: string, place: number): number {
	return byCommonness.indexOf((text[place] ?? '').toLowerCase());
}

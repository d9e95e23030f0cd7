import {Buffer} from 'node:buffer';
import {FieldKeys} from '../../events/field-keys.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {Asked, FieldAtom} from '../../query/needed/needed.ts';
import {canonicalOf} from '../../shared/field-names.ts';
import {plainName} from '../../shared/plain-name.ts';
import * as layout from '../../wasm/search-layout.ts';
import {exactText, numberRange} from './field-test.ts';
import {countBytes, writePattern} from './patterns.ts';

export type FieldTest = {readonly atom: FieldAtom; readonly bit: number};

type Tables = {readonly memory: ArrayBuffer; addKey(entry: number): void; addValue(entry: number): void};

type Key = {readonly name: string; readonly tests: readonly FieldTest[]; values: number};

const alignment = 16;

const mostKeys = 2000;
const mostValues = 12_000;
const mostValuesOfKey = 4000;
const mostEntryBytes = 2048;

/**
The keys and values seen in lines, and which tests they pass.

The parser and the filter decide once for each of them, on a line with only this field. That is valid because a test
depends on one field only (needed.ts). A line with two fields for the same test is left to the parser.
*/
export class KnownFields {
	readonly #tables: Tables;
	readonly #bytes: Buffer;
	readonly #view: DataView;
	readonly #tests: readonly FieldTest[];
	readonly #isDurationAsked: boolean;
	readonly #fieldKeys: FieldKeys;
	readonly #parser: LineParser;
	readonly #keys = new Map<number, Key>();
	#nextEntry = layout.entriesAt;
	#values = 0;

	constructor(tables: Tables, tests: readonly FieldTest[], read: ReadOptions) {
		this.#tables = tables;
		this.#bytes = Buffer.from(tables.memory);
		this.#view = new DataView(tables.memory);
		this.#tests = tests;
		this.#isDurationAsked = tests.some(({atom}) => canonicalOf(atom.node.name) === 'elapsedMs');
		this.#fieldKeys = new FieldKeys(read);
		this.#parser = new LineParser(read);
		for (const {atom, bit} of tests) {
			const exact = exactText(atom.node);
			if (exact !== undefined) {
				writePattern(tables.memory, bit, exact.pattern, countBytes(exact.pattern.wanted));
			}
		}
	}

	/** Learns the key at the given bytes, or reports that there is no more room. */
	learnKey(start: number, end: number): void {
		if (this.#keys.size >= mostKeys || this.#nextEntry + mostEntryBytes > layout.entriesEnd) {
			this.#view.setInt32(layout.wantedAt + layout.keysAreFullAt, 1, true);
			return;
		}
		const name = this.#bytes.toString('utf8', start, end);
		const tests = this.#tests.filter(({atom}) => this.#mayDecide(name, atom.node.name));
		const passes = (test: FieldTest, value: string) => this.#passedBy(name, value, [test]) !== 0;
		const always = tests.filter(({atom}) => isAnyValue(atom.node, name));
		const asked = tests.filter(test => !always.includes(test));
		const texts = asked.filter(test => {
			const exact = exactText(test.atom.node);
			return exact !== undefined && passes(test, JSON.stringify(exact.text));
		});
		const ranges = asked.flatMap(test => {
			const range = numberRange(test.atom.node, number => passes(test, String(number)));
			return range === undefined ? [] : [{test, range}];
		});
		const entry = this.#nextEntry;
		const view = this.#view;
		const rangesAt = align(entry + layout.keyHeadBytes + end - start + 1);
		view.setInt32(entry, end - start, true);
		view.setInt32(entry + layout.keyKindAt, this.#kindOf(name), true);
		view.setUint32(entry + layout.keyTestsAt, bitsOf(tests), true);
		view.setUint32(entry + layout.keyTextsAt, bitsOf(texts), true);
		view.setUint32(entry + layout.keyRangesAt, bitsOf(ranges.map(({test}) => test)), true);
		view.setUint32(entry + layout.keyRangesPlaceAt, rangesAt, true);
		view.setUint32(entry + layout.keyAlwaysAt, bitsOf(always), true);
		this.#bytes.copyWithin(entry + layout.keyHeadBytes, start, end + 1);
		for (const [index, {range}] of ranges.entries()) {
			view.setFloat64(rangesAt + 16 * index, range[0], true);
			view.setFloat64(rangesAt + 16 * index + 8, range[1], true);
		}
		this.#nextEntry = align(rangesAt + 16 * ranges.length);
		this.#keys.set(entry, {name, tests, values: 0});
		this.#tables.addKey(entry);
	}

	/** Learns the value of a key at the given bytes, or reports that there is no more room for this key. */
	learnValue(keyEntry: number, start: number, end: number): void {
		const key = this.#keys.get(keyEntry);
		const isKnown = key !== undefined && this.#learn(keyEntry, key, start, end);
		if (!isKnown) {
			this.#view.setInt32(keyEntry + layout.keyKindAt, this.#view.getInt32(keyEntry + layout.keyKindAt, true) | layout.fullKey, true);
		}
	}

	#learn(keyEntry: number, key: Key, start: number, end: number): boolean {
		if (key.values >= mostValuesOfKey || this.#values >= mostValues || this.#nextEntry + mostEntryBytes > layout.entriesEnd) {
			return false;
		}
		const passed = this.#passedBy(key.name, this.#bytes.toString('utf8', start, end), key.tests);
		if (passed === undefined) {
			return false;
		}
		const entry = this.#nextEntry;
		this.#view.setInt32(entry, end - start, true);
		this.#view.setUint32(entry + layout.valueKeyAt, keyEntry, true);
		this.#view.setUint32(entry + layout.valueTestsAt, passed, true);
		this.#bytes.copyWithin(entry + layout.valueHeadBytes, start, end);
		this.#nextEntry = align(entry + layout.valueHeadBytes + end - start);
		key.values++;
		this.#values++;
		this.#tables.addValue(entry);
		return true;
	}

	#kindOf(key: string): number {
		const isMarker = this.#fieldKeys.isMarker(key) || (this.#isDurationAsked && this.#fieldKeys.isDurationMarker(key));
		return (isMarker ? layout.oddKey : 0) | (this.#fieldKeys.mayFill(key, 'event') ? layout.openingKey : 0);
	}

	#mayDecide(key: string, name: string): boolean {
		const canonical = canonicalOf(name);
		return key === name || name.startsWith(`${key}.`) || (canonical !== undefined && this.#fieldKeys.mayFill(key, canonical));
	}

	/** The bits of the tests passed by a line with only this field. `undefined` when that is not a single event. */
	#passedBy(key: string, value: string, tests: readonly FieldTest[]): number | undefined {
		const text = `{"${key}":${value}}`;
		const parsed = this.#parser.parse(text);
		const [event, ...others] = parsed.events;
		return event === undefined || others.length > 0 ? undefined : bitsOf(tests.filter(({atom}) => atom.matches(event, text)));
	}
}

/** Whether a field of this name passes with any value, even `null`. */
function isAnyValue(node: Asked, key: string): boolean {
	const canonical = canonicalOf(node.name);
	return node.type === 'has' && node.name === key && (canonical === undefined || plainName(canonical) !== plainName(key));
}

function bitsOf(tests: readonly FieldTest[]): number {
	return tests.reduce((bits, {bit}) => bits | (1 << bit), 0);
}

function align(at: number): number {
	return Math.ceil(at / alignment) * alignment;
}

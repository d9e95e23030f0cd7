import type {Fields} from '../fields.ts';
import {readLooseString} from './loose-string.ts';
import {looseWords} from './loose-words.ts';

/** An object in a text that is almost JSON. */
export type Mended = {
	readonly fields: Fields;
	/** The kinds of repairs, each once: `NaN read as unknown`. */
	readonly mended: readonly string[];
	/** Where it ends in the text; the end of the text if it is cut off. */
	readonly end: number;
	/** Ended before it was closed. */
	readonly isCut: boolean;
};

const deepest = 200;

/**
Reads an object as loggers write it that are not quite JSON: `NaN`, `undefined` or nothing for a value, Python's `None`,
`True` and single quotes, `\x22`, control
characters in a text, a comma too many, an object that is cut off. Values that are not known are `null`.

Time is linear in the text's length.

@param from - The index of the opening brace.
@returns `undefined` if it isn't an object even with repairs.
*/
export function mendObject(text: string, from: number): Mended | undefined {
	const reader = new LooseReader(text, from);
	try {
		const fields = reader.object(0);
		return {fields, mended: [...reader.mended], end: reader.at, isCut: reader.isCut};
	} catch (error) {
		if (error instanceof NotAnObject) {
			return undefined;
		}
		throw error;
	}
}

class NotAnObject extends Error {}

/** A single instance, because a log may have many texts that aren't objects, and creating a stack trace is costly. */
const notAnObject = new NotAnObject();

/** The text is cut off within a value, which is dropped. */
const cut = Symbol('cut');

type Loose = string | number | boolean | null | readonly unknown[] | Fields | typeof cut;

const jsonNumber = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const looseNumber = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const word = /[+-]?[A-Za-z_][\w.]*/y;
const space = /[\s\ufeff]*/y;

class LooseReader {
	readonly #text: string;
	readonly mended = new Set<string>();
	at: number;
	isCut = false;

	constructor(text: string, from: number) {
		this.#text = text;
		this.at = from;
	}

	/** At its opening brace. */
	object(depth: number): Fields {
		const fields: Record<string, unknown> = {};
		this.#open(depth);
		for (;;) {
			this.#skipSpace();
			if (this.#take('}')) {
				return fields;
			}
			if (this.#isEnd()) {
				return this.#cutOff(fields);
			}
			if (this.#take(',')) {
				this.mended.add('an extra comma');
				continue;
			}
			const key = this.#key();
			if (key === cut) {
				return this.#cutOff(fields);
			}
			const value = this.#member(depth);
			if (value === cut) {
				return this.#cutOff(fields);
			}
			// `__proto__` is a key like any other.
			Object.defineProperty(fields, key, {value, enumerable: true, configurable: true, writable: true});
			if (this.isCut) {
				return fields;
			}
			this.#skipSpace();
			if (this.#isEnd()) {
				return this.#cutOff(fields);
			}
			this.#separate('}');
		}
	}

	/** The comma between two members. A comma before the end is an extra one. */
	#separate(closing: string): void {
		if (this.#text[this.at] === closing) {
			return;
		}
		if (!this.#take(',')) {
			throw notAnObject;
		}
		this.#skipSpace();
		if (this.#text[this.at] === closing) {
			this.mended.add('an extra comma');
		}
	}

	#list(depth: number): readonly unknown[] {
		const values: unknown[] = [];
		const closing = this.#text[this.at] === '(' ? ')' : ']';
		if (closing === ')') {
			this.mended.add('a Python tuple');
		}
		this.#open(depth);
		for (;;) {
			this.#skipSpace();
			if (this.#take(closing)) {
				return values;
			}
			if (this.#isEnd()) {
				return this.#cutOff(values);
			}
			if (this.#take(',')) {
				this.mended.add('an extra comma');
				continue;
			}
			const value = this.#value(depth);
			if (value === cut) {
				return this.#cutOff(values);
			}
			values.push(value);
			if (this.isCut) {
				return values;
			}
			this.#skipSpace();
			if (this.#isEnd()) {
				return this.#cutOff(values);
			}
			this.#separate(closing);
		}
	}

	/** What comes after a key. */
	#member(depth: number): Loose {
		this.#skipSpace();
		if (this.#isEnd()) {
			return cut;
		}
		if (!this.#take(':')) {
			throw notAnObject;
		}
		this.#skipSpace();
		const next = this.#text[this.at];
		if (next === ',' || next === '}') {
			this.mended.add('a missing value read as unknown');
			return null;
		}
		return this.#value(depth);
	}

	#value(depth: number): Loose {
		const next = this.#text[this.at];
		switch (next) {
			case undefined:
				return cut;
			case '"':
			case "'":
				return this.#string();
			case '{':
				return this.object(depth + 1);
			case '[':
			case '(':
				return this.#list(depth + 1);
			default:
				return this.#bare();
		}
	}

	#key(): string | typeof cut {
		const next = this.#text[this.at];
		if (next === '"' || next === "'") {
			return this.#string();
		}
		throw notAnObject;
	}

	/** A number or a word. If it reaches the end of the text, it may have been longer. */
	#bare(): Loose {
		const number = this.#matched(jsonNumber) ?? this.#matched(looseNumber, 'a number that is not valid JSON');
		const next = this.#text[this.at];
		if (number !== undefined && !(next !== undefined && /[\w.]/.test(next))) {
			const value = Number(number);
			return this.#isEnd() ? cut : Number.isFinite(value) ? value : null;
		}
		const found = number === undefined ? this.#matched(word) : undefined;
		if (found !== undefined && this.#text[this.at] === '(') {
			return this.#call(this.at - found.length);
		}
		const meaning = found === undefined ? undefined : looseWords.get(found);
		if (meaning === undefined) {
			if (this.#isEnd()) {
				return cut;
			}
			throw notAnObject;
		}
		if (meaning[1] !== undefined) {
			this.mended.add(meaning[1]);
		}
		return meaning[0];
	}

	/** A value that Python prints as a call, such as `Decimal('1.5')`, becomes its text. */
	#call(start: number): string | typeof cut {
		let depth = 0;
		while (!this.#isEnd()) {
			const mark = this.#text[this.at];
			if (mark === '"' || mark === "'") {
				this.#string();
				continue;
			}
			this.at++;
			depth += mark === '(' ? 1 : mark === ')' ? -1 : 0;
			if (depth === 0) {
				this.mended.add('a Python call');
				return this.#text.slice(start, this.at);
			}
		}
		return cut;
	}

	#string(): string | typeof cut {
		const {value, end} = readLooseString(this.#text, this.at, this.mended);
		this.at = end;
		return value ?? cut;
	}

	#matched(pattern: RegExp, mended?: string): string | undefined {
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.#text)?.[0];
		if (found === undefined || found === '') {
			return undefined;
		}
		if (mended !== undefined) {
			this.mended.add(mended);
		}
		this.at += found.length;
		return found;
	}

	#open(depth: number): void {
		if (depth > deepest) {
			throw notAnObject;
		}
		this.at++;
	}

	#cutOff<Value>(value: Value): Value {
		this.mended.add('cut off');
		this.isCut = true;
		return value;
	}

	#take(mark: string): boolean {
		if (this.#text[this.at] !== mark) {
			return false;
		}
		this.at++;
		return true;
	}

	#isEnd(): boolean {
		return this.at >= this.#text.length;
	}

	#skipSpace(): void {
		space.lastIndex = this.at;
		space.exec(this.#text);
		this.at = space.lastIndex;
	}
}

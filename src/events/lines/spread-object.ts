import {parseObject} from '../parse-object.ts';

const mostLines = 10_000;
const mostLength = 1024 * 1024;

/** How a line of an object that is printed over several lines may begin. */
const looksInside = /^\s*(?:["'}\]{[\d-]|true|false|null|NaN|-?Infinity|undefined|None|True|False)|^\s*$/;

/** An object that is printed over several lines, until it closes. */
export class SpreadObject {
	#text: string;
	#depth = 0;
	#lines = 1;

	private constructor(text: string) {
		this.#text = text;
		this.#depth = depthAfter(text, 0) ?? 0;
	}

	/** @returns `undefined` where the line is no beginning of such an object: it opens one and ends between its members. */
	static of(line: string): SpreadObject | undefined {
		const text = line.trim();
		if (text.charCodeAt(0) !== 0x7b || !/[{[,]$/.test(text)) {
			return undefined;
		}
		const object = new SpreadObject(line);
		return object.#depth > 0 ? object : undefined;
	}

	/** Its lines so far, as one. */
	get text(): string {
		return this.#text;
	}

	/** @returns `undefined` where the line is not its next one. */
	take(line: string): 'open' | 'closed' | undefined {
		if (beginsAnother(line) || !looksInside.test(line) || this.#lines >= mostLines || this.#text.length + line.length > mostLength) {
			return undefined;
		}
		const depth = depthAfter(line, this.#depth);
		if (depth === undefined) {
			return undefined;
		}
		this.#text += ` ${line}`;
		this.#lines++;
		this.#depth = depth;
		return depth === 0 ? 'closed' : 'open';
	}
}

/** Whether a line begins another object: at the margin, or with nothing but the whole of one. */
function beginsAnother(line: string): boolean {
	return line.charCodeAt(0) === 0x7b || (/^\s+\{.*\}\s*$/s.test(line) && parseObject(line) !== undefined);
}

/** How deep in objects and lists the end of a line is. `undefined` where it ends within a text, or closes too much. */
function depthAfter(line: string, before: number): number | undefined {
	let depth = before;
	let quote = '';
	for (let at = 0; at < line.length; at++) {
		const character = line.charAt(at);
		if (quote !== '') {
			if (character === '\\') {
				at++;
			} else if (character === quote) {
				quote = '';
			}
		} else if (character === '"' || character === "'") {
			quote = character;
		} else if (character === '{' || character === '[') {
			depth++;
		} else if (character === '}' || character === ']') {
			depth--;
			if (depth < 0) {
				return undefined;
			}
		}
	}
	return quote === '' ? depth : undefined;
}

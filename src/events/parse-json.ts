import {isFields} from './fields.ts';

const colon = /^\s*:|^\s+$/; // after more white space there may be one
const backslash = '\\';
/** Stands for an escape while the text is parsed, followed by the code of what it means. From the private use area. */
const mark = '\uE000';
const escapeOrMark = /\\(?:u([\da-fA-F]{4})|(.))|\uE000/gs;
const marked = /\uE000([\da-f]{4})/g;
const meanings: Readonly<Record<string, string>> = {b: '\b', f: '\f', n: '\n', r: '\r', t: '\t'};

/**
JSON.parse, without a mistake of V8: it may take a key with an escape for an earlier object's key that has a backslash,
as long as the two begin alike as written (`"lev\u0065l"` for `"lev\\u"`).

@see https://github.com/nodejs/node/issues/63785
@throws SyntaxError
*/
export function parseJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	return hasEscapeInKey(text) && hasBackslashInKey(value) ? parseWithoutEscapes(text, value) : value;
}

/** Whether a string with an escape is followed by a colon. */
function hasEscapeInKey(text: string): boolean {
	let end = 0;
	for (let at = text.indexOf(backslash); at !== -1; ) {
		end = end < at + 2 ? text.indexOf('"', at + 2) : end;
		const next = text.indexOf(backslash, at + 2);
		if ((next === -1 || end < next) && colon.test(text.slice(end + 1, end + 8))) {
			return true;
		}
		at = next;
	}
	return false;
}

/** A wrong key always has one. */
function hasBackslashInKey(value: unknown): boolean {
	const open = [value];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (typeof next !== 'object' || next === null) {
			continue;
		}
		for (const [key, item] of Object.entries(next)) {
			if (key.includes(backslash)) {
				return true;
			}
			open.push(item);
		}
	}
	return false;
}

function parseWithoutEscapes(text: string, otherwise: unknown): unknown {
	try {
		return JSON.parse(text.replace(escapeOrMark, withMark), (_, value: unknown) =>
			typeof value === 'string' ? withoutMarks(value) : isFields(value) && Object.keys(value).some(hasMark) ? renamed(value) : value,
		);
	} catch {
		return otherwise; // nested too deeply
	}
}

function withMark(written: string, code: string | undefined, letter: string | undefined): string {
	const meant =
		code === undefined ? (letter === undefined ? written : (meanings[letter] ?? letter)) : String.fromCharCode(Number.parseInt(code, 16));
	return mark + meant.charCodeAt(0).toString(16).padStart(4, '0');
}

const hasMark = (text: string): boolean => text.includes(mark);
const withoutMarks = (text: string): string => text.replace(marked, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

function renamed(value: object): object {
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [withoutMarks(key), item]));
}

import {type Fields, isFields} from '../fields.ts';
import {parseJson} from '../parse-json.ts';
import {parseObject} from '../parse-object.ts';
import {mendObject} from './mend-object.ts';
import {skipSpace} from './skip-space.ts';

/** The objects of a line. */
export type Found = {
	/** Where the first one begins; what stands before it is a text. */
	readonly start: number;
	readonly objects: readonly Fields[];
	/** What was not JSON, `''` where all was. */
	readonly mended: string;
	/** Where the line is not JSON at all. */
	readonly dialect?: string;
};

/** More places where an object may begin are not tried, so that time stays linear in the line's length. */
const mostTries = 16;

/**
The object that runs from the first possible `{` of a line to its end: white space, a `,` or a `]` may follow it.
Several, where they stand one behind the other or in a list. Where there is none, one that is not quite JSON.

@param line - Without colours.
@param isTried - The whole line is known not to be an object.
*/
export function findObjects(line: string, isTried = false): Found | undefined {
	const list = /^\s*\[\s*\{/.test(line) ? objectsOfList(line) : undefined;
	if (list !== undefined) {
		return {start: 0, objects: list, mended: ''};
	}
	const end = endOfObject(line);
	const starts = startsOf(line);
	if (line.charCodeAt(end - 1) === closingBrace) {
		for (const start of starts) {
			const isWhole = start === 0 && end === line.length;
			const fields = isWhole && isTried ? undefined : parseObject(line.slice(start, end));
			if (fields !== undefined && !isBehindObject(line, start)) {
				return {start, objects: [fields], mended: ''};
			}
		}
	}
	const [start] = starts.filter(each => hasKey(line, each));
	return start === undefined ? undefined : mendedFrom(line, start);
}

/** Objects one behind the other, to the end of the line. */
function mendedFrom(line: string, start: number): Found | undefined {
	const objects: Fields[] = [];
	const mended = new Set<string>();
	for (let at = start; ; ) {
		const found = mendObject(line, at);
		if (found === undefined) {
			return undefined;
		}
		objects.push(found.fields);
		for (const each of found.mended) {
			mended.add(each);
		}
		at = found.end;
		while (isTail(line.charCodeAt(at))) {
			at++;
		}
		if (at >= line.length || found.isCut) {
			break;
		}
		if (line.charCodeAt(at) !== openingBrace) {
			return undefined;
		}
	}
	if (objects.length > 1) {
		mended.add(`${objects.length} objects on a line`);
	}
	const [first] = objects;
	return first === undefined || (objects.length === 1 && Object.keys(first).length === 0)
		? undefined
		: {start, objects, mended: [...mended].join(', ')};
}

function objectsOfList(line: string): readonly Fields[] | undefined {
	try {
		const list = parseJson(line);
		return Array.isArray(list) && list.every(isFields) ? list : undefined;
	} catch {
		return undefined;
	}
}

/** Where an object may begin: at a brace before a key or before the object's end. */
function startsOf(line: string): readonly number[] {
	const starts: number[] = [];
	for (let start = line.indexOf('{'); start !== -1 && starts.length < mostTries; start = line.indexOf('{', start + 1)) {
		const code = line.charCodeAt(skipSpace(line, start + 1));
		if (code === quote || code === singleQuote || code === closingBrace) {
			starts.push(start);
		}
	}
	return starts;
}

/** Whether what stands before a brace is another object: then both are events. */
function isBehindObject(line: string, start: number): boolean {
	let at = start;
	while (at > 0 && isTail(line.charCodeAt(at - 1))) {
		at--;
	}
	return at > 0 && line.charCodeAt(at - 1) === closingBrace && hasKey(line, line.indexOf('{'));
}

const key = /\{\s{0,16}(?:"(?:[^"\\]|\\.){0,256}"|'(?:[^'\\]|\\.){0,256}')\s{0,16}:/y;

/** Whether a quoted key and its colon follow a brace: `if (x) {` begins no object. */
function hasKey(line: string, start: number): boolean {
	key.lastIndex = start;
	return key.test(line);
}

/** Where an object ends that runs to the end of a line. */
function endOfObject(line: string): number {
	let end = line.length;
	while (end > 0 && isTail(line.charCodeAt(end - 1))) {
		end--;
	}
	return end;
}

/** Space, a comma, a closing bracket. */
function isTail(code: number): boolean {
	return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x2c || code === 0x5d;
}

const openingBrace = 0x7b;
const closingBrace = 0x7d;
const quote = 0x22;
const singleQuote = 0x27;

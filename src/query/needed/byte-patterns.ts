/**
Bytes that occur in a line. A byte of the line matches when `byte | mask` equals `wanted`, so one pattern covers both
cases.

A pattern may match more than the text it was made from, never less.
*/
export type BytePattern = {
	readonly wanted: Uint8Array<ArrayBuffer>;
	readonly masks: Uint8Array<ArrayBuffer>;
};

const longestPattern = 256;
const encoder = new TextEncoder();

/**
The bytes of any line that contains a text, ignoring case. `isWhole` when the bytes alone decide. `undefined` when
nothing can be said about them.
*/
export function patternOfLine(text: string): {readonly pattern: BytePattern; readonly isWhole: boolean} | undefined {
	const places: Place[][] = [[]];
	for (const character of text) {
		const place = character === '\n' ? undefined : placesOf(character);
		if (place === undefined) {
			places.push([]);
		} else {
			places.at(-1)?.push(...place);
		}
	}
	const pattern = longest(places);
	return pattern && {pattern, isWhole: pattern.wanted.length === text.length && /^[\x20-\x7e]+$/.test(text)};
}

/** The bytes of any line that matches an RE2 pattern, if the pattern consists of plain words or a choice of them. */
export function patternsOfRegex(pattern: string): readonly BytePattern[] | undefined {
	if (!/^[\w "'#%&,:;<=>@!~/|-]+$/.test(pattern)) {
		return undefined;
	}
	// RE2 matches the Kelvin sign with k and the long s with s.
	const choices = pattern
		.split('|')
		.map(words => longest(words.split(/[iks]/i).map(run => [...run].flatMap(character => placesOf(character) ?? []))));
	return choices.every(choice => choice !== undefined) ? choices : undefined;
}

type Place = {readonly wanted: number; readonly mask: number};

/**
The bytes of a character in either case. `undefined` when the cases differ in length, or when the character may stand
for invalid bytes.
*/
function placesOf(character: string): readonly Place[] | undefined {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x80) {
		return /[a-z]/i.test(character) ? [{wanted: code | 0x20, mask: 0x20}] : [{wanted: code, mask: 0}];
	}
	if (code === 0xfffd || (code >= 0xd800 && code <= 0xdfff)) {
		return undefined;
	}
	const [first, ...others] = variantsOf(character).map(variant => encoder.encode(variant));
	if (first === undefined || others.some(other => other.length !== first.length)) {
		return undefined;
	}
	return [...first].map((byte, index) => {
		const mask = others.reduce((bits, other) => bits | (byte ^ (other[index] ?? 0)), 0);
		return {wanted: byte | mask, mask};
	});
}

let unitsOfCase: Map<string, string[]> | undefined;

/** The UTF-16 units that a regular expression with the flag `i` considers equal. A surrogate pair has no case. */
function variantsOf(character: string): readonly string[] {
	if (character.length > 1) {
		return [character];
	}
	if (unitsOfCase === undefined) {
		unitsOfCase = new Map();
		for (let unit = 0x80; unit <= 0xffff; unit++) {
			const text = String.fromCharCode(unit);
			const key = caseKey(text);
			const same = unitsOfCase.get(key);
			if (same === undefined) {
				unitsOfCase.set(key, [text]);
			} else {
				same.push(text);
			}
		}
	}
	return unitsOfCase.get(caseKey(character)) ?? [character];
}

/** ECMA-262, Canonicalize: upper case, unless that is longer or becomes ASCII. */
function caseKey(unit: string): string {
	const upper = unit.toUpperCase();
	return upper.length !== 1 || upper.charCodeAt(0) < 0x80 ? unit : upper;
}

function longest(runs: ReadonlyArray<readonly Place[]>): BytePattern | undefined {
	const [run = []] = runs.toSorted((a, b) => b.length - a.length);
	const places = run.slice(0, longestPattern);
	return places.length === 0
		? undefined
		: {wanted: Uint8Array.from(places, ({wanted}) => wanted), masks: Uint8Array.from(places, ({mask}) => mask)};
}

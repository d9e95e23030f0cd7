import {compileGlob} from './glob.ts';
import {compileRegex} from './regex.ts';
import type {Literal} from './tokens.ts';

/** A test for one value in a line. */
export type ValueTest = (value: unknown) => boolean;

/** Equal, ignoring case. An unquoted text with `*` or `?` is a glob. A list passes if one of its items does. */
export function equalsTest(literal: Literal): ValueTest {
	const isGlob = !literal.isQuoted && /[*?]/.test(literal.text);
	const number = numberOf(literal.text);
	const isText = isGlob ? compileGlob(literal.text) : equalsText(literal.text);
	return scalarTest(isText, value => (typeof value === 'number' && number !== undefined ? value === number : isText(String(value))));
}

export function matchesTest(literal: Literal): ValueTest {
	const matches = compileRegex(literal.text, literal.column);
	return scalarTest(matches, value => matches(String(value)));
}

/** A number in a filter. A percentage becomes a ratio. */
export function numberOf(text: string): number | undefined {
	const found = /^([+-]?(?:\d{1,40}(?:\.\d{1,40})?|\.\d{1,40})(?:e[+-]?\d{1,3})?)(%)?$/i.exec(text);
	const number = Number(found?.[1] ?? Number.NaN);
	return Number.isFinite(number) ? number / (found?.[2] === undefined ? 1 : 100) : undefined;
}

function equalsText(text: string): (value: string) => boolean {
	const lower = text.toLowerCase();
	return value => value === text || (value.length === text.length && value.toLowerCase() === lower);
}

type Other = number | boolean | null;

function scalarTest(testText: (value: string) => boolean, testOther: (value: Other) => boolean): ValueTest {
	const testScalar = (value: unknown) => (typeof value === 'string' ? testText(value) : isOther(value) && testOther(value));
	return value => (typeof value === 'string' ? testText(value) : Array.isArray(value) ? value.some(testScalar) : testScalar(value));
}

function isOther(value: unknown): value is Other {
	return typeof value === 'number' || typeof value === 'boolean' || value === null;
}

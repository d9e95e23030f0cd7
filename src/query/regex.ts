import type {RE2JS} from 're2js';
import {FilterProblem} from './filter-error.ts';

/**
Provided by the bundler in the bundle. Loading must be synchronous because the filter is checked at each key press.
*/
declare const require: ((name: 're2js') => {readonly RE2JS: typeof RE2JS}) | undefined;

let engine: typeof RE2JS | undefined;

/**
Tests whether an RE2 pattern matches anywhere in a text, ignoring case unless the pattern says `(?-i)`.

Its time is linear in the text, so no pattern and no line can hang the screen. The engine takes 20 ms to load, so it is
loaded with the first pattern.

@throws FilterProblem with the column when the pattern is invalid.
*/
export function compileRegex(pattern: string, column: number): (text: string) => boolean {
	engine ??= loadEngine();
	try {
		const compiled = engine.compile(pattern, engine.CASE_INSENSITIVE);
		return text => compiled.test(text);
	} catch (error) {
		throw problemOf(error, column);
	}
}

/** The named groups of the first match in a text, those that took part. `undefined` where there is no match. */
export type ReadGroups = (text: string) => Readonly<Record<string, string>> | undefined;

/** @throws FilterProblem when the pattern is invalid. */
export function compileGroups(pattern: string): ReadGroups {
	engine ??= loadEngine();
	try {
		const compiled = engine.compile(pattern);
		const names = Object.keys(compiled.namedGroups());
		return text => {
			const matcher = compiled.matcher(text);
			if (!matcher.find()) {
				return undefined;
			}
			return Object.fromEntries(
				names.flatMap(name => {
					const group = matcher.group(name);
					return group === null || group === undefined ? [] : [[name, group] as const];
				}),
			);
		};
	} catch (error) {
		throw problemOf(error, 0);
	}
}

function problemOf(error: unknown, column: number): FilterProblem {
	return new FilterProblem(column, error instanceof Error ? error.message.replace('error parsing regexp', 'pattern') : 'no pattern');
}

function loadEngine(): typeof RE2JS {
	const load = typeof require === 'function' ? require('re2js') : requireFromHere();
	return load.RE2JS;
}

function requireFromHere(): {readonly RE2JS: typeof RE2JS} {
	return process.getBuiltinModule('node:module').createRequire(import.meta.url)('re2js');
}

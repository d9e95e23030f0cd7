import type {RE2JS} from 're2js';
import {FilterProblem} from './filter-error.ts';

/** In the bundle the bundler's own; loading on demand must be synchronous because a filter is checked at each key. */
declare const require: ((name: 're2js') => {readonly RE2JS: typeof RE2JS}) | undefined;

let engine: typeof RE2JS | undefined;

/**
A test for a pattern in RE2's syntax, anywhere in the text, without case unless it says `(?-i)`.

Its time is linear in the text: no pattern that a user types, and no line of a log, can hang the screen. The engine takes 20 ms to load, so that is done when the
first pattern comes.

@throws FilterProblem at the column when it is no pattern.
*/
export function compileRegex(pattern: string, column: number): (text: string) => boolean {
	engine ??= loadEngine();
	try {
		const compiled = engine.compile(pattern, engine.CASE_INSENSITIVE);
		return text => compiled.test(text);
	} catch (error) {
		throw new FilterProblem(column, error instanceof Error ? error.message.replace('error parsing regexp', 'pattern') : 'no pattern');
	}
}

function loadEngine(): typeof RE2JS {
	const load = typeof require === 'function' ? require('re2js') : requireFromHere();
	return load.RE2JS;
}

function requireFromHere(): {readonly RE2JS: typeof RE2JS} {
	return process.getBuiltinModule('node:module').createRequire(import.meta.url)('re2js');
}

import type {LogEvent} from '../events/event.ts';
import {compile, holds} from './compile.ts';
import {FilterError, FilterProblem} from './filter-error.ts';
import {isExpression} from './is-expression.ts';
import {type Needed, neededBy, neededByText, nothingNeeded} from './needed/needed.ts';
import {parse} from './parse.ts';
import {tokenize} from './tokens.ts';

export {combineFilters, componentFilter} from './combine.ts';
export {FilterError, shortened} from './filter-error.ts';
export {type Needed, neededByBoth, nothingNeeded} from './needed/needed.ts';

/**
@param event - `undefined` for a line that is no event.
@param text - The line as it was read.
*/
export type Filter = {
	readonly matches: (event: LogEvent | undefined, text: string) => boolean;
	readonly needed: Needed;
};

/**
A filter as a user types it: an expression (docs/filter-language.md), or else a text that the line must hold, in any case. An empty one lets every line pass.

@throws FilterError with the column where an expression breaks.
*/
export function compileFilter(text: string): Filter {
	const trimmed = text.trim();
	if (trimmed === '') {
		return {matches: () => true, needed: nothingNeeded};
	}
	try {
		const tokens = tokenize(text);
		if (!isExpression(tokens)) {
			return {matches: holds(trimmed), needed: neededByText(trimmed)};
		}
		const node = parse(text, tokens);
		return {matches: compile(node), needed: neededBy(node)};
	} catch (error) {
		throw error instanceof FilterProblem ? new FilterError(text, error.column, error.message) : error;
	}
}

/** Explains a filter that is being typed. `undefined` where it is right, else the column (from 0) where it breaks and why. */
export function checkFilter(text: string): {readonly column: number; readonly message: string} | undefined {
	try {
		compileFilter(text);
		return undefined;
	} catch (error) {
		if (error instanceof FilterError) {
			return {column: error.column, message: error.reason};
		}
		throw error;
	}
}

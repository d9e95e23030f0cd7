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
@param event - `undefined` when the line is not an event.
@param text - The line as read.
*/
export type Filter = {
	readonly matches: (event: LogEvent | undefined, text: string) => boolean;
	readonly needed: Needed;
};

/**
Compiles a filter as a user types it: an expression (docs/filter-language.md), or a text that the line must contain,
ignoring case. An empty filter lets every line pass.

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

/**
Checks a filter while it is being typed.

@returns `undefined` when it is valid, otherwise the column (from 0) where it breaks and why.
*/
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

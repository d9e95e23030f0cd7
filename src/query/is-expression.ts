import {FilterProblem} from './filter-error.ts';
import type {Token} from './tokens.ts';

/** The deepest nesting of parentheses: far more than anyone types, far less than the stack holds. */
const deepest = 100;

/**
Whether a text is an expression: it compares (`name=value`, `~"pattern"`), asks `has(name)`, or begins with a quoted
text. Bare words never are, not even `and` and `not`: `not found` is searched for literally.

@throws FilterProblem when it is nested too deep to be either.
*/
export function isExpression(tokens: readonly Token[]): boolean {
	boundDepth(tokens);
	const first = tokens.find(({type}) => type !== 'open' && type !== 'not');
	return first?.type === 'quoted' || tokens.some(compares);
}

function compares(token: Token): boolean {
	return token.type === 'comparison' || token.type === 'has' || (token.type === 'unclosed' && token.isValue);
}

function boundDepth(tokens: readonly Token[]): void {
	let depth = 0;
	for (const {type, column} of tokens) {
		depth += type === 'open' ? 1 : type === 'close' ? -1 : 0;
		if (depth > deepest) {
			throw new FilterProblem(column, `parentheses are more than ${deepest} deep`);
		}
	}
}

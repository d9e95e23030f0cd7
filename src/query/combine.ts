import {isExpression} from './is-expression.ts';
import {tokenize} from './tokens.ts';

/**
Joins valid filters with `and`.

@returns `undefined` when none is left.
*/
export function combineFilters(filters: readonly string[]): string | undefined {
	const [first, ...others] = filters.filter(text => text.trim() !== '');
	if (first === undefined || others.length === 0) {
		return first;
	}
	return [first, ...others].map(asTerm).join(' and ');
}

/** The filter that `--stage` stands for: components that match a glob. */
export function componentFilter(glob: string): string {
	if (/^[^\s()"']+$/.test(glob)) {
		return `component=${glob}`;
	}
	return /[*?]/.test(glob) ? `component~${quote(`^${globPattern(glob)}$`)}` : `component=${quote(glob)}`;
}

function asTerm(text: string): string {
	const tokens = tokenize(text);
	if (!isExpression(tokens)) {
		return quote(text.trim());
	}
	return tokens.some(({type}) => type === 'or') ? `(${text})` : text;
}

function quote(text: string): string {
	return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** A glob as an RE2 pattern. */
function globPattern(glob: string): string {
	return glob
		.replaceAll(/[$()+.[\\\]^{|}]/g, '\\$&')
		.replaceAll('*', '.*')
		.replaceAll('?', '.');
}

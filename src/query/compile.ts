import {compileComparison, type Predicate} from './compare.ts';
import {FilterProblem} from './filter-error.ts';
import type {Node} from './parse.ts';
import {readersOf} from './read-field.ts';

/** @throws FilterProblem where a value can't be compared as it is asked. */
export function compile(node: Node): Predicate {
	switch (node.type) {
		case 'and':
			return all(node.nodes.map(compile));
		case 'or':
			return any(node.nodes.map(compile));
		case 'not': {
			const predicate = compile(node.node);
			return (event, text) => !predicate(event, text);
		}
		case 'holds':
			return holds(node.text);
		case 'has': {
			const readers = readersOf(node.name);
			return event => event !== undefined && readers.some(read => read(event) !== undefined);
		}
		case 'comparison':
			return compileComparison(node);
	}
}

const longestText = 10_000; // V8 has a bound of its own, somewhere over it

/**
The line holds the text, in any case. A pattern of plain characters needs no copy of the line and no more than linear time.

@throws FilterProblem
*/
export function holds(wanted: string): Predicate {
	if (wanted.length > longestText) {
		throw new FilterProblem(0, `a text to look for has ${longestText} characters at most`);
	}
	const pattern = new RegExp(wanted.replaceAll(/[$()*+.?[\\\]^{|}/-]/g, '\\$&'), 'i');
	return (_, text) => pattern.test(text);
}

function all(predicates: readonly Predicate[]): Predicate {
	const [first, second] = predicates;
	if (predicates.length === 2 && first !== undefined && second !== undefined) {
		return (event, text) => first(event, text) && second(event, text);
	}
	return (event, text) => predicates.every(predicate => predicate(event, text));
}

function any(predicates: readonly Predicate[]): Predicate {
	const [first, second] = predicates;
	if (predicates.length === 2 && first !== undefined && second !== undefined) {
		return (event, text) => first(event, text) || second(event, text);
	}
	return (event, text) => predicates.some(predicate => predicate(event, text));
}

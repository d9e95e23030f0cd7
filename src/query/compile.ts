import {compileComparison, type Predicate} from './compare.ts';
import {FilterProblem} from './filter-error.ts';
import type {Node} from './parse.ts';
import {readersOf} from './read-field.ts';

/** @throws FilterProblem when a value can't be compared with its operator. */
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

const longestText = 10_000; // V8 has a limit of its own, somewhere above this

/**
Whether the line contains the text, ignoring case. A pattern of plain characters runs in linear time and does not copy
the line.

@throws FilterProblem
*/
export function holds(wanted: string): Predicate {
	if (wanted.length > longestText) {
		throw new FilterProblem(0, `search text is limited to ${longestText} characters`);
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

import {canonicalOf, askedNames as knownNames} from '../../shared/field-names.ts';
import {nearest} from '../../shared/nearest.ts';
import {isExpression} from '../is-expression.ts';
import {type Node, parse} from '../parse.ts';
import {tokenize} from '../tokens.ts';

/** The non-canonical fields of a valid filter: a typo in one of them finds nothing. */
export function askedNames(filter: string): readonly string[] {
	const tokens = tokenize(filter);
	return filter.trim() === '' || !isExpression(tokens)
		? []
		: [...new Set(namesIn(parse(filter, tokens)))].filter(name => !name.includes('"'));
}

/** @param keys - The keys that occur in the log. */
export function noLineHas(name: string, keys: Iterable<string>): string {
	const meant = nearest(name, [...knownNames, ...keys]);
	return `no line has \`${name}\`${meant === undefined ? '' : `: did you mean \`${meant}\`?`}`;
}

function namesIn(node: Node): readonly string[] {
	switch (node.type) {
		case 'and':
		case 'or':
			return node.nodes.flatMap(namesIn);
		case 'not':
			return namesIn(node.node);
		case 'holds':
			return [];
		case 'has':
		case 'comparison':
			return node.name === '' || node.name.toLowerCase() === 'kind' || canonicalOf(node.name) !== undefined ? [] : [node.name];
	}
}

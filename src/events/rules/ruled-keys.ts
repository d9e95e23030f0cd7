import {type Node, parse} from '../../query/parse.ts';
import {tokenize} from '../../query/tokens.ts';
import {canonicalOf} from '../../shared/field-names.ts';
import {listKeysOf} from '../field-path.ts';
import type {Rule} from './rule.ts';

/**
Keys of a line's object of which every event that a rule may read has at least one.

@returns `undefined` where it may be any object.
*/
export function ruledKeys(rules: readonly Rule[]): readonly string[] | undefined {
	const keys = rules.map(({when}) => (when === undefined ? undefined : neededKeys(parse(when, tokenize(when)))));
	return allOf(keys);
}

function neededKeys(node: Node): readonly string[] | undefined {
	switch (node.type) {
		case 'and':
			return node.nodes.map(neededKeys).find(keys => keys !== undefined);
		case 'or':
			return allOf(node.nodes.map(neededKeys));
		case 'not':
		case 'holds':
			return undefined;
		case 'has':
			return keysOf(node.name);
		case 'comparison':
			return node.operator === '!=' || node.operator === '!~' ? undefined : keysOf(node.name);
	}
}

/** The keys that a path may begin with. A field may come from any of its aliases, a dialect or a text. */
function keysOf(name: string): readonly string[] | undefined {
	if (name === '' || name === 'kind' || canonicalOf(name) !== undefined) {
		return undefined;
	}
	const words = name.split('.');
	return [...new Set([...words.map((_, index) => words.slice(0, index + 1).join('.')), ...listKeysOf(name)])];
}

function allOf(keys: ReadonlyArray<readonly string[] | undefined>): readonly string[] | undefined {
	return keys.every(each => each !== undefined) ? keys.flat() : undefined;
}

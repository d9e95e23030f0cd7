import {nearest} from '../../shared/nearest.ts';
import {FilterProblem} from '../filter-error.ts';
import {type Token, tokenize} from '../tokens.ts';

/** A piece of a rule and its position, in UTF-16 units from 0. */
export type AlertWord = {readonly text: string; readonly column: number};

/** A rule split into pieces that are not yet parsed. */
export type AlertText = {
	readonly name: string | undefined;
	/** Everything but the name. */
	readonly condition: string;
	readonly aggregate: AlertWord;
	readonly field: AlertWord | undefined;
	readonly operator: AlertWord;
	readonly value: AlertWord;
	readonly where: AlertWord | undefined;
	readonly by: AlertWord | undefined;
	readonly over: AlertWord | undefined;
};

const longestName = 100;
const clauseNames = ['where', 'by', 'over'] as const;
type ClauseName = (typeof clauseNames)[number];

const argument = /\(\s*(?:"([^"]*)"|([^\s()"]*))\s*(\)?)\s*/y;
const comparison = /([<>=!~]*)\s*/y;
const value = /(\S*)\s*/y;

/**
Splits a rule into its pieces.

@throws FilterProblem when a piece is missing or in the wrong place.
*/
export function splitAlert(text: string): AlertText {
	const open = text.includes('(') ? text.indexOf('(') : text.length;
	const colon = text.lastIndexOf(':', open - 1);
	const name = colon === -1 ? undefined : nameOf(text.slice(0, colon));
	const aggregate = wordIn(text, colon + 1, open);
	if (aggregate.text === '') {
		throw new FilterProblem(aggregate.column, 'an aggregate is missing, as in p95(elapsedMs) > 500');
	}
	if (open === text.length) {
		throw new FilterProblem(open, '`(` is missing, as in p95(elapsedMs) > 500');
	}
	if (/\s/.test(aggregate.text)) {
		throw new FilterProblem(aggregate.column, `\`${aggregate.text}\` is not an aggregate (a name before it needs a colon)`);
	}
	const {field, end} = readArgument(text, open);
	const compared = matchAt(comparison, text, end);
	const operator = {text: compared[1] ?? '', column: end};
	if (operator.text === '') {
		throw new FilterProblem(end, 'a comparison is missing after `)`, as in > 500');
	}
	const valueAt = end + compared[0].length;
	const valued = matchAt(value, text, valueAt);
	const clauses = readClauses(text, valueAt + valued[0].length);
	return {
		name,
		condition: text.slice(aggregate.column).trim(),
		aggregate,
		field,
		operator,
		value: {text: valued[1] ?? '', column: valueAt},
		where: clauses.get('where'),
		by: clauses.get('by'),
		over: clauses.get('over'),
	};
}

function nameOf(text: string): string {
	const name = text.trim();
	if (name === '' || name.length > longestName) {
		throw new FilterProblem(0, name === '' ? 'a name is missing before the colon' : `the name is longer than ${longestName} characters`);
	}
	return name;
}

function readArgument(text: string, open: number): {readonly field: AlertWord | undefined; readonly end: number} {
	const [whole, quoted, plain = '', close] = matchAt(argument, text, open);
	const end = open + whole.length;
	if (close !== ')') {
		throw new FilterProblem(end, '`)` is missing after the field (put a name of several words in double quotes)');
	}
	const field = quoted ?? plain;
	return {field: field === '' ? undefined : {text: field, column: text.indexOf(field, open)}, end};
}

/** The clauses come in any order, each at most once. Inside parentheses and quotes, the words belong to the filter. */
function readClauses(text: string, from: number): ReadonlyMap<ClauseName, AlertWord> {
	const rest = text.slice(from);
	const starts: Array<{readonly name: ClauseName; readonly token: Token}> = [];
	let depth = 0;
	for (const token of tokenize(rest)) {
		depth += token.type === 'open' ? 1 : token.type === 'close' ? -1 : 0;
		const name = token.type === 'word' && depth === 0 ? clauseNameOf(rest.slice(token.column, token.end)) : undefined;
		if (name !== undefined) {
			starts.push({name, token});
		}
	}
	checkStart(rest, from, starts[0]?.token);
	const clauses = new Map<ClauseName, AlertWord>();
	for (const [index, {name, token}] of starts.entries()) {
		const clause = wordIn(text, from + token.end, from + (starts[index + 1]?.token.column ?? rest.length));
		if (clauses.has(name)) {
			throw new FilterProblem(from + token.column, `\`${name}\` appears twice (quote text that contains the word)`);
		}
		if (clause.text === '') {
			throw new FilterProblem(clause.column, `something is missing after \`${name}\``);
		}
		clauses.set(name, name === 'by' ? unquoted(clause) : clause);
	}
	return clauses;
}

function clauseNameOf(word: string): ClauseName | undefined {
	const lower = word.toLowerCase();
	return clauseNames.find(name => name === lower);
}

function checkStart(rest: string, from: number, first: Token | undefined): void {
	const [word = ''] = /^\S*/.exec(rest) ?? [];
	if (word !== '' && first?.column !== 0) {
		const meant = nearest(word, clauseNames);
		throw new FilterProblem(
			from,
			`unexpected \`${word}\`: only \`where\`, \`by\` or \`over\` can follow${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
		);
	}
}

function unquoted({text, column}: AlertWord): AlertWord {
	const [, quoted] = /^"([^"]*)"$/.exec(text) ?? [];
	if (quoted === undefined && /\s/.test(text)) {
		throw new FilterProblem(column, '`by` needs one field (put a name of several words in double quotes)');
	}
	return {text: quoted ?? text, column};
}

function wordIn(text: string, from: number, to: number): AlertWord {
	const part = text.slice(from, to);
	return {text: part.trim(), column: from + part.length - part.trimStart().length};
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | readonly [string] {
	pattern.lastIndex = at;
	return pattern.exec(text) ?? [''];
}

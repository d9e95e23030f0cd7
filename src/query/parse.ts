import {FilterProblem} from './filter-error.ts';
import type {Literal, Operator, Token} from './tokens.ts';

/** A parsed filter. */
export type Node =
	| {readonly type: 'and' | 'or'; readonly nodes: readonly Node[]}
	| {readonly type: 'not'; readonly node: Node}
	/** The line contains the text, ignoring case. */
	| {readonly type: 'holds'; readonly text: string}
	| {readonly type: 'has'; readonly name: string}
	| Comparison;

/** The name `''` stands for the whole line. */
export type Comparison = {
	readonly type: 'comparison';
	readonly name: string;
	readonly operator: Operator;
	readonly value: Literal;
	readonly column: number;
};

/**
`or` binds less tightly than `and`, `and` less than `not`. Recursion is as deep as the parentheses, which `isExpression`
has limited.

@throws FilterProblem when the tokens are not an expression.
*/
export function parse(text: string, tokens: readonly Token[]): Node {
	const parser = new Parser(text, tokens);
	const node = parser.readOr();
	parser.expectEnd();
	return node;
}

class Parser {
	readonly #text: string;
	readonly #tokens: readonly Token[];
	#next = 0;

	constructor(text: string, tokens: readonly Token[]) {
		this.#text = text;
		this.#tokens = tokens;
	}

	readOr(): Node {
		return this.#readChain('or', () => this.#readChain('and', () => this.#readNot()));
	}

	expectEnd(): void {
		const token = this.#tokens[this.#next];
		if (token === undefined) {
			return;
		}
		throw token.type === 'close'
			? new FilterProblem(token.column, 'unmatched `)`')
			: new FilterProblem(token.column, `\`and\` or \`or\` is missing before \`${this.#source(token)}\` (or quote the whole text)`);
	}

	#readChain(type: 'and' | 'or', readPart: () => Node): Node {
		const first = readPart();
		const nodes = [first];
		while (this.#tokens[this.#next]?.type === type) {
			this.#next++;
			nodes.push(readPart());
		}
		return nodes.length === 1 ? first : {type, nodes};
	}

	#readNot(): Node {
		let isNegated = false;
		while (this.#tokens[this.#next]?.type === 'not') {
			this.#next++;
			isNegated = !isNegated;
		}
		const node = this.#readTerm();
		return isNegated ? {type: 'not', node} : node;
	}

	#readTerm(): Node {
		const token = this.#tokens[this.#next++];
		if (token === undefined) {
			throw new FilterProblem(this.#text.length, `search text is missing${this.#afterPrevious(this.#next - 1)}`);
		}
		switch (token.type) {
			case 'open':
				return this.#readGroup(token);
			case 'quoted':
				return {type: 'holds', text: token.text};
			case 'word':
				return this.#readWords(token);
			case 'comparison':
				return comparisonOf(token);
			case 'has':
				return {type: 'has', name: nameOf(token)};
			case 'unclosed':
				throw new FilterProblem(token.column, `the quote ${this.#text[token.column]} is not closed`);
			case 'close':
			case 'and':
			case 'or':
			case 'not':
				throw new FilterProblem(token.column, `search text is missing before \`${this.#source(token)}\``);
		}
	}

	#readGroup(open: Token): Node {
		const node = this.readOr();
		const close = this.#tokens[this.#next];
		if (close === undefined) {
			throw new FilterProblem(open.column, '`(` is not closed');
		}
		if (close.type !== 'close') {
			this.expectEnd();
		}
		this.#next++;
		return node;
	}

	/** Adjacent words are one text, including what is between them. */
	#readWords(first: Token): Node {
		let end = first.end;
		for (let token = this.#tokens[this.#next]; token?.type === 'word'; token = this.#tokens[this.#next]) {
			end = token.end;
			this.#next++;
		}
		return {type: 'holds', text: this.#text.slice(first.column, end)};
	}

	#source(token: Token): string {
		return this.#text.slice(token.column, Math.min(token.end, token.column + 40));
	}

	#afterPrevious(index: number): string {
		const previous = this.#tokens[index - 1];
		return previous === undefined ? '' : ` after \`${this.#source(previous)}\``;
	}
}

function comparisonOf(token: Extract<Token, {type: 'comparison'}>): Comparison {
	const {name, operator, value, column} = token;
	if (value === undefined) {
		throw new FilterProblem(token.end, `a value is missing after \`${operator}\` (\`""\` is an empty string)`);
	}
	return {type: 'comparison', name, operator, value, column};
}

function nameOf(token: Extract<Token, {type: 'has'}>): string {
	const {name} = token;
	if (name === undefined || name === '') {
		throw new FilterProblem(token.end, '`has` needs the name of one field, as in has(circuitName)');
	}
	return name;
}

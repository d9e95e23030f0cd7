export const operators = ['=', '!=', '~', '!~', '>=', '<=', '>', '<'] as const;
export type Operator = (typeof operators)[number];

/** The value in a comparison, unescaped, and its position. */
export type Literal = {readonly text: string; readonly isQuoted: boolean; readonly column: number};

/** Columns are UTF-16 units from 0. `end` is exclusive. */
export type Token = {readonly column: number; readonly end: number} & (
	| {readonly type: 'open' | 'close' | 'and' | 'or' | 'not'}
	/** Any other run without spaces. */
	| {readonly type: 'word'}
	| {readonly type: 'quoted'; readonly text: string}
	/**
	`name operator value`. The name `''` stands for the whole line. The value is missing when the text ends before it.
	*/
	| {readonly type: 'comparison'; readonly name: string; readonly operator: Operator; readonly value: Literal | undefined}
	| {readonly type: 'has'; readonly name: string | undefined}
	/** A quote that is never closed. An error in an expression, plain text otherwise. */
	| {readonly type: 'unclosed'; readonly isValue: boolean}
);

/** Splits any text into tokens. It never fails, because only the tokens show whether the text is an expression. */
export function tokenize(text: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = spaceEnd(text, 0);
	while (at < text.length) {
		const token = tokenAt(text, at);
		tokens.push(token);
		at = spaceEnd(text, token.end);
	}
	return tokens;
}

const keyword = /(and|or|not)(?=[\s()]|$)/iy;
const hasCall = /has\(\s*(?:"([^"]*)"|([^\s()]*))\s*(\))?/iy;
const comparison = /([\p{L}_@$](?:[\p{L}\p{N}_@$.-]*[\p{L}\p{N}_$])?)\s*(==|=~|=(?!>)|!=|!~|~|>=|<=|>|<)\s*/uy;
const operatorAt = /(==|=~|=(?!>)|!=|!~|~|>=|<=|>|<)\s*/y;
const lineMatch = /!?~(?=["'])/y;
const space = /\s*/y;

function tokenAt(text: string, column: number): Token {
	const character = text[column];
	if (character === '(' || character === ')') {
		return {type: character === '(' ? 'open' : 'close', column, end: column + 1};
	}
	if (isQuote(character)) {
		return quoteToken(text, column);
	}
	const word = matchAt(keyword, text, column);
	if (word !== undefined) {
		return {type: keywordType(word[0]), column, end: column + word[0].length};
	}
	const call = matchAt(hasCall, text, column);
	if (call !== undefined) {
		return {type: 'has', name: call[3] === undefined ? undefined : (call[1] ?? call[2]), column, end: column + call[0].length};
	}
	const line = matchAt(lineMatch, text, column);
	if (line !== undefined) {
		return comparisonToken(text, column, '', line[0], column + line[0].length);
	}
	const compared = matchAt(comparison, text, column);
	return compared === undefined
		? wordToken(text, column)
		: comparisonToken(text, column, compared[1] ?? '', compared[2] ?? '', column + compared[0].length);
}

function comparisonToken(text: string, column: number, name: string, spelling: string, valueAt: number): Token {
	const operator = operatorOf(spelling);
	if (isQuote(text[valueAt])) {
		const quoted = quotedAt(text, valueAt);
		if (quoted === undefined) {
			return {type: 'unclosed', isValue: true, column: valueAt, end: text.length};
		}
		if (isEndOfTerm(text, quoted.end)) {
			return {type: 'comparison', name, operator, value: {text: quoted.text, isQuoted: true, column: valueAt}, column, end: quoted.end};
		}
	}
	const end = runEnd(text, valueAt);
	const value = text.slice(valueAt, end);
	// `level>= and a=1` lacks a value, `event=and` has one.
	const isMissing = value === '' || (/^(?:and|or)$/i.test(value) && /\s/.test(text[valueAt - 1] ?? ''));
	return isMissing
		? {type: 'comparison', name, operator, value: undefined, column, end: valueAt}
		: {type: 'comparison', name, operator, value: {text: value, isQuoted: false, column: valueAt}, column, end};
}

function operatorOf(spelling: string): Operator {
	const plain = spelling === '==' ? '=' : spelling === '=~' ? '~' : spelling;
	return operators.find(operator => operator === plain) ?? '=';
}

function keywordType(word: string): 'and' | 'or' | 'not' {
	const lower = word.toLowerCase();
	return lower === 'and' || lower === 'or' ? lower : 'not';
}

function wordToken(text: string, column: number): Token {
	return {type: 'word', column, end: runEnd(text, column)};
}

/**
Something that begins with a quote: a field name if an operator follows the closing quote, a text if a space, a
parenthesis or the end does. Anything else, such as `"level":"error"`, is a word.
*/
function quoteToken(text: string, column: number): Token {
	const quoted = quotedAt(text, column);
	if (quoted === undefined) {
		return {type: 'unclosed', isValue: false, column, end: text.length};
	}
	const compared = matchAt(operatorAt, text, quoted.end);
	if (compared !== undefined) {
		return comparisonToken(text, column, quoted.text, compared[1] ?? '', quoted.end + compared[0].length);
	}
	return isEndOfTerm(text, quoted.end) ? {type: 'quoted', text: quoted.text, column, end: quoted.end} : wordToken(text, column);
}

/** @returns `undefined` when the quote is never closed. */
function quotedAt(text: string, column: number): {readonly text: string; readonly end: number} | undefined {
	const quote = text[column];
	let content = '';
	let at = column + 1;
	while (at < text.length && text[at] !== quote) {
		const escaped = text[at] === '\\' ? escapeAt(text, at) : undefined;
		content += escaped?.text ?? text[at];
		at += escaped?.length ?? 1;
	}
	return at < text.length ? {text: content, end: at + 1} : undefined;
}

function isQuote(character: string | undefined): boolean {
	return character === '"' || character === "'";
}

function isEndOfTerm(text: string, at: number): boolean {
	return at === text.length || /[\s()]/.test(text[at] ?? '');
}

const escapes: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	["'", "'"],
	['\\', '\\'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

/** Any other backslash stays, so `\d` in a pattern needs no second one. */
function escapeAt(text: string, at: number): {readonly text: string; readonly length: number} | undefined {
	const next = text[at + 1] ?? '';
	const unicode = /^[\dA-Fa-f]{4}$/.exec(text.slice(at + 2, at + 6));
	if (next === 'u' && unicode !== null) {
		return {text: String.fromCharCode(Number.parseInt(unicode[0], 16)), length: 6};
	}
	const escaped = escapes.get(next);
	return escaped === undefined ? undefined : {text: escaped, length: 2};
}

/** The end of a run without spaces. Parentheses that open within the run belong to it: `foo(bar)`. */
function runEnd(text: string, column: number): number {
	let depth = 0;
	for (let at = column; at < text.length; at++) {
		const character = text[at] ?? '';
		if (/\s/.test(character) || (character === ')' && depth === 0)) {
			return at;
		}
		depth += character === '(' ? 1 : character === ')' ? -1 : 0;
	}
	return text.length;
}

function spaceEnd(text: string, at: number): number {
	return at + (matchAt(space, text, at)?.[0].length ?? 0);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text) ?? undefined;
}

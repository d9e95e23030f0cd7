export const operators = ['=', '!=', '~', '!~', '>=', '<=', '>', '<'] as const;
export type Operator = (typeof operators)[number];

/** Text that was compared with: as it is meant, and where it stands. */
export type Literal = {readonly text: string; readonly isQuoted: boolean; readonly column: number};

/** Columns are UTF-16 units from 0; `end` is after the last. */
export type Token = {readonly column: number; readonly end: number} & (
	| {readonly type: 'open' | 'close' | 'and' | 'or' | 'not'}
	/** Any other run without a space. */
	| {readonly type: 'word'}
	| {readonly type: 'quoted'; readonly text: string}
	/** `name operator value`; `''` is the name of the whole line. The value is missing where the text ends before it. */
	| {readonly type: 'comparison'; readonly name: string; readonly operator: Operator; readonly value: Literal | undefined}
	| {readonly type: 'has'; readonly name: string | undefined}
	/** A quote that is never closed. Only an error in an expression: in any other text it is text. */
	| {readonly type: 'unclosed'; readonly isValue: boolean}
);

/** Cuts any text into tokens. It never fails: whether the text is an expression is only known after it. */
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
const hasCall = /has\(\s*([^\s()]*)\s*(\))?/iy;
const comparison = /([\p{L}_@$](?:[\p{L}\p{N}_@$.-]*[\p{L}\p{N}_$])?)\s*(==|=~|=(?!>)|!=|!~|~|>=|<=|>|<)\s*/uy;
const lineMatch = /!?~(?=["'])/y;
const space = /\s*/y;

function tokenAt(text: string, column: number): Token {
	const character = text[column];
	if (character === '(' || character === ')') {
		return {type: character === '(' ? 'open' : 'close', column, end: column + 1};
	}
	if (character === '"' || character === "'") {
		return quotedToken(text, column) ?? wordToken(text, column);
	}
	const word = matchAt(keyword, text, column);
	if (word !== undefined) {
		return {type: keywordType(word[0]), column, end: column + word[0].length};
	}
	const call = matchAt(hasCall, text, column);
	if (call !== undefined) {
		return {type: 'has', name: call[2] === undefined ? undefined : call[1], column, end: column + call[0].length};
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
	const first = text[valueAt];
	const quoted = first === '"' || first === "'" ? quotedToken(text, valueAt) : undefined;
	if (quoted?.type === 'quoted') {
		return {type: 'comparison', name, operator, value: {text: quoted.text, isQuoted: true, column: valueAt}, column, end: quoted.end};
	}
	if (quoted?.type === 'unclosed') {
		return {...quoted, isValue: true};
	}
	const end = runEnd(text, valueAt);
	const value = text.slice(valueAt, end);
	// In `level>= and a=1` the value is missing, while `event=and` has one.
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
A quoted text, which ends where its quote is followed by a space, a parenthesis or the end: `"level":"error"` is no quoted text but a word.

@returns `undefined` where the closing quote is followed by something else.
*/
function quotedToken(text: string, column: number): Token | undefined {
	const quote = text[column];
	let content = '';
	let at = column + 1;
	while (at < text.length && text[at] !== quote) {
		const escaped = text[at] === '\\' ? escapeAt(text, at) : undefined;
		content += escaped?.text ?? text[at];
		at += escaped?.length ?? 1;
	}
	if (at >= text.length) {
		return {type: 'unclosed', isValue: false, column, end: text.length};
	}
	const isEnd = at + 1 === text.length || /[\s()]/.test(text[at + 1] ?? '');
	return isEnd ? {type: 'quoted', text: content, column, end: at + 1} : undefined;
}

const escapes: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	["'", "'"],
	['\\', '\\'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

/** Any other backslash stays: `\d` in a pattern needs no second one. */
function escapeAt(text: string, at: number): {readonly text: string; readonly length: number} | undefined {
	const next = text[at + 1] ?? '';
	const unicode = /^[\dA-Fa-f]{4}$/.exec(text.slice(at + 2, at + 6));
	if (next === 'u' && unicode !== null) {
		return {text: String.fromCharCode(Number.parseInt(unicode[0], 16)), length: 6};
	}
	const escaped = escapes.get(next);
	return escaped === undefined ? undefined : {text: escaped, length: 2};
}

/** The end of a run without a space: parentheses that open within it are part of it, `foo(bar)`. */
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

import {parseCircuitState} from '../../events/values/circuit-state.ts';
import {parseLevel} from '../../events/values/level.ts';
import {levelType} from '../columns.ts';
import {columnNamed} from './names.ts';
import {quotedName, quotedString} from './quoted.ts';
import type {ColumnRef, QueryFacts, Select} from './syntax-tree.ts';
import type {Token} from './tokens.ts';

/** Replaces a part of the query with `text`. Positions are UTF-16 units from 0. */
export type Edit = {readonly start: number; readonly end: number; readonly text: string};

/**
The edits that make a query runnable in DuckDB: add a missing `FROM logs`, use the real names of columns, put strings
in single quotes, and spell levels and states as the table does.

@param columns - The columns of `logs`, as spelled there.
@param notGiven - Positions of aliases that DuckDB can't resolve there, such as the first name in
`avg(elapsed_ms) AS elapsed_ms`.
*/
export function editsOf(
	facts: QueryFacts,
	tokens: readonly Token[],
	columns: readonly string[],
	notGiven: ReadonlySet<number> = new Set(),
): readonly Edit[] {
	const byStart = new Map(tokens.map((token, index) => [token.start, index]));
	const edits = new Map<number, Edit>();
	const set = (token: Token, text: string) => edits.set(token.start, {start: token.start, end: token.end, text});
	for (const {column, value} of facts.compared) {
		const token = tokens[byStart.get(value.at) ?? -1];
		const isString =
			token !== undefined && (value.type === 'constant' ? token.text.startsWith("'") : isQuotedString(token, facts, columns));
		const text = isString ? asCompared(nameOf(column, facts), value.type === 'constant' ? value.text : token.text, columns) : undefined;
		if (token !== undefined && text !== undefined) {
			set(token, text);
		}
	}
	for (const ref of facts.selects.flatMap(({reads}) => reads)) {
		if (ref.type === 'column') {
			const index = byStart.get(ref.at) ?? -1;
			const isQualified = ref.names.length === 2 && facts.isTable(ref.names[0] ?? '');
			const token = tokens[isQualified ? index + 2 : index];
			const isName =
				token !== undefined && token.type !== 'other' && token.text.toLowerCase() === ref.names[isQualified ? 1 : 0]?.toLowerCase();
			if (isName && !edits.has(token.start)) {
				const text = asNamed(token, notGiven.has(ref.at) ? {...facts, given: new Set()} : facts, columns, isQualified);
				if (text !== undefined) {
					set(token, text);
				}
			}
		}
	}
	return [...edits.values(), ...missingFroms(facts, tokens)].toSorted((left, right) => left.start - right.start);
}

/** Applies the edits to the query. */
export function edited(sql: string, edits: readonly Edit[]): string {
	let text = '';
	let at = 0;
	for (const edit of edits) {
		text += sql.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return text + sql.slice(at);
}

/** Maps a position in the edited query back to the original one. */
export function placeBefore(edits: readonly Edit[], place: number): number {
	let shift = 0;
	for (const {start, end, text} of edits) {
		if (place < start + shift) {
			break;
		}
		if (place < start + shift + text.length) {
			return start;
		}
		shift += text.length - (end - start);
	}
	return place - shift;
}

function asNamed(token: Token, facts: QueryFacts, columns: readonly string[], isQualified: boolean): string | undefined {
	if (!isQualified && isQuotedString(token, facts, columns)) {
		return quotedString(token.text);
	}
	if (token.type === 'quoted' || isKnown(token.text, facts, columns)) {
		return undefined;
	}
	const column = columnNamed(token.text, columns);
	return column && quotedName(column);
}

function isQuotedString({type, text}: Token, facts: QueryFacts, columns: readonly string[]): boolean {
	return type === 'quoted' && !isKnown(text, facts, columns) && !facts.isTable(text);
}

function isKnown(name: string, {given}: QueryFacts, columns: readonly string[]): boolean {
	const lower = name.toLowerCase();
	return given.has(lower) || columns.some(column => column.toLowerCase() === lower);
}

function nameOf({names}: ColumnRef, facts: QueryFacts): string {
	return (names.length === 2 && facts.isTable(names[0] ?? '') ? names[1] : names.length === 1 ? names[0] : undefined) ?? '';
}

/** A level is compared by severity and may have any spelling; so may a state. */
function asCompared(name: string, value: string, columns: readonly string[]): string | undefined {
	switch (columnNamed(name, columns)) {
		case 'level': {
			const level = parseLevel(value);
			return level && `'${level}'::${levelType}`;
		}
		case 'oldState':
		case 'newState':
			return quotedString(parseCircuitState(value) ?? value);
		default:
			return undefined;
	}
}

/** `FROM logs` before each SELECT that reads columns but has no FROM. */
function missingFroms(facts: QueryFacts, tokens: readonly Token[]): readonly Edit[] {
	const spans = tokens.flatMap((token, index) =>
		isWord(token, 'select') && !hasFrom(tokens, index) ? [{token, end: scopeEnd(tokens, index)}] : [],
	);
	const starts = new Set<number>();
	for (const select of facts.selects) {
		const place = select.hasFrom ? undefined : placeOfRead(select, facts);
		const inner = place === undefined ? undefined : spans.findLast(({token, end}) => token.start < place && place < end);
		if (inner !== undefined) {
			starts.add(inner.token.start);
		}
	}
	return [...starts].map(start => ({start, end: start, text: 'FROM logs '}));
}

/** The position of a column that must come from the log: not an alias, and not a column of an outer table. */
function placeOfRead({reads}: Select, facts: QueryFacts): number | undefined {
	return reads.find(
		ref =>
			ref.type === 'all' ||
			!(facts.given.has(ref.names[0]?.toLowerCase() ?? '') || (ref.names.length > 1 && facts.isTable(ref.names[0] ?? ''))),
	)?.at;
}

const isWord = ({type, text}: Token, word: string): boolean => type === 'word' && text === word;
const endsSelect = (token: Token): boolean =>
	token.text === ';' || (token.type === 'word' && ['union', 'intersect', 'except'].includes(token.text));

function hasFrom(tokens: readonly Token[], at: number): boolean {
	const {depth} = tokens[at] ?? {depth: 0};
	for (let index = at + 1; index < tokens.length; index++) {
		const token = tokens[index];
		if (token === undefined || token.depth < depth || (token.depth === depth && endsSelect(token))) {
			break;
		}
		if (token.depth === depth && isWord(token, 'from') && !isDistinctFrom(tokens, index)) {
			return true;
		}
	}
	for (let index = at - 1; index >= 0; index--) {
		const token = tokens[index];
		if (token === undefined || token.depth < depth || (token.depth === depth && (endsSelect(token) || isWord(token, 'select')))) {
			break;
		}
		if (token.depth === depth && isWord(token, 'from')) {
			return true;
		}
	}
	return false;
}

/** The FROM in `IS [NOT] DISTINCT FROM` doesn't name a table. */
function isDistinctFrom(tokens: readonly Token[], at: number): boolean {
	const [before, distinct] = tokens.slice(Math.max(0, at - 2), at);
	return before !== undefined && distinct !== undefined && isWord(distinct, 'distinct') && (isWord(before, 'is') || isWord(before, 'not'));
}

function scopeEnd(tokens: readonly Token[], at: number): number {
	const {depth} = tokens[at] ?? {depth: 0};
	const end = tokens.findIndex((token, index) => index > at && (token.depth < depth || (token.depth === depth && endsSelect(token))));
	return end === -1 ? Number.POSITIVE_INFINITY : (tokens[end]?.start ?? Number.POSITIVE_INFINITY);
}

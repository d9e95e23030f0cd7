import {Buffer} from 'node:buffer';
import type {ObsTopError} from '../errors.ts';
import {askedNames} from '../shared/field-names.ts';
import {nearest} from '../shared/nearest.ts';
import {placeColumns} from './columns.ts';
import {checkClosed} from './language/closed.ts';
import {columnNamed, needsOf} from './language/names.ts';
import {reachOf} from './language/reach.ts';
import {type Edit, edited, editsOf, placeBefore} from './language/rewrite.ts';
import {factsOf, isNode, type QueryFacts} from './language/syntax-tree.ts';
import {type Token, tokensOf} from './language/tokens.ts';
import type {Needs} from './log-table.ts';
import {SqlError} from './sql-error.ts';
import {systemRefusal} from './system-refusal.ts';

/** A query that DuckDB's parser has accepted. */
export type Query = {readonly sql: string; readonly facts: QueryFacts; readonly tokens: readonly Token[]; readonly needs: Needs};

export const notFound = 'COLUMN_NOT_FOUND';
const ofDuckDb = /^(?:user|(?:current|session)_(?:user|role|schema|catalog|database))$/i;
const noMemory = /(?:failed to|could not) (?:allocate|pin)|allocation failure|bad.?alloc|out of memory/i;
const emptyReason = 'the query is empty (SELECT ... FROM logs)';

/**
@param tree - The output of `json_serialize_sql` for the query.
@throws SqlError if it isn't a single SELECT, or reads anything but the log.
*/
export function readQuery(sql: string, tree: string): Query {
	const parsed: unknown = JSON.parse(tree);
	if (!isNode(parsed)) {
		throw new SqlError('DuckDB could not parse the query');
	}
	const toIndex = indexOfByte(sql);
	if (parsed.error === true) {
		throw parseError(parsed, toIndex, sql);
	}
	const statements = Array.isArray(parsed.statements) ? parsed.statements : [];
	if (statements.length === 0) {
		throw new SqlError(emptyReason);
	}
	if (statements.length !== 1 || !isNode(statements[0])) {
		throw new SqlError('more than one statement (one SELECT at a time)', secondStatement(sql));
	}
	checkClosed(reachOf(statements[0], toIndex));
	const facts = factsOf(statements[0], toIndex);
	const tokens = tokensOf(sql);
	const quoted = new Set(tokens.flatMap(({type, start}) => (type === 'quoted' ? [start] : [])));
	return {sql, facts, tokens, needs: needsOf(facts, at => quoted.has(at))};
}

/** Whether any string in double quotes turns out to be a column, that is, a field that many lines have. */
export function namesField({tokens}: Query, fields: ReadonlyArray<{readonly name: string}>): boolean {
	const names = new Set(fields.map(({name}) => name.toLowerCase()));
	return tokens.some(({type, text}) => type === 'quoted' && names.has(text.toLowerCase()));
}

export function hasQuoted({tokens}: Query): boolean {
	return tokens.some(({type}) => type === 'quoted');
}

export type Rewritten = {readonly text: string; readonly edits: readonly Edit[]};

/** @throws SqlError for a name that isn't a column but that DuckDB would resolve by itself, such as `user`. */
export function rewritten({sql, facts, tokens}: Query, columns: readonly string[], notGiven: ReadonlySet<number>): Rewritten {
	for (const ref of facts.selects.flatMap(({reads}) => reads)) {
		const [name = '', ...others] = ref.type === 'column' ? ref.names : [];
		if (others.length === 0 && ofDuckDb.test(name) && !facts.given.has(name.toLowerCase()) && columnNamed(name, columns) === undefined) {
			throw errorOf({kind: notFound, message: '', name, at: ref.at}, columns);
		}
	}
	const edits = editsOf(facts, tokens, columns, notGiven);
	return {text: edited(sql, edits), edits};
}

/** DuckDB's error for a rewritten query. */
export type Refusal = {readonly kind: string; readonly message: string; readonly name: string | undefined; readonly at: number | undefined};

/** @param error - From a connection with `errors_as_json`. */
export function refusalOf(error: unknown, {text, edits}: Rewritten): Refusal {
	const message = (error instanceof Error ? error.message : String(error)).replace(/^Attempting to [^\n]*\nError: /, '');
	const parsed = parsedOf(message);
	const inner = typeof parsed?.exception_message === 'string' ? parsed.exception_message : message;
	const position = Number(parsed?.position ?? Number.NaN);
	return {
		kind: String(parsed?.error_subtype ?? parsed?.exception_type ?? ''),
		message: inner.replace(/^Attempting to [^\n]*\nError: /, ''),
		name: typeof parsed?.name === 'string' ? parsed.name : undefined,
		at: !Number.isSafeInteger(position) ? undefined : placeBefore(edits, indexOfByte(text)(position)),
	};
}

/** Turns a refusal into our own error, with the nearest name if a column was not found. */
export function errorOf({kind, message, name, at}: Refusal, columns: readonly string[]): ObsTopError {
	const missing = /^[\w ]+ "[^"]*" does not have a column named "([^"]*)"/.exec(message)?.[1] ?? (kind === notFound ? name : undefined);
	if (missing !== undefined) {
		const found = nearest(missing, new Set([...columns, ...askedNames, ...placeColumns]));
		return new SqlError(`no column ${missing}${found === undefined ? '' : ` (did you mean ${found}?)`}`, at);
	}
	if (kind === 'INTERRUPT' || message.includes('Interrupted')) {
		return new SqlError('the query was stopped');
	}
	const refused = systemRefusal(message);
	if (refused !== undefined) {
		return refused;
	}
	if (noMemory.test(message)) {
		return new SqlError('the query needs too much memory (narrow the log with --since or --filter, or ask for fewer and shorter values)');
	}
	const [first = '', second = ''] = message.split('\n').filter(line => line.trim() !== '');
	const plain = first.replace(/^(?:Binder|Parser|Catalog|Conversion|Invalid Input|Out of Memory) Error: /, '').replace(/[.!]$/, '');
	const hint = /^Did you mean "?([^"?]*)"?\?$/.exec(second)?.[1];
	return new SqlError(`${lowered(plain)}${hint === undefined ? '' : ` (did you mean ${hint}?)`}`, at);
}

function parsedOf(message: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(message);
		return isNode(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function parseError(parsed: Readonly<Record<string, unknown>>, toIndex: (byte: number) => number, sql: string): SqlError {
	const message = String(parsed.error_message ?? '');
	if (/Only SELECT statements/.test(message)) {
		return new SqlError('only SELECT is allowed (a query can read the log but not change it)');
	}
	if (/no statements/.test(message)) {
		return new SqlError(emptyReason);
	}
	const at = parsed.position === undefined ? undefined : Math.min(toIndex(Number(parsed.position)), sql.length);
	return new SqlError(message, at);
}

function secondStatement(sql: string): number | undefined {
	const tokens = tokensOf(sql);
	return tokens[tokens.findIndex(({text}) => text === ';') + 1]?.start;
}

/** Converts a position in UTF-8 bytes to UTF-16 units. */
function indexOfByte(text: string): (byte: number) => number {
	const bytes = Buffer.from(text);
	return bytes.length === text.length ? byte => byte : byte => bytes.subarray(0, byte).toString().length;
}

/** In lower case, to continue an error line; leaves a name in capitals unchanged. */
function lowered(message: string): string {
	return /^[A-Z][a-z]/.test(message) ? (message[0] ?? '').toLowerCase() + message.slice(1) : message;
}

import type {DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBValue} from '@duckdb/node-api';
import {type LogEvent, levels, type ParsedLine} from '../events/event.ts';
import {type CanonicalColumn, canonicalColumns, levelType, placeColumns} from './columns.ts';
import type {DuckDb} from './duckdb.ts';
import {type FieldColumn, FieldStats} from './field-stats.ts';
import {quotedName, quotedString} from './language/quoted.ts';
import {rawJson} from './raw-json.ts';
import {lineColumn, type StoredColumn, storedColumn, textColumn} from './stored-columns.ts';

/** An event, or a line that isn't an event. */
export type Row = {
	readonly event: LogEvent | undefined;
	readonly parsed: ParsedLine;
	readonly source: {readonly text: string};
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** Its own time, or that of the line before it. */
	readonly timeMs: number | undefined;
};

/** The columns that a query uses, of those that every log has; `raw` stands for all other fields of the lines. */
export type Needs = ReadonlySet<string>;

export const allNeeds: Needs = new Set([...canonicalColumns.map(({name}) => name), ...placeColumns]);

const batchRows = 2048; // DuckDB's vector size
const storedTable = 'stored_lines';
const rawAsJson = 'TRY_CAST(raw AS JSON)'; // so that no line makes a query fail

/** The table `logs`: stores rows, and defines the view that queries see. Holds only the columns that are needed. */
export class LogTable {
	readonly #duckdb: DuckDb;
	readonly #columns: ReadonlyArray<CanonicalColumn & {readonly kept: StoredColumn}>;
	readonly #line: StoredColumn | undefined;
	readonly #file: StoredColumn | undefined;
	readonly #hasRaw: boolean;
	readonly #countsFields: boolean;
	readonly #stats = new FieldStats();
	#appender: DuckDBAppender | undefined;
	#chunk: DuckDBDataChunk | undefined;
	#values: DuckDBValue[][] = [];
	#rows = 0;

	/**
	@param options.countsFields - Count the fields of the lines even if their text is not needed. Every line must then be
	parsed.
	*/
	constructor(duckdb: DuckDb, needs: Needs, {countsFields}: {readonly countsFields: boolean}) {
		this.#duckdb = duckdb;
		this.#hasRaw = needs.has('raw') || needs.has('text');
		this.#columns = canonicalColumns
			.filter(({name}) => needs.has(name))
			.map(column => ({...column, kept: storedColumn(column, duckdb, !this.#hasRaw)}));
		this.#line = needs.has('line') ? lineColumn(duckdb) : undefined;
		this.#file = needs.has('file') ? textColumn('file', duckdb, !this.#hasRaw) : undefined;
		this.#countsFields = countsFields || this.#hasRaw;
	}

	get rows(): number {
		return this.#rows;
	}

	/** Creates an empty table in place of the previous one. */
	async open(connection: DuckDBConnection): Promise<void> {
		await connection.run(`DROP VIEW IF EXISTS logs`);
		await connection.run(`DROP TABLE IF EXISTS ${storedTable}`);
		await connection.run(`CREATE TYPE IF NOT EXISTS ${levelType} AS ENUM (${levels.map(level => `'${level}'`).join(', ')})`);
		const columns = this.#storedColumns();
		await connection.run(`CREATE TABLE ${storedTable} (${columns.map(({name, type}) => `"${name}" ${type}`).join(', ')})`);
		this.#appender = await connection.createAppender(storedTable);
		this.#chunk = this.#duckdb.DuckDBDataChunk.create(columns.map(({duck}) => duck));
		this.#values = columns.map(() => []);
	}

	add({event, parsed, source, file, line, timeMs}: Row): void {
		const values = this.#values;
		let at = 0;
		for (const {name, read, kept} of this.#columns) {
			kept.add(name === 'timestamp' ? timeMs : event && read(event), values, at);
			at += kept.stored.length;
		}
		if (this.#line !== undefined) {
			this.#line.add(line, values, at++);
		}
		if (this.#file !== undefined) {
			this.#file.add(file, values, at);
			at += this.#file.stored.length;
		}
		if (this.#hasRaw) {
			const {text} = source;
			const raw = event === undefined || parsed.type !== 'event' ? undefined : rawJson(event, parsed, text);
			values[at++]?.push(raw === text ? null : text);
			values[at++]?.push(raw ?? null);
		}
		if (event !== undefined && this.#countsFields) {
			this.#stats.add(event);
		}
		this.#rows++;
		if (this.#rows % batchRows === 0) {
			this.#append();
		}
	}

	/** @returns The fields that get their own column; `undefined` if they were not counted. */
	async finish(connection: DuckDBConnection): Promise<readonly FieldColumn[] | undefined> {
		if (this.#rows % batchRows !== 0) {
			this.#append();
		}
		this.abandon();
		const fields = this.#stats.columns();
		await connection.run(`CREATE VIEW logs AS SELECT ${this.#viewColumns(fields).join(', ')} FROM ${storedTable}`);
		return this.#countsFields ? fields : undefined;
	}

	/** Stops appending. */
	abandon(): void {
		this.#appender?.closeSync();
		this.#appender = undefined;
	}

	#append(): void {
		const [first] = this.#values;
		if (this.#chunk !== undefined && first !== undefined) {
			this.#chunk.reset();
			this.#chunk.setColumns(this.#values);
			this.#appender?.appendDataChunk(this.#chunk);
		}
		this.#values = this.#values.map(() => []);
	}

	get #kept(): readonly StoredColumn[] {
		return [
			...this.#columns.map(({kept}) => kept),
			...(this.#line === undefined ? [] : [this.#line]),
			...(this.#file === undefined ? [] : [this.#file]),
		];
	}

	#storedColumns(): StoredColumn['stored'] {
		const {VARCHAR} = this.#duckdb;
		return [
			...this.#kept.flatMap(({stored}) => stored),
			...(this.#hasRaw ? ['text', 'raw'].map(name => ({name, type: 'VARCHAR', duck: VARCHAR})) : []),
		];
	}

	#viewColumns(fields: readonly FieldColumn[]): readonly string[] {
		return [
			...this.#kept.map(({view}) => view()),
			...(this.#hasRaw ? ['coalesce(text, raw) AS text', `${rawAsJson} AS raw`, ...fields.map(fieldColumn)] : []),
		];
	}
}

/** Uses a JSON pointer, because a key may contain anything. */
function fieldColumn({name, type}: FieldColumn): string {
	const pointer = quotedString(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
	const quoted = quotedName(name);
	if (type === 'JSON') {
		return `${rawAsJson} -> ${pointer} AS ${quoted}`;
	}
	return type === 'VARCHAR' ? `${rawAsJson} ->> ${pointer} AS ${quoted}` : `TRY_CAST(${rawAsJson} ->> ${pointer} AS ${type}) AS ${quoted}`;
}

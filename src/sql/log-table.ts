import type {DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue} from '@duckdb/node-api';
import {type LogEvent, levels, type ParsedLine} from '../events/event.ts';
import {type CanonicalColumn, canonicalColumns, levelType, placeColumns} from './columns.ts';
import type {DuckDb} from './duckdb.ts';
import {type FieldColumn, FieldStats} from './field-stats.ts';
import {rawJson} from './raw-json.ts';

/** One event, or one line that is none. */
export type Row = {
	readonly event: LogEvent | undefined;
	readonly parsed: ParsedLine;
	readonly text: string;
	readonly file: string;
	/** From 1. */
	readonly line: number;
	/** Its own time, or the one it takes from the lines before it. */
	readonly timeMs: number | undefined;
};

/** The columns that queries name, of those that every log has; `raw` stands for all that the lines themselves hold. */
export type Needs = ReadonlySet<string>;

export const allNeeds: Needs = new Set([...canonicalColumns.map(({name}) => name), ...placeColumns]);

const batchRows = 2048; // DuckDB's vector size
const storedTable = 'stored_lines';

/** The table `logs`: what is appended to it, and the view that queries see. It holds no more columns than are needed. */
export class LogTable {
	readonly #duckdb: DuckDb;
	readonly #needs: Needs;
	readonly #columns: readonly CanonicalColumn[];
	readonly #hasRaw: boolean;
	readonly #stats = new FieldStats();
	#appender: DuckDBAppender | undefined;
	#chunk: DuckDBDataChunk | undefined;
	#values: DuckDBValue[][] = [];
	#rows = 0;

	constructor(duckdb: DuckDb, needs: Needs) {
		this.#duckdb = duckdb;
		this.#needs = needs;
		this.#columns = canonicalColumns.filter(({name}) => needs.has(name));
		this.#hasRaw = needs.has('raw') || needs.has('text');
	}

	get rows(): number {
		return this.#rows;
	}

	/** Makes it, empty, in the place of the one before. */
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

	add({event, parsed, text, file, line, timeMs}: Row): void {
		const values = this.#values;
		let at = 0;
		for (const {name, type, read} of this.#columns) {
			const value = name === 'timestamp' ? timeMs : event && read(event);
			values[at++]?.push(
				value === undefined ? null : type === 'TIMESTAMP' ? new this.#duckdb.DuckDBTimestampValue(microseconds(Number(value))) : value,
			);
		}
		if (this.#needs.has('line')) {
			values[at++]?.push(BigInt(line));
		}
		if (this.#needs.has('file')) {
			values[at++]?.push(file);
		}
		if (this.#hasRaw) {
			const raw = event === undefined || parsed.type !== 'event' ? undefined : rawJson(event, parsed, text);
			values[at++]?.push(raw === text ? null : text);
			values[at++]?.push(raw ?? null);
		}
		if (event !== undefined) {
			this.#stats.add(event);
		}
		this.#rows++;
		if (this.#rows % batchRows === 0) {
			this.#append();
		}
	}

	/** @returns The fields of the lines that have a column of their own. */
	async finish(connection: DuckDBConnection): Promise<readonly FieldColumn[]> {
		if (this.#rows % batchRows !== 0) {
			this.#append();
		}
		this.abandon();
		const fields = this.#stats.columns();
		await connection.run(`CREATE VIEW logs AS SELECT ${this.#viewColumns(fields).join(', ')} FROM ${storedTable}`);
		return fields;
	}

	/** Nothing more is appended. */
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

	#storedColumns(): ReadonlyArray<{readonly name: string; readonly type: string; readonly duck: DuckDBType}> {
		const {BIGINT, DOUBLE, ENUM, TIMESTAMP, VARCHAR} = this.#duckdb;
		const ducks = {TIMESTAMP, DOUBLE, VARCHAR, LEVEL: ENUM(levels)};
		return [
			...this.#columns.map(({name, type}) => ({name, type: type === 'LEVEL' ? levelType : type, duck: ducks[type]})),
			...(this.#needs.has('line') ? [{name: 'line', type: 'BIGINT', duck: BIGINT}] : []),
			...(this.#needs.has('file') ? [{name: 'file', type: 'VARCHAR', duck: VARCHAR}] : []),
			...(this.#hasRaw ? ['text', 'raw'].map(name => ({name, type: 'VARCHAR', duck: VARCHAR})) : []),
		];
	}

	#viewColumns(fields: readonly FieldColumn[]): readonly string[] {
		return [
			...this.#columns.map(({name}) => `"${name}"`),
			...['line', 'file'].filter(name => this.#needs.has(name)),
			...(this.#hasRaw ? ['coalesce(text, raw) AS text', 'raw::JSON AS raw', ...fields.map(fieldColumn)] : []),
		];
	}
}

/** A JSON pointer, for a key may hold anything. */
function fieldColumn({name, type}: FieldColumn): string {
	const pointer = `'/${name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll("'", "''")}'`;
	const quoted = `"${name.replaceAll('"', '""')}"`;
	if (type === 'JSON') {
		return `raw::JSON -> ${pointer} AS ${quoted}`;
	}
	return type === 'VARCHAR' ? `raw::JSON ->> ${pointer} AS ${quoted}` : `TRY_CAST(raw::JSON ->> ${pointer} AS ${type}) AS ${quoted}`;
}

function microseconds(timeMs: number): bigint {
	return BigInt(Math.round(timeMs * 1000));
}

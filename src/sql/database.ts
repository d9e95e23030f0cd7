import {join} from 'node:path';
import process from 'node:process';
import type {DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement} from '@duckdb/node-api';
import {mendable} from '../errors.ts';
import {makeTempFolder, type TempFolder} from '../files/own-folder.ts';
import {canonicalColumns} from './columns.ts';
import {type DuckDb, loadDuckDb} from './duckdb.ts';
import type {FieldColumn} from './field-stats.ts';
import {quotedString} from './language/quoted.ts';
import {tokensOf} from './language/tokens.ts';
import {LogTable, type Needs} from './log-table.ts';
import {openClosed} from './open-closed.ts';
import {errorOf, hasQuoted, namesField, notFound, type Query, readQuery, refusalOf, rewritten} from './query.ts';
import {type QueryResult, resultOf} from './result.ts';
import {SqlError} from './sql-error.ts';
import {systemRefusal} from './system-refusal.ts';

/** A query to be answered once: as rows, or as a Parquet file in DuckDB's folder. Both throw SqlError. */
export type Asked = {
	rows(): Promise<QueryResult>;
	parquet(): Promise<{readonly path: string; readonly rows: number}>;
};

/** Reads the log into the table, up to its current end. */
export type Load = (table: LogTable) => Promise<void>;

const mostNames = 100;

/** DuckDB with the table `logs` and access to nothing else: a query can't read files or change anything. */
export class LogDatabase {
	readonly duckdb: DuckDb;
	readonly #instance: DuckDBInstance;
	readonly #connection: DuckDBConnection;
	readonly #folder: TempFolder;
	#table: {readonly needs: Needs; readonly columns: readonly string[]; readonly fields: readonly FieldColumn[] | undefined} | undefined;

	private constructor(duckdb: DuckDb, instance: DuckDBInstance, connection: DuckDBConnection, folder: TempFolder) {
		this.duckdb = duckdb;
		this.#instance = instance;
		this.#connection = connection;
		this.#folder = folder;
	}

	/**
	@param onMade - Called with the path of DuckDB's folder, so that it can be removed if this process dies.
	@throws UsageError if DuckDB isn't installed.
	*/
	static async open(onMade?: (path: string) => void): Promise<LogDatabase> {
		const duckdb = await loadDuckDb();
		const folder = makeTempFolder();
		onMade?.(folder.path);
		folders.add(folder);
		const {instance, connection} = await openClosed(duckdb, folder.path);
		return new LogDatabase(duckdb, instance, connection, folder);
	}

	/**
	Parses a query, so that mistakes in it show before the log is read.

	@throws SqlError
	*/
	async read(sql: string): Promise<Query> {
		const reader = await this.#connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
		return readQuery(sql, String(reader.getRows()[0]?.[0]));
	}

	/** Drops the table, because the log has grown. */
	forget(): void {
		this.#table = undefined;
	}

	/**
	Prepares a query; it runs when its rows are requested. The log is read first, unless the table already has what the
	query needs.

	@param options.isOnce - Whether the log can be read only once.
	*/
	ask(query: Query, load: Load, {isOnce = false} = {}): Asked {
		const filled = () => this.#fill(query, load, isOnce);
		// the position is unknown at that point
		const toError = (error: unknown) => errorOf(refusalOf(error, {text: query.sql, edits: []}), this.#columns);
		return {
			rows: async () => {
				await filled();
				return resultOf(this.duckdb, (await this.#prepare(query)).statement, toError);
			},
			parquet: async () => {
				await filled();
				const {text} = await this.#prepare(query);
				const path = join(this.#folder.path, 'result.parquet');
				const reader = await this.#connection
					.runAndReadAll(`COPY (${asSubquery(query, text)}\n) TO ${quotedString(path)} (FORMAT parquet)`)
					.catch((error: unknown) => {
						throw toError(error);
					});
				return {path, rows: Number(reader.getRows()[0]?.[0])};
			},
		};
	}

	/** Reads the log, unless the table already has what the query needs. */
	async #fill(query: Query, load: Load, isOnce: boolean): Promise<void> {
		// If the log can be read only once, load everything that a quoted string may turn out to be.
		const needs = isOnce && hasQuoted(query) ? union(query.needs, rawNeeds) : query.needs;
		const asksForFields = hasQuoted(query);
		const isReady = this.#table !== undefined && isWithin(needs, this.#table.needs) && (!asksForFields || this.#table.fields !== undefined);
		if (!isReady) {
			await this.#load(union(needs, this.#table?.needs), load, {countsFields: asksForFields});
		}
		const {fields = [], needs: has} = this.#table ?? {};
		if (has?.has('raw') === false && namesField(query, fields)) {
			await this.#load(union(has, rawNeeds), load, {countsFields: true});
		}
	}

	/** Interrupts the running query. */
	interrupt(): void {
		this.#connection.interrupt();
	}

	/** Progress of the running query, 0..1; `undefined` if unknown. */
	get progress(): number | undefined {
		const {percentage} = this.#connection.progress;
		return percentage >= 0 ? percentage / 100 : undefined;
	}

	close(): void {
		this.#connection.closeSync();
		this.#instance.closeSync();
		folders.delete(this.#folder);
		this.#folder.remove();
	}

	get #columns(): readonly string[] {
		return this.#table?.columns ?? [];
	}

	async #load(needs: Needs, load: Load, options: {readonly countsFields: boolean}): Promise<void> {
		this.#table = undefined;
		const table = new LogTable(this.duckdb, needs, options);
		await table.open(this.#connection);
		let fields: readonly FieldColumn[] | undefined;
		try {
			await load(table);
			fields = await table.finish(this.#connection);
		} catch (error) {
			table.abandon();
			throw (mendable(error) === undefined && error instanceof Error && systemRefusal(error.message)) || error;
		}
		const reader = await this.#connection.runAndReadAll('SELECT * FROM logs LIMIT 0');
		this.#table = {needs, fields, columns: reader.columnNames()};
	}

	/** An alias may not be defined yet where it is used; the name is then treated as a column. */
	async #prepare(query: Query): Promise<{readonly statement: DuckDBPreparedStatement; readonly text: string}> {
		const notGiven = new Set<number>();
		for (;;) {
			const text = rewritten(query, this.#columns, notGiven);
			try {
				const statement = await this.#connection.prepare(text.text);
				if (statement.statementType !== this.duckdb.StatementType.SELECT) {
					throw new SqlError('only SELECT is allowed (a query can read the log but not change it)');
				}
				return {statement, text: text.text};
			} catch (error) {
				if (error instanceof SqlError) {
					throw error;
				}
				const refusal = refusalOf(error, text);
				const {at, kind} = refusal;
				if (kind !== notFound || at === undefined || notGiven.has(at) || notGiven.size >= mostNames) {
					throw errorOf(refusal, [...this.#columns, ...canonicalColumns.map(({name}) => name)]);
				}
				notGiven.add(at);
			}
		}
	}
}

/** Folders for data that doesn't fit in DuckDB's memory; removed when the program exits. */
const folders = new Set<TempFolder>();
process.on('exit', () => {
	for (const folder of folders) {
		folder.remove();
	}
});

/**
The query in a form that works in parentheses: without a final semicolon, and with `SUMMARIZE` and the like wrapped in a
SELECT.
*/
function asSubquery({tokens}: Query, text: string): string {
	const last = tokensOf(text).at(-1);
	const select = last?.text === ';' ? text.slice(0, last.start) : text;
	return /^(?:summarize|describe|desc|show)$/.test(tokens[0]?.text ?? '') ? `SELECT * FROM (${select}\n)` : select;
}

const rawNeeds: Needs = new Set(['raw', 'text']);
const isWithin = (needs: Needs, has: Needs): boolean => [...needs].every(need => has.has(need));
const union = (needs: Needs, more: Needs | undefined): Needs => new Set([...needs, ...(more ?? [])]);

import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import type {DuckDBAppender} from '@duckdb/node-api';
import {SourceError, UsageError} from '../errors.ts';
import type {DuckDb} from './duckdb.ts';
import {formatBatches, type TextFormat} from './format-rows.ts';
import type {QueryResult} from './result.ts';

export type ExportFormat = TextFormat | 'parquet';

/**
The format that a path's ending asks for.

@throws UsageError for any other ending.
*/
export function exportFormatOf(path: string): ExportFormat {
	const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
	switch (ending) {
		case 'csv':
		case 'json':
		case 'parquet':
			return ending;
		case 'jsonl':
		case 'ndjson':
			return 'jsonl';
		default:
			throw new UsageError(`query: ${path} says no format (end it in .csv, .json, .jsonl or .parquet)`);
	}
}

/**
Writes a result into a file. The query itself can't: DuckDB is closed while it runs. So its rows are written here, for Parquet by a second DuckDB that only sees them.

@returns How many rows were written.
@throws SourceError where the file can't be written; SqlError where the query breaks off.
*/
export async function exportResult(duckdb: DuckDb, result: QueryResult, path: string, format: ExportFormat): Promise<number> {
	return format === 'parquet' ? exportParquet(duckdb, result, path) : exportText(result, path, format);
}

async function exportText(result: QueryResult, path: string, format: TextFormat): Promise<number> {
	const stream = createWriteStream(path);
	const failed = once(stream, 'error').then(([error]) => {
		throw writeError(path, error);
	});
	failed.catch(() => undefined); // told by whoever waits for it
	let rows = 0;
	for await (const {text, count} of formatBatches(result, format)) {
		rows += count;
		if (!stream.write(text)) {
			await Promise.race([once(stream, 'drain'), failed]);
		}
	}
	stream.end();
	await Promise.race([once(stream, 'close'), failed]);
	return rows;
}

async function exportParquet(duckdb: DuckDb, result: QueryResult, path: string): Promise<number> {
	const instance = await duckdb.DuckDBInstance.create(':memory:', {memory_limit: '256MB'});
	const connection = await instance.connect();
	try {
		const columns = result.columns.map(({name}, index) => `"${name.replaceAll('"', '""')}" ${result.types[index]}`);
		await connection.run(`CREATE TABLE result (${columns.join(', ')})`);
		const appender: DuckDBAppender = await connection.createAppender('result');
		let rows = 0;
		for await (const chunk of result.chunks()) {
			appender.appendDataChunk(chunk);
			rows += chunk.rowCount;
		}
		appender.closeSync();
		await connection.run(`COPY result TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`).catch((error: unknown) => {
			throw writeError(path, error);
		});
		return rows;
	} finally {
		connection.closeSync();
		instance.closeSync();
	}
}

function writeError(path: string, error: unknown): SourceError {
	const why =
		error instanceof Error && 'code' in error
			? String(error.code)
			: error instanceof Error
				? error.message.split('\n', 1)[0]
				: String(error);
	return new SourceError(`${path}: can't be written: ${why} (name another file with --output)`);
}

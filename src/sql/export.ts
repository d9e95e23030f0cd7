import {once} from 'node:events';
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import type {DuckDBAppender} from '@duckdb/node-api';
import {SourceError, UsageError} from '../errors.ts';
import {ForeignFileError} from '../files/own-file.ts';
import {makeTempFolder} from '../files/own-folder.ts';
import {WholeFile} from '../files/whole-file.ts';
import type {DuckDb} from './duckdb.ts';
import {formatBatches, type TextFormat} from './format-rows.ts';
import type {QueryResult} from './result.ts';

export type ExportFormat = TextFormat | 'parquet';

/**
The format that a path's ending asks for.

@throws UsageError for any other ending, and for what is no path: a result is written to this machine alone.
*/
export function exportFormatOf(path: string): ExportFormat {
	const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(path)?.[0];
	if (scheme !== undefined) {
		throw new UsageError(`query: ${path} is not on this machine (name a path; ./${path} for a file of that name)`);
	}
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
export async function exportResult(
	duckdb: DuckDb,
	result: QueryResult,
	path: string,
	{format, isExact}: {readonly format: ExportFormat; readonly isExact: boolean},
): Promise<number> {
	const file = opened(path);
	try {
		const rows =
			format === 'parquet' ? await exportParquet(duckdb, result, file, path) : await exportText(result, file, path, {format, isExact});
		finish(file, path);
		return rows;
	} finally {
		file.drop();
	}
}

function opened(path: string): WholeFile {
	try {
		return new WholeFile(path);
	} catch (error) {
		throw writeError(path, error);
	}
}

function finish(file: WholeFile, path: string): void {
	try {
		file.finish();
	} catch (error) {
		throw writeError(path, error);
	}
}

async function exportText(
	result: QueryResult,
	{stream}: WholeFile,
	path: string,
	{format, isExact}: {readonly format: TextFormat; readonly isExact: boolean},
): Promise<number> {
	const failed = once(stream, 'error').then(([error]) => {
		throw writeError(path, error);
	});
	failed.catch(() => undefined); // told by whoever waits for it
	let rows = 0;
	for await (const {text, count} of formatBatches(result, format, isExact)) {
		rows += count;
		if (!stream.write(text)) {
			await Promise.race([once(stream, 'drain'), failed]);
		}
	}
	stream.end();
	await Promise.race([once(stream, 'close'), failed]);
	return rows;
}

/** DuckDB writes into a folder where nobody else can put a link, and opens no name of the user's: it would take `s3://` for one, too. */
async function exportParquet(duckdb: DuckDb, result: QueryResult, {stream}: WholeFile, path: string): Promise<number> {
	const folder = makeTempFolder();
	try {
		const written = join(folder.path, 'result.parquet');
		const rows = await writeParquet(duckdb, result, written, folder.path);
		await pipeline(createReadStream(written), stream);
		return rows;
	} catch (error) {
		throw error instanceof Error && 'code' in error ? writeError(path, error) : error;
	} finally {
		folder.remove();
	}
}

async function writeParquet(duckdb: DuckDb, result: QueryResult, path: string, folder: string): Promise<number> {
	const instance = await duckdb.DuckDBInstance.create(':memory:', {
		memory_limit: '256MB',
		temp_directory: folder, // by default below the working directory, which may be anybody's
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false',
		allow_community_extensions: 'false',
	});
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
		error instanceof ForeignFileError
			? `it ${error.why}`
			: error instanceof Error && 'code' in error
				? String(error.code)
				: error instanceof Error
					? error.message.split('\n', 1)[0]
					: String(error);
	return new SourceError(`${path}: can't be written: ${why} (name another file with --output)`);
}

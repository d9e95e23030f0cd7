import {createReadStream, rmSync} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {OutputError, UsageError} from '../errors.ts';
import {ForeignFileError} from '../files/own-file.ts';
import {WholeFile} from '../files/whole-file.ts';
import {codeOf, whyUnwritten} from '../shared/system-error.ts';
import type {Asked} from './database.ts';
import {formatBatches, type TextFormat} from './format-rows.ts';
import type {QueryResult} from './result.ts';

export type ExportFormat = TextFormat | 'parquet';

/**
The format for a path, by its extension.

@throws UsageError for any other extension, and for a URL, because results are only written to this machine.
*/
export function exportFormatOf(path: string): ExportFormat {
	const scheme = /^[a-z][a-z\d+.-]*:\/\//i.exec(path)?.[0];
	if (scheme !== undefined) {
		throw new UsageError(`query: ${path} is not a local path (use ./${path} for a file of that name)`);
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
			throw new UsageError(`query: ${path} has no known extension (use .csv, .json, .jsonl or .parquet)`);
	}
}

/**
Writes a result to a file. DuckDB can't, because it only has access to its own folder; so the rows are written here, or
the Parquet file is copied from that folder.

@param options.onMade - Called with the path of the temporary file, so that it can be removed if this process dies.
@returns The number of rows written.
@throws OutputError if the file can't be written; also whatever the query throws.
*/
export async function exportResult(
	asked: Asked,
	path: string,
	{format, isExact, onMade}: {readonly format: ExportFormat; readonly isExact: boolean; readonly onMade: (path: string) => void},
): Promise<number> {
	const file = opened(path);
	onMade(file.beside);
	try {
		const rows =
			format === 'parquet' ? await exportParquet(asked, file, path) : await exportText(await asked.rows(), file, path, {format, isExact});
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
	let rows = 0;
	const texts = async function* () {
		for await (const {text, count} of formatBatches(result, format, isExact)) {
			rows += count;
			yield text;
		}
	};
	try {
		await pipeline(texts, stream);
	} catch (error) {
		throw writeError(path, error);
	}
	return rows;
}

async function exportParquet(asked: Asked, {stream}: WholeFile, path: string): Promise<number> {
	const {path: written, rows} = await asked.parquet();
	try {
		await pipeline(createReadStream(written), stream);
		return rows;
	} catch (error) {
		throw writeError(path, error);
	} finally {
		rmSync(written, {force: true}); // DuckDB's folder may exist for a long time
	}
}

function writeError(path: string, error: unknown): unknown {
	if (error instanceof ForeignFileError) {
		return new OutputError(`${path}: can't be written: it ${error.why} (name another file with --output)`, {cause: error});
	}
	const code = codeOf(error);
	return code === undefined ? error : new OutputError(`${path}: ${whyUnwritten(code)}`, {cause: error});
}

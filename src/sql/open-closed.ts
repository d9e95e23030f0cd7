import {statfsSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import type {DuckDBConnection, DuckDBInstance} from '@duckdb/node-api';
import type {DuckDb} from './duckdb.ts';
import {quotedString} from './language/quoted.ts';

const memoryLimit = '256MB'; // anything more goes to the disk
const mostThreads = 8; // each one takes memory
const diskShare = 0.5; // of the free space, because others need some too, such as the pipeline's recording

/**
Opens DuckDB with access to a single folder: it can't read other files or load extensions, and its settings can't be
changed.

@param folder - A private folder for data that doesn't fit in memory.
*/
export async function openClosed(
	duckdb: DuckDb,
	folder: string,
): Promise<{readonly instance: DuckDBInstance; readonly connection: DuckDBConnection}> {
	const instance = await duckdb.DuckDBInstance.create(':memory:', {
		memory_limit: memoryLimit,
		threads: String(Math.min(availableParallelism(), mostThreads)),
		temp_directory: folder,
		errors_as_json: 'true',
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false',
		allow_community_extensions: 'false',
	});
	const connection = await instance.connect();
	const free = freeBytes(folder);
	if (free !== undefined) {
		// ignored when passed to create()
		await connection.run(`SET max_temp_directory_size = '${Math.floor(free * diskShare)}B'`);
	}
	await connection.run(`SET allowed_directories = [${quotedString(folder)}]`);
	await connection.run('SET enable_external_access = false');
	await connection.run('SET lock_configuration = true');
	return {instance, connection};
}

/** @returns `undefined` on a file system that doesn't report it. */
function freeBytes(folder: string): number | undefined {
	const {blocks, bavail, bsize} = statfsSync(folder);
	return blocks === 0 ? undefined : bavail * bsize;
}

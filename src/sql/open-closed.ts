import {statfsSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import type {DuckDBConnection, DuckDBInstance} from '@duckdb/node-api';
import type {DuckDb} from './duckdb.ts';
import {quotedString} from './language/quoted.ts';

const memoryLimit = '256MB'; // what is over it goes to the disk
const mostThreads = 8; // each takes memory for itself
const diskShare = 0.5; // of what is free: others need room, too, the pipeline's own recording among them

/**
DuckDB, closed to everything but one folder: it reads no other file, loads no extension, and can't be told otherwise.

@param folder - A private one: what has no room in memory goes there.
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
		await connection.run(`SET max_temp_directory_size = '${Math.floor(free * diskShare)}B'`); // given before, it is not held to
	}
	await connection.run(`SET allowed_directories = [${quotedString(folder)}]`);
	await connection.run('SET enable_external_access = false');
	await connection.run('SET lock_configuration = true');
	return {instance, connection};
}

/** @returns `undefined` on a file system that doesn't tell. */
function freeBytes(folder: string): number | undefined {
	const {blocks, bavail, bsize} = statfsSync(folder);
	return blocks === 0 ? undefined : bavail * bsize;
}

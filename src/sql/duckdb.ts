import {SystemRefusal, UsageError} from '../errors.ts';
import {systemReasonIn} from './system-refusal.ts';

export type DuckDb = typeof import('@duckdb/node-api');

/**
Loads DuckDB on the first query, because nothing else needs it.

@throws UsageError if it isn't installed, SystemRefusal if the system can't load it.
*/
export async function loadDuckDb(): Promise<DuckDb> {
	try {
		return await import('@duckdb/node-api');
	} catch (error) {
		const refused = systemReasonIn(firstLine(error));
		if (refused !== undefined) {
			throw new SystemRefusal(`query: DuckDB can't be loaded: ${refused} (${firstLine(error)})`, {cause: error});
		}
		const why =
			error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
				? 'is not installed'
				: `can't be loaded (${firstLine(error)})`;
		throw new UsageError(`query: DuckDB ${why} (add it with \`npm install -g @duckdb/node-api\`, beside obs-top)`);
	}
}

function firstLine(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

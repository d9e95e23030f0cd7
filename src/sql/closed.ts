import {SqlError} from './sql-error.ts';
import type {QueryFacts} from './syntax-tree.ts';

/** Table functions that make rows of nothing but what they are given. */
const tableFunctions: ReadonlySet<string> = new Set([
	'range',
	'generate_series',
	'unnest',
	'json_each',
	'json_tree',
	'repeat',
	'repeat_row',
	'generate_subscripts',
	'regexp_split_to_table',
	'string_split_to_table',
]);

/** Functions that tell of the machine, or run a text as a query. */
const refusedFunctions: ReadonlySet<string> = new Set([
	'getenv',
	'current_setting',
	'getvariable',
	'read_text',
	'read_blob',
	'glob',
	'nextval',
	'currval',
	'query',
	'query_table',
	'json_execute_serialized_sql',
	'write_log',
	'set_config',
	'pg_sleep',
	'in_search_path',
	'current_database',
	'current_schemas',
	'txid_current',
]);

/**
Refuses what reads anything but the log. DuckDB itself is locked as well: it has no access to files, and its settings can't be changed.

@throws SqlError
*/
export function checkClosed({tables, commonTables, tableFunctions: called, functions}: QueryFacts): void {
	for (const {name, at} of tables) {
		if (name.toLowerCase() !== 'logs' && !commonTables.has(name.toLowerCase())) {
			throw new SqlError(`no table ${name} (the log is the table logs, and no other file can be read)`, at);
		}
	}
	for (const {name, at} of called) {
		if (!tableFunctions.has(name.toLowerCase())) {
			throw new SqlError(`${name}() is not allowed (a query reads the table logs and nothing else)`, at);
		}
	}
	for (const {name, at} of functions) {
		if (refusedFunctions.has(name.toLowerCase())) {
			throw new SqlError(`${name}() is not allowed (a query reads the table logs and nothing else)`, at);
		}
	}
}

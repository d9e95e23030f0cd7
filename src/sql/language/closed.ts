import {nearest} from '../../shared/nearest.ts';
import {SqlError} from '../sql-error.ts';
import {allowedFunctions, allowedTableFunctions} from './functions.ts';
import type {Reach} from './reach.ts';

/** The parts of a query that are allowed: nodes, tables, modifiers, orders and classes of expressions. */
const knownKinds: ReadonlySet<string> = new Set([
	...['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE'],
	...['BASE_TABLE', 'SUBQUERY', 'JOIN', 'TABLE_FUNCTION', 'EXPRESSION_LIST', 'EMPTY', 'PIVOT', 'SHOW_REF'],
	...['ORDER_MODIFIER', 'LIMIT_MODIFIER', 'LIMIT_PERCENT_MODIFIER', 'DISTINCT_MODIFIER'],
	...['ORDER_DEFAULT', 'ASCENDING', 'DESCENDING'],
	...['CONSTANT', 'COLUMN_REF', 'FUNCTION', 'WINDOW', 'OPERATOR', 'COMPARISON', 'CONJUNCTION', 'BETWEEN', 'CASE', 'CAST', 'COLLATE'],
	...['LAMBDA', 'LAMBDA_REF', 'POSITIONAL_REFERENCE', 'STAR'],
]);
const typeOfCast = /_TYPE_INFO$/;
const readsTheLog = 'a query reads the table logs and nothing else';

/**
Refuses everything that is not known to read only the log: tables, functions and parts of a query are checked against
allow lists. DuckDB is locked down as well: it has no access to files, and its settings can't be changed.

@throws SqlError
*/
export function checkClosed({tables, tableFunctions, functions, kinds}: Reach): void {
	for (const {name, at} of tables) {
		if (name.toLowerCase() !== 'logs') {
			throw new SqlError(`no table ${name} (the log is the table logs, and no other file can be read)`, at);
		}
	}
	for (const {name, at} of tableFunctions) {
		if (!allowedTableFunctions.has(name.toLowerCase())) {
			throw refused(name, allowedTableFunctions, at);
		}
	}
	for (const {name, at} of functions) {
		if (!allowedFunctions.has(name.toLowerCase())) {
			throw refused(name, allowedFunctions, at);
		}
	}
	for (const {name, at} of kinds) {
		if (!knownKinds.has(name) && !typeOfCast.test(name)) {
			throw new SqlError(`${name} is not allowed in a query (${readsTheLog})`, at);
		}
	}
}

function refused(name: string, allowed: ReadonlySet<string>, at: number): SqlError {
	const found = nearest(name, allowed);
	return new SqlError(
		`no function ${name}() here (${found === undefined ? 'functions that reach beyond the log are disabled' : `did you mean ${found}?`})`,
		at,
	);
}

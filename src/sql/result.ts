import type {DuckDBPreparedStatement, DuckDBValue} from '@duckdb/node-api';
import type {ObsTopError} from '../errors.ts';
import type {DuckDb} from './duckdb.ts';
import {jsonText, plainText, timeMsOf} from './values.ts';

/** How the screen treats a column: numbers are right-aligned, times can be jumped to. */
export type ColumnKind = 'number' | 'time' | 'other';

export type ResultColumn = {readonly name: string; readonly type: string; readonly kind: ColumnKind};

export type QueryResult = {
	readonly columns: readonly ResultColumn[];
	/** The rows in batches; can be iterated only once. */
	batches(): AsyncIterable<ReadonlyArray<readonly DuckDBValue[]>>;
	/** A value as text; `undefined` for NULL. */
	text(value: DuckDBValue): string | undefined;
	/** @param column - Index of the column: values of a JSON column are JSON already. */
	json(value: DuckDBValue, column: number): string;
	/** Epoch milliseconds; `undefined` if the value isn't a time. */
	timeMs(value: DuckDBValue): number | undefined;
};

/** @param toError - Turns an error of DuckDB into one of ours. */
export async function resultOf(
	duckdb: DuckDb,
	statement: DuckDBPreparedStatement,
	toError: (error: unknown) => ObsTopError,
): Promise<QueryResult> {
	const result = await statement.stream().catch((error: unknown) => {
		throw toError(error);
	});
	const names = result.deduplicatedColumnNames().map(name => name.replace(/^count_star\(\)/, 'count(*)'));
	const types = result.columnTypes();
	const floats = [...types.keys()].filter(index => types[index]?.typeId === duckdb.DuckDBTypeId.FLOAT);
	const isJson = types.map(type => type.alias === 'JSON');
	return {
		columns: names.map((name, index) => ({
			name,
			type: types[index]?.alias ?? String(types[index]),
			kind: kindOf(duckdb, types[index]?.typeId),
		})),
		async *batches() {
			const fetch = () =>
				result.fetchChunk().catch((error: unknown) => {
					throw toError(error);
				});
			for (let chunk = await fetch(); chunk !== null && chunk.rowCount > 0; chunk = await fetch()) {
				yield withShortFloats(chunk.getRows(), floats);
			}
		},
		text: value => plainText(duckdb, value),
		json: (value, column) => (isJson[column] === true && typeof value === 'string' ? value : jsonText(duckdb, value)),
		timeMs: value => timeMsOf(duckdb, value),
	};
}

/** Shortens 32-bit floats to their significant digits: 0.7, not 0.699999988079071. */
function withShortFloats(rows: DuckDBValue[][], floats: readonly number[]): DuckDBValue[][] {
	for (const column of floats) {
		for (const row of rows) {
			const value = row[column];
			if (typeof value === 'number' && Number.isFinite(value)) {
				row[column] = [6, 7, 8].map(digits => Number(value.toPrecision(digits))).find(short => Math.fround(short) === value) ?? value;
			}
		}
	}
	return rows;
}

function kindOf({DuckDBTypeId: id}: DuckDb, typeId: number | undefined): ColumnKind {
	switch (typeId) {
		case id.TINYINT:
		case id.SMALLINT:
		case id.INTEGER:
		case id.BIGINT:
		case id.HUGEINT:
		case id.UTINYINT:
		case id.USMALLINT:
		case id.UINTEGER:
		case id.UBIGINT:
		case id.UHUGEINT:
		case id.FLOAT:
		case id.DOUBLE:
		case id.DECIMAL:
			return 'number';
		case id.TIMESTAMP:
		case id.TIMESTAMP_MS:
		case id.TIMESTAMP_NS:
		case id.TIMESTAMP_S:
		case id.TIMESTAMP_TZ:
		case id.DATE:
			return 'time';
		default:
			return 'other';
	}
}

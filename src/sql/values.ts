import type {DuckDBValue} from '@duckdb/node-api';
import type {DuckDb} from './duckdb.ts';

/** A value as text for a table or CSV: all digits, times in ISO 8601 and UTC. `undefined` for NULL. */
export function plainText(duckdb: DuckDb, value: DuckDBValue): string | undefined {
	if (value === null) {
		return undefined;
	}
	return typeof value === 'string'
		? value
		: (timeText(duckdb, value) ?? (typeof value === 'object' ? objectText(duckdb, value) : String(value)));
}

/** A value as JSON: integers and decimals with all digits, times as strings, NaN and infinity as null. */
export function jsonText(duckdb: DuckDb, value: DuckDBValue): string {
	switch (typeof value) {
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'number':
			return Number.isFinite(value) ? String(value) : 'null';
		case 'string':
			return JSON.stringify(value);
		case 'object':
			return value === null ? 'null' : (nestedJson(duckdb, value) ?? JSON.stringify(timeText(duckdb, value) ?? String(value)));
	}
}

/** @returns `undefined` for types that JSON doesn't have. */
function nestedJson(duckdb: DuckDb, value: object): string | undefined {
	if (value instanceof duckdb.DuckDBDecimalValue) {
		return value.toString();
	}
	if (value instanceof duckdb.DuckDBListValue || value instanceof duckdb.DuckDBArrayValue) {
		return `[${value.items.map(item => jsonText(duckdb, item)).join(',')}]`;
	}
	if (value instanceof duckdb.DuckDBStructValue) {
		return `{${Object.entries(value.entries)
			.map(([key, item]) => `${JSON.stringify(key)}:${jsonText(duckdb, item)}`)
			.join(',')}}`;
	}
	if (value instanceof duckdb.DuckDBMapValue) {
		return `{${value.entries.map(({key, value: item}) => `${JSON.stringify(plainText(duckdb, key) ?? 'null')}:${jsonText(duckdb, item)}`).join(',')}}`;
	}
	return undefined;
}

function objectText(duckdb: DuckDb, value: object): string {
	return nestedJson(duckdb, value) ?? String(value);
}

/** `2024-01-15T22:00:00.000Z`, or six decimals if there are microseconds. */
function timeText(duckdb: DuckDb, value: DuckDBValue): string | undefined {
	if (value instanceof duckdb.DuckDBTimestampValue || value instanceof duckdb.DuckDBTimestampTZValue) {
		const {micros} = value;
		const rest = ((micros % 1000n) + 1000n) % 1000n;
		const time = new Date(Number((micros - rest) / 1000n));
		if (Number.isNaN(time.getTime())) {
			return undefined;
		}
		const text = time.toISOString();
		return rest === 0n ? text : text.replace('Z', `${String(rest).padStart(3, '0')}Z`);
	}
	return undefined;
}

/** Epoch milliseconds; `undefined` if the value isn't a time. */
export function timeMsOf(duckdb: DuckDb, value: DuckDBValue): number | undefined {
	if (value instanceof duckdb.DuckDBTimestampValue || value instanceof duckdb.DuckDBTimestampTZValue) {
		return Number(value.micros) / 1000;
	}
	return value instanceof duckdb.DuckDBDateValue ? value.days * 86_400_000 : undefined;
}

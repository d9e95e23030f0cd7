import type {DuckDBType, DuckDBValue} from '@duckdb/node-api';
import {levels} from '../events/event.ts';
import {type CanonicalColumn, levelType} from './columns.ts';
import type {DuckDb} from './duckdb.ts';
import {quotedString} from './language/quoted.ts';

/** How a column of `logs` is stored: as numbers where possible, because DuckDB appends those fastest. */
export type StoredColumn = {
	readonly stored: ReadonlyArray<{readonly name: string; readonly type: string; readonly duck: DuckDBType}>;
	/** Adds a value to the stored columns. */
	readonly add: (value: string | number | undefined, into: readonly DuckDBValue[][], at: number) => void;
	/** The view's expression for the column. */
	readonly view: () => string;
};

/** @param numbersTexts - Whether to store strings as numbers. */
export function storedColumn({name, type}: Pick<CanonicalColumn, 'name' | 'type'>, duckdb: DuckDb, numbersTexts: boolean): StoredColumn {
	const quoted = `"${name}"`;
	const {DOUBLE, ENUM} = duckdb;
	switch (type) {
		case 'TIMESTAMP': // as microseconds, because a timestamp would need an object per row
			return {
				stored: [{name, type: 'DOUBLE', duck: DOUBLE}],
				add: (value, into, at) => into[at]?.push(value === undefined ? null : Math.round(Number(value) * 1000)),
				view: () => `make_timestamp(${quoted}::BIGINT) AS ${quoted}`,
			};
		case 'LEVEL':
			return {stored: [{name, type: levelType, duck: ENUM(levels)}], add: addAsIs, view: () => quoted};
		case 'DOUBLE':
			return {stored: [{name, type, duck: DOUBLE}], add: addAsIs, view: () => quoted};
		case 'VARCHAR':
			return textColumn(name, duckdb, numbersTexts);
	}
}

/** The column of line numbers. */
export function lineColumn({DOUBLE}: DuckDb): StoredColumn {
	return {stored: [{name: 'line', type: 'DOUBLE', duck: DOUBLE}], add: addAsIs, view: () => 'line::BIGINT AS line'};
}

const mostNames = 1000;
const longestName = 64;

/**
Stores strings that repeat as numbers, because passing strings to DuckDB one by one is slow; other strings go to a
second column. Only worth it if the lines themselves, which are many times longer, are not stored.
*/
export function textColumn(name: string, {DOUBLE, VARCHAR}: DuckDb, numbersTexts: boolean): StoredColumn {
	if (!numbersTexts) {
		return {stored: [{name, type: 'VARCHAR', duck: VARCHAR}], add: addAsIs, view: () => `"${name}"`};
	}
	const numbers = new Map<string, number>();
	const numberOf = (text: string): number | undefined => {
		const known = numbers.get(text);
		if (known !== undefined || numbers.size >= mostNames || text.length > longestName || !/^[\x20-\x7e]*$/.test(text)) {
			return known;
		}
		numbers.set(text, numbers.size + 1);
		return numbers.size;
	};
	const [quoted, number] = [`"${name}"`, `"${name} number"`];
	return {
		stored: [
			{name: `${name} number`, type: 'DOUBLE', duck: DOUBLE},
			{name, type: 'VARCHAR', duck: VARCHAR},
		],
		add(value, into, at) {
			const text = value === undefined ? undefined : String(value);
			const found = text === undefined ? undefined : numberOf(text);
			into[at]?.push(found ?? null);
			into[at + 1]?.push(found === undefined ? (text ?? null) : null);
		},
		view() {
			const names = [...numbers.keys()].map(quotedString);
			return names.length === 0 ? quoted : `coalesce([${names.join(', ')}][${number}::INTEGER], ${quoted}) AS ${quoted}`;
		},
	};
}

const addAsIs: StoredColumn['add'] = (value, into, at) => into[at]?.push(value ?? null);

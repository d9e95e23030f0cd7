/** A column of a result. You can go to a time; a number is right-aligned and can be charted. */
export type SqlColumn = {readonly name: string; readonly kind: 'number' | 'time' | 'other'};

/** A row of a result as text; not yet sanitised. NULL is `undefined`. */
export type SqlRow = {readonly cells: ReadonlyArray<string | undefined>; readonly timeMs: number | undefined};

/** The result of a query, as much of it as the screen keeps. */
export type SqlTable = {
	readonly columns: readonly SqlColumn[];
	readonly rows: readonly SqlRow[];
	/** The result has more rows. */
	readonly isCut: boolean;
	/** When the log was read, if it has been growing since. */
	readonly asOfMs: number | undefined;
};

export type SqlAnswer =
	| {readonly type: 'table'; readonly table: SqlTable}
	/** @property column - In UTF-16 units from 0, if the place is known. */
	| {readonly type: 'problem'; readonly column: number | undefined; readonly message: string}
	| {readonly type: 'stopped'};

/** What a query is doing: reading the log, or running in DuckDB. The share is 0..1, if known. */
export type SqlProgress = {readonly phase: 'reading' | 'running'; readonly share: number | undefined};

export type SqlSort = {readonly column: number; readonly isDescending: boolean};

/** The rows sorted by a column: numbers as numbers, NULL last. */
export function sortedRows({columns, rows}: SqlTable, sort: SqlSort | undefined): readonly SqlRow[] {
	if (sort === undefined) {
		return rows;
	}
	const isNumber = columns[sort.column]?.kind === 'number';
	const sign = sort.isDescending ? -1 : 1;
	return rows.toSorted(({cells: left}, {cells: right}) => {
		const [a, b] = [left[sort.column], right[sort.column]];
		if (a === undefined || b === undefined) {
			return Number(a === undefined) - Number(b === undefined);
		}
		return sign * (isNumber ? Number(a) - Number(b) : a < b ? -1 : Number(a > b));
	});
}

/** A column of a result. A time can be gone to, a number is at the right and can be drawn. */
export type SqlColumn = {readonly name: string; readonly kind: 'number' | 'time' | 'other'};

/** A row of a result as text; not yet sanitised. NULL is `undefined`. */
export type SqlRow = {readonly cells: ReadonlyArray<string | undefined>; readonly timeMs: number | undefined};

/** The answer to a query, as far as the screen holds it. */
export type SqlTable = {
	readonly columns: readonly SqlColumn[];
	readonly rows: readonly SqlRow[];
	/** There are more rows than these. */
	readonly isCut: boolean;
	/** When the log was read, where it goes on since. */
	readonly asOfMs: number | undefined;
};

export type SqlAnswer =
	| {readonly type: 'table'; readonly table: SqlTable}
	/** @property column - UTF-16 units from 0, where the place is known. */
	| {readonly type: 'problem'; readonly column: number | undefined; readonly message: string}
	| {readonly type: 'stopped'};

/** What a query does now: it reads the log, or DuckDB runs it. 0..1, where that is known. */
export type SqlProgress = {readonly phase: 'reading' | 'running'; readonly share: number | undefined};

export type SqlSort = {readonly column: number; readonly isDescending: boolean};

/** The rows by a column: numbers as numbers, NULL last. */
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

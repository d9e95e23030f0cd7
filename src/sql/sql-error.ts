import {UsageError} from '../errors.ts';

/**
A query that can't be run. `message` is for the command line; `reason` and `column` are for a prompt that shows the
query.
*/
export class SqlError extends UsageError {
	/** Position of the problem, in UTF-16 units from 0; `undefined` if DuckDB doesn't report it. */
	readonly column: number | undefined;
	readonly reason: string;

	constructor(reason: string, column?: number) {
		super(`query: ${said(reason, column)}`);
		this.column = column;
		this.reason = reason;
	}
}

/** Puts the position before the suggestion: `no column elapsdMs, at column 12 (did you mean elapsedMs?)`. */
function said(reason: string, column: number | undefined): string {
	if (column === undefined) {
		return reason;
	}
	const hint = reason.search(/ \([^()]*\)$/);
	const at = `, at column ${column + 1}`;
	return hint === -1 ? reason + at : reason.slice(0, hint) + at + reason.slice(hint);
}

import type {LogOptions} from '../../options/command-options.ts';

export type QueryOptions = LogOptions & {
	readonly sql: string;
	/** `auto`: a table on a terminal, else CSV. */
	readonly format: 'auto' | 'json' | 'csv';
	/** In CSV, leave text that a spreadsheet would run as a formula as it is. */
	readonly isExact: boolean;
	/** The file to write to; its extension sets the format. */
	readonly output: string | undefined;
};

/** What the process that runs the query is sent. */
export type PrintedQuery = Pick<
	QueryOptions,
	'files' | 'follow' | 'command' | 'stdin' | 'read' | 'selection' | 'sql' | 'format' | 'isExact' | 'output'
>;

import type {DuckDBValue} from '@duckdb/node-api';
import type {QueryResult} from './result.ts';

/** `json` is one array, `jsonl` one object per line. */
export type TextFormat = 'csv' | 'json' | 'jsonl';

/**
A result as text, in batches of rows. CSV has a header and is quoted as in RFC 4180. NULL is empty in CSV and null in
JSON.

@param isExact - For CSV: leave values that a spreadsheet would take for formulas unchanged.
*/
export async function* formatBatches(
	{columns, text, json, batches}: QueryResult,
	format: TextFormat,
	isExact: boolean,
): AsyncGenerator<{readonly text: string; readonly count: number}> {
	if (format === 'csv') {
		const written = (value: DuckDBValue) => (typeof value === 'string' && !isExact ? noFormula(value) : text(value));
		yield {text: `${columns.map(({name}) => quoted(written(name))).join(',')}\n`, count: 0};
		for await (const rows of batches()) {
			yield {text: rows.map(row => `${row.map(value => quoted(written(value))).join(',')}\n`).join(''), count: rows.length};
		}
		return;
	}
	const keys = columns.map(({name}) => JSON.stringify(name));
	const [open, separator, close] = format === 'json' ? ['[\n', ',\n', '\n]\n'] : ['', '\n', '\n'];
	let before = open;
	for await (const rows of batches()) {
		const objects = rows.map(row => `{${row.map((value, index) => `${keys[index]}:${json(value, index)}`).join(',')}}`);
		yield {text: before + objects.join(separator), count: rows.length};
		before = separator;
	}
	if (before === separator) {
		yield {text: close, count: 0};
	} else if (format === 'json') {
		yield {text: '[]\n', count: 0};
	}
}

// also the full-width characters, which some spreadsheets treat the same
const mayBeFormula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20][\s\S]/;
const number = /^[+-](?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?$/;

/**
Puts an apostrophe before anything but a number that a spreadsheet would run as a formula, since anyone may have written
it to the log.
*/
function noFormula(text: string): string {
	return mayBeFormula.test(text) && !number.test(text) ? `'${text}` : text;
}

/** Quotes an empty string, to tell it from NULL. */
function quoted(text: string | undefined): string {
	if (text === undefined) {
		return '';
	}
	return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

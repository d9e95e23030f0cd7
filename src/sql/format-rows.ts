import type {QueryResult} from './result.ts';

/** `json` is one array, `jsonl` one object a line. */
export type TextFormat = 'csv' | 'json' | 'jsonl';

/** A result as text, some rows at a time. CSV has a header and the quoting of RFC 4180; NULL is empty there, null in JSON. */
export async function* formatBatches(
	{columns, text, json, batches}: QueryResult,
	format: TextFormat,
): AsyncGenerator<{readonly text: string; readonly count: number}> {
	if (format === 'csv') {
		yield {text: `${columns.map(({name}) => quoted(name)).join(',')}\n`, count: 0};
		for await (const rows of batches()) {
			yield {text: rows.map(row => `${row.map(value => quoted(text(value))).join(',')}\n`).join(''), count: rows.length};
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

/** An empty text is not NULL. */
function quoted(text: string | undefined): string {
	if (text === undefined) {
		return '';
	}
	return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

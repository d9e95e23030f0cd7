import process from 'node:process';
import {columnWidths, tableRow} from '../../../components/widgets/table.ts';
import {formatBatches} from '../../sql/format-rows.ts';
import type {QueryResult} from '../../sql/result.ts';
import {sanitize, visibleLines} from '../../ui/sanitize.ts';
import {escapeUnseen} from '../safe-json.ts';
import type {QueryOptions} from './run.ts';

const measuredRows = 1000; // a table's widths are theirs: later rows are cut to them
const defaultColumns = 80;

/** Prints a result on stdout. @returns How many rows it has. */
export async function printResult(result: QueryResult, format: QueryOptions['format'], isExact: boolean): Promise<number> {
	if (format === 'auto' && process.stdout.isTTY === true) {
		return printTable(result, process.stdout.columns ?? defaultColumns);
	}
	const safe = format === 'json' ? escapeUnseen : process.stdout.isTTY ? visibleLines : (text: string) => text;
	let rows = 0;
	for await (const {text, count} of formatBatches(result, format === 'json' ? 'jsonl' : 'csv', isExact)) {
		rows += count;
		await write(safe(text));
	}
	return rows;
}

async function printTable(result: QueryResult, width: number): Promise<number> {
	const columns = result.columns.map(({name, kind}) => ({name: sanitize(name), isNumber: kind === 'number'}));
	let waiting: Array<readonly string[]> = [];
	let widths: readonly number[] | undefined;
	let count = 0;
	const print = async (cells: ReadonlyArray<readonly string[]>) => {
		if (widths === undefined) {
			widths = columnWidths(columns, cells, width);
			const names = columns.map(({name}) => name);
			await write(`${tableRow(columns, names, widths, '…')}\n${widths.map(cell => '─'.repeat(cell)).join('  ')}\n`);
		}
		const shown = widths;
		await write(cells.map(row => `${tableRow(columns, row, shown, '…')}\n`).join(''));
	};
	for await (const rows of result.batches()) {
		count += rows.length;
		const cells = rows.map(row => row.map(value => sanitize(result.text(value) ?? 'NULL')));
		if (widths !== undefined) {
			await print(cells);
		} else {
			waiting.push(...cells);
			if (waiting.length >= measuredRows) {
				await print(waiting);
				waiting = [];
			}
		}
	}
	if (widths === undefined) {
		await print(waiting);
	}
	const hidden = columns.length - (widths?.length ?? 0);
	await write(`${count} ${count === 1 ? 'row' : 'rows'}${hidden > 0 ? `; ${hidden} more columns have no room (--csv shows all)` : ''}\n`);
	return count;
}

/** Waits until a slow reader has taken it. */
function write(text: string): Promise<void> {
	return new Promise(resolve => {
		if (process.stdout.write(text)) {
			resolve();
		} else {
			process.stdout.once('drain', resolve);
		}
	});
}

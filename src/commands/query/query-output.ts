import process from 'node:process';
import {isatty} from 'node:tty';
import {columnWidths, tableRow} from '../../../components/widgets/table.ts';
import {sanitize, visibleLines} from '../../screen/text/sanitize.ts';
import {formatBatches} from '../../sql/format-rows.ts';
import type {QueryResult} from '../../sql/result.ts';
import {print} from '../print.ts';
import {escapeUnseen} from '../safe-json.ts';
import type {QueryOptions} from './query-options.ts';

const measuredRows = 1000; // these set a table's column widths; later rows are cut to fit
const defaultColumns = 80;

/** Prints a result on stdout. @returns The number of rows. */
export async function printResult(result: QueryResult, format: QueryOptions['format'], isExact: boolean): Promise<number> {
	if (format === 'auto' && isatty(1)) {
		return printTable(result, process.stdout.columns ?? defaultColumns);
	}
	const safe = format === 'json' ? escapeUnseen : isatty(1) ? visibleLines : (text: string) => text;
	let rows = 0;
	for await (const {text, count} of formatBatches(result, format === 'json' ? 'jsonl' : 'csv', isExact)) {
		rows += count;
		await print(safe(text));
	}
	return rows;
}

async function printTable(result: QueryResult, width: number): Promise<number> {
	const columns = result.columns.map(({name, kind}) => ({name: sanitize(name), isNumber: kind === 'number'}));
	let waiting: Array<readonly string[]> = [];
	let widths: readonly number[] | undefined;
	let count = 0;
	const printCells = async (cells: ReadonlyArray<readonly string[]>) => {
		if (widths === undefined) {
			widths = columnWidths(columns, cells, width);
			const names = columns.map(({name}) => name);
			await print(`${tableRow(columns, names, widths, '…')}\n${widths.map(cell => '─'.repeat(cell)).join('  ')}\n`);
		}
		const shown = widths;
		await print(cells.map(row => `${tableRow(columns, row, shown, '…')}\n`).join(''));
	};
	for await (const rows of result.batches()) {
		count += rows.length;
		const cells = rows.map(row => row.map(value => sanitize(result.text(value) ?? 'NULL')));
		if (widths !== undefined) {
			await printCells(cells);
		} else {
			waiting.push(...cells);
			if (waiting.length >= measuredRows) {
				await printCells(waiting);
				waiting = [];
			}
		}
	}
	if (widths === undefined) {
		await printCells(waiting);
	}
	const hidden = columns.length - (widths?.length ?? 0);
	await print(
		`${count} ${count === 1 ? 'row' : 'rows'}${hidden > 0 ? `; ${hidden} more ${hidden === 1 ? 'column does' : 'columns do'} not fit (--csv shows all)` : ''}\n`,
	);
	return count;
}

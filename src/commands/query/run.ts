import {stat} from 'node:fs/promises';
import {endProcess} from '../../end-process.ts';
import {EventSelector} from '../../engine/select/select-events.ts';
import {selectSink} from '../../engine/select/select-sink.ts';
import {fileNamed} from '../../files/file-names.ts';
import {compileMatcher} from '../../history/line-matcher.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {readLog} from '../../reading/read-log.ts';
import {LogDatabase} from '../../sql/database.ts';
import {exportFormatOf, exportResult} from '../../sql/export.ts';
import type {LogTable} from '../../sql/log-table.ts';
import {type EndSignal, exitCodeOf, onEndSignal} from '../../terminal/end-signals.ts';
import {Problems} from '../problems.ts';
import {selectionOf} from '../selection.ts';
import {tell} from '../tell.ts';
import {printResult} from './query-output.ts';

export type QueryOptions = LogOptions & {
	readonly sql: string;
	/** `auto`: a table on a terminal, else CSV. */
	readonly format: 'auto' | 'json' | 'csv';
	/** CSV: texts that a spreadsheet would take for formulas stay as they are. */
	readonly isExact: boolean;
	/** The file that the result goes to, its format by its ending. */
	readonly output: string | undefined;
};

const stopWithinMs = 1500; // whoever sends a signal expects the process gone within two seconds

/**
Runs one SELECT over a log, and prints its rows or writes them into a file.

@returns 3 when a source could not be read to its end, 1 when there is no row, else 0.
@throws SqlError for a wrong query, with the place; UsageError where DuckDB isn't there.
*/
export async function run(options: QueryOptions): Promise<number> {
	const {files, command, stdin, read, sql, format, isExact, output} = options;
	const exportFormat = output === undefined ? undefined : exportFormatOf(output);
	const problems = new Problems();
	let database: LogDatabase | undefined;
	const stopping = stopOnSignals(() => database?.interrupt());
	try {
		database = await LogDatabase.open();
		stopping.signal.throwIfAborted();
		const query = await database.read(sql);
		await Promise.allSettled(files.map(path => stat(fileNamed(path)))); // in another thread: a disk may keep it waiting, and this one is to hear signals
		const selection = await selectionOf(options);
		const load = async (table: LogTable) => {
			const selector = new EventSelector(read, compileMatcher(selection, [selection.filter]), selected => table.add(selected));
			const {signal} = stopping;
			await readLog({files, command, stdin}, selectSink(selector, signal), {read, onProblem: problems.take, onNotice: tell, signal});
			selector.end();
		};
		const asked = database.ask(query, load, stdin || command !== undefined);
		const rows =
			output === undefined || exportFormat === undefined
				? await printResult(await asked.rows(), format, isExact)
				: await exportResult(asked, output, {format: exportFormat, isExact});
		if (output !== undefined) {
			tell(`${rows} ${rows === 1 ? 'row' : 'rows'} written to ${output}`);
		}
		return problems.exitCode(rows > 0 ? 0 : 1);
	} catch (error) {
		if (stopping.exitCode() === undefined) {
			throw error;
		}
		return stopping.exitCode() ?? 0;
	} finally {
		stopping.done();
		database?.close();
	}
}

type Stopping = {readonly signal: AbortSignal; exitCode(): number | undefined; done(): void};

/** DuckDB works in threads of its own: they are to end before the program does, or they would write on where nothing is to be left. */
function stopOnSignals(interrupt: () => void): Stopping {
	const abort = new AbortController();
	let exitCode: number | undefined;
	const onSignal = (signal: EndSignal) => {
		exitCode = exitCodeOf(signal);
		abort.abort();
		interrupt();
		setTimeout(() => endProcess(exitCodeOf(signal)), stopWithinMs).unref();
	};
	const done = onEndSignal(onSignal);
	return {signal: abort.signal, exitCode: () => exitCode, done};
}

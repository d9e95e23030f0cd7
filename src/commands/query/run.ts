import type {ChildProcess} from 'node:child_process';
import {endProcess} from '../../end-process.ts';
import {ObsTopError} from '../../errors.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {exportFormatOf} from '../../sql/export.ts';
import {SqlError} from '../../sql/sql-error.ts';
import {type EndSignal, exitCodeOf, onEndSignal} from '../../terminal/end-signals.ts';
import {tell} from '../tell.ts';
import {feedPipeline} from './feed-pipeline.ts';
import {diedWords, startSqlProcess} from './sql-process.ts';
import type {FromSqlPrinter} from './sql-protocol.ts';

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

/** What went wrong in the process that printed. */
class PrinterError extends ObsTopError {
	override readonly name = 'PrinterError';
	readonly exitCode: number;

	constructor(message: string, exitCode: number) {
		super(message);
		this.exitCode = exitCode;
	}
}

/**
Has a query printed by a process of its own: the system bounds it, and DuckDB may end it. A pipeline is started here, so that it is not bounded.

@returns 3 when a source could not be read to its end, 1 when there is no row, else 0.
@throws SqlError for a wrong query, and for one that ended the process; UsageError where DuckDB isn't there.
*/
export async function run(options: QueryOptions): Promise<number> {
	const {files, follow, command, stdin, read, selection, sql, format, isExact, output} = options;
	if (output !== undefined) {
		exportFormatOf(output); // a wrong one is known before anything is started
	}
	const outputs = command === undefined ? [] : (['pipe', 'pipe'] as const);
	const {child, ended, send} = startSqlProcess([stdin ? 'inherit' : 'ignore', 'inherit', 'ignore', 'ipc', ...outputs]);
	const stopping = stopOnSignals(child, () => send({type: 'cancel'}));
	let last: FromSqlPrinter | undefined;
	let failure: {readonly error: unknown} | undefined;
	child.on('message', (message: FromSqlPrinter) => {
		if (message.type === 'said') {
			tell(message.notice);
		} else if (message.type === 'done' || message.type === 'failed') {
			last = message;
		} else if (message.type === 'ready' && command !== undefined) {
			feedPipeline(command, child).catch((error: unknown) => {
				failure = {error};
				child.kill('SIGKILL');
			});
		}
	});
	send({type: 'print', query: {files, follow, command, stdin, read, selection, sql, format, isExact, output}});
	await ended;
	stopping.done();
	if (stopping.exitCode() !== undefined) {
		return stopping.exitCode() ?? 0;
	}
	if (failure !== undefined) {
		throw failure.error;
	}
	return exitCodeIn(last);
}

function exitCodeIn(last: FromSqlPrinter | undefined): number {
	if (last?.type === 'done') {
		return last.exitCode;
	}
	if (last?.type !== 'failed') {
		throw new SqlError(diedWords);
	}
	const {message, stack, exitCode} = last;
	throw exitCode === undefined ? Object.assign(new Error(message), {stack}) : new PrinterError(message, exitCode);
}

type Stopping = {exitCode(): number | undefined; done(): void};

/** DuckDB works in threads of its own: they are to end before the process does, or they would write on where nothing is to be left. */
function stopOnSignals(child: ChildProcess, cancel: () => void): Stopping {
	let exitCode: number | undefined;
	const onSignal = (signal: EndSignal) => {
		exitCode = exitCodeOf(signal);
		cancel();
		setTimeout(() => {
			child.kill('SIGKILL');
			endProcess(exitCodeOf(signal)); // it may wait for a disk, and is not waited for
		}, stopWithinMs).unref();
	};
	return {exitCode: () => exitCode, done: onEndSignal(onSignal)};
}

import type {ChildProcess} from 'node:child_process';
import {endProcess} from '../../end-process.ts';
import {ObsTopError} from '../../errors.ts';
import {exportFormatOf} from '../../sql/export.ts';
import {SqlError} from '../../sql/sql-error.ts';
import {type EndSignal, exitCodeOf, onEndSignal} from '../../terminal/end-signals.ts';
import {tell} from '../tell.ts';
import {feedPipeline} from './feed-pipeline.ts';
import type {QueryOptions} from './query-options.ts';
import {diedWords, startSqlProcess} from './sql-process.ts';
import type {FromSqlPrinter} from './sql-protocol.ts';

const stopWithinMs = 1500; // leaves time to be gone within two seconds of a signal

/** An error in the process that runs the query. */
class PrinterError extends ObsTopError {
	override readonly name = 'PrinterError';
	readonly exitCode: number;

	constructor(message: string, exitCode: number) {
		super(message);
		this.exitCode = exitCode;
	}
}

/**
Runs a query in a child process, whose memory the system limits and which DuckDB may crash. A pipeline is started here,
in the parent, so that the limit doesn't apply to it.

@returns 3 if a source could not be read to its end, 1 if there are no rows, else 0.
@throws SqlError for a wrong query or one that crashed the process, UsageError if DuckDB isn't installed.
*/
export async function run(options: QueryOptions): Promise<number> {
	const {files, follow, command, stdin, read, selection, sql, format, isExact, output} = options;
	if (output !== undefined) {
		exportFormatOf(output); // fails on an unknown format before anything is started
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

/** DuckDB's threads must end before the process does, or they would go on writing files that have to be removed. */
function stopOnSignals(child: ChildProcess, cancel: () => void): Stopping {
	let exitCode: number | undefined;
	const onSignal = (signal: EndSignal) => {
		exitCode = exitCodeOf(signal);
		cancel();
		setTimeout(() => {
			child.kill('SIGKILL');
			endProcess(exitCodeOf(signal)); // don't wait for the child, which may be waiting for a disk
		}, stopWithinMs).unref();
	};
	return {exitCode: () => exitCode, done: onEndSignal(onSignal)};
}

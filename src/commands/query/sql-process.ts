import {type ChildProcess, type StdioOptions, spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {workerFile} from '../../bundled-file.ts';
import {removableAt, type TempFolder} from '../../files/own-folder.ts';
import type {FromSqlProcess, ToSqlPrinter, ToSqlService} from './sql-protocol.ts';

/** For a query that crashed the process: DuckDB doesn't always notice that it is out of memory or stack. */
export const diedWords = 'the query crashed DuckDB (it may need too much memory, or read a value that is nested too deeply)';

// Limit on writable memory. V8 only reserves half a GiB of it, for code.
const dataKib = 1600 * 1024;
// Setting the limit fails if the system doesn't have it or it is already lower.
const bounded = `ulimit -c 0; ulimit -d ${dataKib} 2>/dev/null; exec "$0" "$@"`;

export type SqlProcess = {
	readonly child: ChildProcess;
	/** Resolves when it has ended and all its messages have been handled. Rejects if it could not be started. */
	readonly ended: Promise<unknown>;
	send(message: ToSqlService | ToSqlPrinter): void;
};

/**
Starts the process that DuckDB runs in. The system limits its total memory (RLIMIT_DATA on Linux), because DuckDB's own
limit only covers its tables and a single value can be larger.

Files and folders that it leaves behind are removed when it ends.
*/
export function startSqlProcess(stdio: StdioOptions): SqlProcess {
	const worker = workerFile('sql-worker.mjs', 'commands/query/sql-worker.ts');
	const child = spawn('/bin/sh', ['-c', bounded, process.execPath, ...process.execArgv, '--disable-sigusr1', worker], {
		stdio,
		serialization: 'advanced',
	});
	const made: TempFolder[] = [];
	const removeAll = () => {
		for (const each of made) {
			each.remove();
		}
	};
	child.on('message', (message: FromSqlProcess) => {
		if (message.type === 'made') {
			made.push(removableAt(message.path));
		}
	});
	process.once('exit', removeAll);
	const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]); // all its messages have arrived by then
	void ended
		.catch(() => {})
		.finally(() => {
			process.off('exit', removeAll);
			removeAll();
		});
	return {
		child,
		ended,
		send(message) {
			if (child.connected) {
				child.send(message, () => {}); // `ended` tells if the child is gone
			}
		},
	};
}

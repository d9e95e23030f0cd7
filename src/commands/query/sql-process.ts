import {type ChildProcess, type StdioOptions, spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {workerFile} from '../../bundled-file.ts';
import {removableAt, type TempFolder} from '../../files/own-folder.ts';
import type {FromSqlProcess, ToSqlPrinter, ToSqlService} from './sql-protocol.ts';

/** Of a query that ended the process: DuckDB does not notice everywhere that there is no more memory, or that a value is too deep for its stack. */
export const diedWords = 'the query ended DuckDB (it may take too much memory, or read a value that is nested too deep)';

// The most that it may have of memory to write to. Half a GiB of that V8 only reserves, for code.
const dataKib = 1600 * 1024;
// A bound that the system does not have, or that is lower already, is none that can be set.
const bounded = `ulimit -c 0; ulimit -d ${dataKib} 2>/dev/null; exec "$0" "$@"`;

export type SqlProcess = {
	readonly child: ChildProcess;
	/** It has, and all that it has sent has been taken. Rejects where it could not be started. */
	readonly ended: Promise<unknown>;
	send(message: ToSqlService | ToSqlPrinter): void;
};

/**
Starts the process that DuckDB works in. The system bounds what all of it takes (RLIMIT_DATA, on Linux): DuckDB's own bound is for its tables alone, and a single value can be larger.

What it has made and not removed is removed once it has ended.
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
	const ended = Promise.all([once(child, 'exit'), once(child, 'disconnect')]); // what it has sent is here then
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
				child.send(message, () => {}); // where it has ended meanwhile, that is known
			}
		},
	};
}

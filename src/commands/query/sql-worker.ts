/**
The process that DuckDB runs in. Its own memory and threads keep the screen responsive, free the memory afterwards, and
contain a query that needs too much.

It ends with the program that started it.
*/
import process from 'node:process';
import {endProcess} from '../../end-process.ts';
import {mendable} from '../../errors.ts';
import {ReaderGoneError} from '../print.ts';
import {printQuery} from './print-query.ts';
import type {PrintedQuery} from './query-options.ts';
import type {FromSqlPrinter, FromSqlProcess, ToSqlPrinter, ToSqlService} from './sql-protocol.ts';
import {SqlService} from './sql-service.ts';

const endWithinMs = 1000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
	process.on(signal, () => undefined); // the parent decides, and then tells this process or disconnects
}
process.once('message', (first: ToSqlService | ToSqlPrinter) => (first.type === 'print' ? print(first.query) : serve(first)));

function post(message: FromSqlProcess): void {
	process.send?.(message);
}

/** Runs the screen's queries one at a time. */
function serve(first: ToSqlService | {readonly type: 'cancel'}): void {
	const service = new SqlService(post);
	service.receive(first);
	process.on('message', (message: ToSqlService) => service.receive(message));
	process.on('disconnect', () => {
		endSoon();
		void service.close().then(() => endProcess(0));
	});
}

/** Prints the result of one query and ends. */
async function print(query: PrintedQuery): Promise<void> {
	const abort = new AbortController();
	process.on('message', () => abort.abort());
	process.on('disconnect', () => {
		endSoon();
		abort.abort();
	});
	process.on('uncaughtException', error => leave(failureOf(error)));
	const around = {
		signal: abort.signal,
		say: (notice: string) => post({type: 'said', notice}),
		onMade: (path: string) => post({type: 'made', path}),
		start: () => post({type: 'ready'}),
	};
	leave(await printQuery(query, around).then(exitCode => ({type: 'done', exitCode}) as const, failureOf));
}

function failureOf(error: unknown): FromSqlPrinter {
	if (error instanceof ReaderGoneError) {
		return {type: 'done', exitCode: 0};
	}
	const {message, stack, exitCode} = mendable(error) ?? Object.assign(new Error(), {exitCode: undefined}, error);
	return {type: 'failed', message, stack, exitCode};
}

function leave(last: FromSqlPrinter): void {
	if (!process.connected) {
		endProcess(0);
	}
	process.send?.(last, () => endProcess(0));
}

function endSoon(): void {
	setTimeout(() => endProcess(0), endWithinMs).unref();
}

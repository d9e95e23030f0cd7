/**
The process that runs the screen's queries: DuckDB's memory and threads are its own, so that the screen stays quick and gets the memory back.

It ends with the program that started it.
*/
import process from 'node:process';
import {endProcess} from '../../end-process.ts';
import type {FromSqlService, ToSqlService} from './sql-protocol.ts';
import {SqlService} from './sql-service.ts';

const endWithinMs = 1000;

const service = new SqlService((message: FromSqlService) => process.send?.(message));
process.on('message', (message: ToSqlService) => service.receive(message));
process.on('disconnect', () => {
	setTimeout(() => endProcess(0), endWithinMs).unref();
	void service.close().then(() => endProcess(0));
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => undefined); // the program decides, and then this process is disconnected
}

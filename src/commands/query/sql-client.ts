import {once} from 'node:events';
import type {EngineOptions} from '../../engine/protocol.ts';
import type {SqlAnswer} from '../../screen/format/sql-table.ts';
import type {Controls} from '../../screen/state/store.ts';
import {diedWords, type SqlProcess, startSqlProcess} from './sql-process.ts';
import type {FromSqlService, SqlLog, ToSqlService} from './sql-protocol.ts';

export type SqlControls = Pick<Controls, 'runSql' | 'cancelSql' | 'exportSql'> & {
	/** Ends the process that runs queries. Resolves when it is gone, within about two seconds whatever it is doing. */
	endSql(): Promise<void>;
};

type Waiting = {onMessage(message: FromSqlService): void; onEnd(): void};

const killAfterMs = 1100; // by then it has ended by itself, unless it is waiting for a disk

/** Runs the screen's queries in a child process that the first query starts. */
export function sqlControlsOf(options: EngineOptions): SqlControls {
	let worker: SqlProcess | undefined;
	let lastId = 0;
	const waiting = new Map<number, Waiting>();

	const start = (): SqlProcess => {
		const started = startSqlProcess(['ignore', 'ignore', 'ignore', 'ipc']);
		const {child} = started;
		child.on('message', (message: FromSqlService) => {
			if (message.type !== 'made') {
				waiting.get(message.id)?.onMessage(message);
			}
		});
		const onEnd = () => {
			worker = worker === started ? undefined : worker;
			for (const {onEnd} of [...waiting.values()]) {
				onEnd();
			}
		};
		child.on('error', onEnd);
		child.on('exit', onEnd);
		child.unref();
		child.channel?.unref();
		return started;
	};
	const send = (message: ToSqlService) => {
		worker ??= start();
		worker.send(message);
	};
	const ask = <Answer>(
		ended: Answer,
		toMessage: (id: number, log: SqlLog) => ToSqlService,
		take: (message: FromSqlService) => Answer | undefined,
	) => {
		const id = ++lastId;
		return new Promise<Answer>(resolve => {
			const done = (answer: Answer) => {
				waiting.delete(id);
				resolve(answer);
			};
			waiting.set(id, {
				onMessage(message) {
					const answer = take(message);
					if (answer !== undefined) {
						done(answer);
					}
				},
				onEnd: () => done(ended),
			});
			send(toMessage(id, logOf(options)));
		});
	};
	return {
		async runSql(sql, onProgress) {
			const {files, recording} = logOf(options);
			if (files.length === 0 && recording === undefined) {
				return nothingKept;
			}
			return ask<SqlAnswer>(
				died,
				(id, log) => ({type: 'query', id, sql, log}),
				message => {
					if (message.type === 'progress') {
						onProgress(message.progress);
					}
					return message.type === 'answer' ? message.answer : undefined;
				},
			);
		},
		cancelSql() {
			if (worker !== undefined) {
				send({type: 'cancel'});
			}
		},
		exportSql: (sql, path) =>
			ask(
				died.message,
				(id, log) => ({type: 'export', id, sql, path, log}),
				message => (message.type === 'exported' ? message.message : undefined),
			),
		async endSql() {
			if (worker !== undefined) {
				const {child} = worker;
				const gone = once(child, 'exit');
				child.disconnect();
				const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
				await gone;
				clearTimeout(timer);
			}
		},
	};
}

const nothingKept: SqlAnswer = {
	type: 'problem',
	column: undefined,
	message: 'no recording to query (obs-top was started with --no-record)',
};
const died = {type: 'problem', column: undefined, message: diedWords} as const;

/** Leaves looking at the recording to the child, because this process must never wait for a disk. */
function logOf({sources, read, selection, recording}: EngineOptions): SqlLog {
	const files = sources.flatMap(source => (source.type === 'stream' ? [] : [source.path]));
	const isStream = sources.some(({type}) => type === 'stream');
	return {
		files,
		recording: isStream && recording !== undefined ? {path: recording.path, id: recording.mark.id} : undefined,
		read,
		selection,
		isLive: sources.some(({type}) => type !== 'file'),
	};
}

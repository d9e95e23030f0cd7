import {existsSync, statSync} from 'node:fs';
import {EventSelector} from '../../engine/select/select-events.ts';
import {selectSink} from '../../engine/select/select-sink.ts';
import {mendable} from '../../errors.ts';
import {fileNamed} from '../../files/file-names.ts';
import {compileMatcher} from '../../history/line-matcher.ts';
import {segmentsOf} from '../../history/recording/segment-names.ts';
import {readLog} from '../../reading/read-log.ts';
import type {SqlAnswer, SqlProgress, SqlRow} from '../../screen/format/sql-table.ts';
import {type Asked, LogDatabase} from '../../sql/database.ts';
import {exportFormatOf, exportResult} from '../../sql/export.ts';
import type {QueryResult} from '../../sql/result.ts';
import {SqlError} from '../../sql/sql-error.ts';
import type {FromSqlService, SqlLog, ToSqlService} from './sql-protocol.ts';

const mostRows = 10_000; // more than anyone scrolls through; an export writes them all
const longestCell = 4096;
const progressEveryMs = 200;

type Job = Exclude<ToSqlService, {readonly type: 'cancel'}>;

/** Runs queries over a log one at a time, and keeps the table until the log changes. */
export class SqlService {
	readonly #post: (message: FromSqlService) => void;
	readonly #onMade = (path: string): void => this.#post({type: 'made', path});
	#database: LogDatabase | undefined;
	/** Identifies the state of the log that the table was read from. */
	#fingerprint = '';
	#asOfMs = 0;
	#abort = new AbortController();
	#last: Promise<void> = Promise.resolve();

	constructor(post: (message: FromSqlService) => void) {
		this.#post = post;
	}

	receive(message: ToSqlService): void {
		this.#stop();
		if (message.type !== 'cancel') {
			const abort = new AbortController();
			this.#abort = abort;
			this.#last = this.#last.then(() => this.#run(message, abort.signal));
		}
	}

	async close(): Promise<void> {
		this.#stop();
		await this.#last;
		this.#database?.close();
	}

	#stop(): void {
		this.#abort.abort();
		this.#database?.interrupt();
	}

	async #run(job: Job, signal: AbortSignal): Promise<void> {
		const {id} = job;
		let progress: SqlProgress = {phase: 'reading', share: undefined};
		const ticking = setInterval(() => {
			const share = progress.phase === 'running' ? this.#database?.progress : progress.share;
			this.#post({type: 'progress', id, progress: {...progress, share}});
		}, progressEveryMs);
		try {
			const asked = await this.#ask(job, signal, now => {
				progress = now;
			});
			this.#post(
				job.type === 'export'
					? {type: 'exported', id, message: await exported(asked, job.path, this.#onMade)}
					: {type: 'answer', id, answer: await this.#answer(await asked.rows(), job.log.isLive)},
			);
		} catch (error) {
			const answer = answerTo(error, signal);
			const message = answer.type === 'problem' ? answer.message : 'the export was stopped';
			this.#post(job.type === 'export' ? {type: 'exported', id, message} : {type: 'answer', id, answer});
		}
		clearInterval(ticking);
	}

	async #ask({sql, log: {recording, ...given}}: Job, signal: AbortSignal, onProgress: (progress: SqlProgress) => void): Promise<Asked> {
		this.#database ??= await LogDatabase.open(this.#onMade);
		const database = this.#database;
		const log = {
			...given,
			files: [...given.files, ...(recording === undefined ? [] : recordedIn(recording))],
		};
		signal.throwIfAborted();
		const query = await database.read(sql);
		const fingerprint = fingerprintOf(log);
		if (fingerprint !== this.#fingerprint) {
			database.forget();
			this.#fingerprint = fingerprint;
		}
		const totalBytes = sizeOf(log);
		return database.ask(query, async table => {
			this.#asOfMs = Date.now();
			const {read, selection, files} = log;
			const selector = new EventSelector(read, compileMatcher(selection, [selection.filter]), selected => table.add(selected));
			await readLog({files, stdin: false, command: undefined}, selectSink(selector, signal), {
				read,
				signal,
				onProblem: () => undefined, // the screen reported it when it read the file
				onNotice: () => undefined,
				onProgress: bytes => onProgress({phase: 'reading', share: totalBytes > 0 ? Math.min(1, bytes / totalBytes) : undefined}),
			});
			selector.end();
			onProgress({phase: 'running', share: undefined});
		});
	}

	async #answer(result: QueryResult, isLive: boolean): Promise<SqlAnswer> {
		const rows: SqlRow[] = [];
		const time = result.columns.findIndex(({kind}) => kind === 'time');
		let isCut = false;
		for await (const batch of result.batches()) {
			for (const row of batch.slice(0, mostRows - rows.length)) {
				const cells = row.map(value => result.text(value)?.slice(0, longestCell));
				rows.push({cells, timeMs: time === -1 ? undefined : result.timeMs(row[time] ?? null)});
			}
			isCut = rows.length === mostRows;
			if (isCut) {
				this.#database?.interrupt();
				break;
			}
		}
		const columns = result.columns.map(({name, kind}) => ({name, kind}));
		return {type: 'table', table: {columns, rows, isCut, asOfMs: isLive ? this.#asOfMs : undefined}};
	}
}

async function exported(asked: Asked, path: string, onMade: (path: string) => void): Promise<string> {
	const rows = await exportResult(asked, path, {format: exportFormatOf(path), isExact: false, onMade});
	return `${rows} ${rows === 1 ? 'row' : 'rows'} written to ${path}`;
}

function answerTo(error: unknown, signal: AbortSignal): SqlAnswer {
	if (signal.aborted) {
		return {type: 'stopped'};
	}
	if (error instanceof SqlError) {
		return {type: 'problem', column: error.column, message: error.reason};
	}
	const message = mendable(error)?.message ?? `unexpected error: ${error instanceof Error ? error.message : String(error)}`;
	return {type: 'problem', column: undefined, message};
}

/** The files of a recording. If the disk was too full to mark them, only the newest can be found, by its name. */
function recordedIn({path, id}: NonNullable<SqlLog['recording']>): readonly string[] {
	const paths = segmentsOf(path, id).map(segment => segment.path);
	return paths.length === 0 && existsSync(path) ? [path] : paths;
}

function fingerprintOf({files, read, selection}: Omit<SqlLog, 'recording'>): string {
	return JSON.stringify([files.map(path => [path, ...statOf(path)]), read, selection]);
}

const sizeOf = ({files}: Pick<SqlLog, 'files'>): number => files.reduce((sum, path) => sum + (statOf(path)[0] ?? 0), 0);

function statOf(path: string): readonly number[] {
	try {
		const {size, mtimeMs, ino} = statSync(fileNamed(path));
		return [size, mtimeMs, ino];
	} catch {
		return []; // reading it reports the problem
	}
}

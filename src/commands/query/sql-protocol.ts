import type {Selection} from '../../engine/protocol.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {SqlAnswer, SqlProgress} from '../../screen/format/sql-table.ts';
import type {PrintedQuery} from './print-query.ts';

/** The log that a query of the screen reads. */
export type SqlLog = {
	readonly files: readonly string[];
	/** What has been recorded of a stream so far is read after them. */
	readonly recording: {readonly path: string; readonly id: string} | undefined;
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** It goes on: what is read is as of then. */
	readonly isLive: boolean;
};

export type ToSqlService =
	/** Stops what runs before it. */
	| {readonly type: 'query'; readonly id: number; readonly sql: string; readonly log: SqlLog}
	| {readonly type: 'export'; readonly id: number; readonly sql: string; readonly log: SqlLog; readonly path: string}
	| {readonly type: 'cancel'};

export type FromSqlService =
	| {readonly type: 'progress'; readonly id: number; readonly progress: SqlProgress}
	| {readonly type: 'answer'; readonly id: number; readonly answer: SqlAnswer}
	| {readonly type: 'exported'; readonly id: number; readonly message: string}
	| Made;

/** A file or a folder that is to be gone when the process is. */
export type Made = {readonly type: 'made'; readonly path: string};

/** Where a pipeline's two outputs are read: 0 to 2 are those of any process, 3 is the channel to the one that started this. */
export const pipelineDescriptors = [4, 5] as const;

/** To the process that prints one query and ends. */
export type ToSqlPrinter = {readonly type: 'print'; readonly query: PrintedQuery} | {readonly type: 'cancel'};

export type FromSqlPrinter =
	/** A word to the user. */
	| {readonly type: 'said'; readonly notice: string}
	/** The pipeline is to be started: what it writes is read at descriptors of the process. */
	| {readonly type: 'ready'}
	| {readonly type: 'done'; readonly exitCode: number}
	/** @param exitCode - `undefined` for a bug of ours. */
	| {readonly type: 'failed'; readonly message: string; readonly stack: string | undefined; readonly exitCode: number | undefined}
	| Made;

export type FromSqlProcess = FromSqlService | FromSqlPrinter;

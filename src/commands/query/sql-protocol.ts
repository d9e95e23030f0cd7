import type {ReadOptions} from '../../events/read-options.ts';
import type {Selection} from '../../history/line-matcher.ts';
import type {SqlAnswer, SqlProgress} from '../../screen/format/sql-table.ts';
import type {PrintedQuery} from './query-options.ts';

/** The log that a query of the screen reads. */
export type SqlLog = {
	readonly files: readonly string[];
	/** The recording of a stream so far, read after the files. */
	readonly recording: {readonly path: string; readonly id: string} | undefined;
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** Still growing, so the result is as of the time it was read. */
	readonly isLive: boolean;
};

export type ToSqlService =
	/** Stops the query before it. */
	| {readonly type: 'query'; readonly id: number; readonly sql: string; readonly log: SqlLog}
	| {readonly type: 'export'; readonly id: number; readonly sql: string; readonly log: SqlLog; readonly path: string}
	| {readonly type: 'cancel'};

export type FromSqlService =
	| {readonly type: 'progress'; readonly id: number; readonly progress: SqlProgress}
	| {readonly type: 'answer'; readonly id: number; readonly answer: SqlAnswer}
	| {readonly type: 'exported'; readonly id: number; readonly message: string}
	| Made;

/** A file or folder to remove when the process ends. */
export type Made = {readonly type: 'made'; readonly path: string};

/** Descriptors of a pipeline's two outputs. 0 to 2 are taken as in any process, and 3 is the channel to the parent. */
export const pipelineDescriptors = [4, 5] as const;

/** To the process that prints one query and ends. */
export type ToSqlPrinter = {readonly type: 'print'; readonly query: PrintedQuery} | {readonly type: 'cancel'};

export type FromSqlPrinter =
	/** A notice for the user. */
	| {readonly type: 'said'; readonly notice: string}
	/** Start the pipeline: the child now reads its outputs. */
	| {readonly type: 'ready'}
	| {readonly type: 'done'; readonly exitCode: number}
	/** `exitCode` is `undefined` for a bug. */
	| {readonly type: 'failed'; readonly message: string; readonly stack: string | undefined; readonly exitCode: number | undefined}
	| Made;

export type FromSqlProcess = FromSqlService | FromSqlPrinter;

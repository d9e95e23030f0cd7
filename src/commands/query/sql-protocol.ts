import type {Selection} from '../../engine/protocol.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {SqlAnswer, SqlProgress} from '../../ui/sql-table.ts';

/** The log that a query reads. */
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
	| {readonly type: 'exported'; readonly id: number; readonly message: string};

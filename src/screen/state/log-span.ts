import type {Cursor} from '../../insight/cursor.ts';
import type {Snapshot} from '../../insight/snapshot.ts';

/** The time span of a log as far as it has been read: to its end, or to now if live. */
export type LogSpan = {readonly fromMs: number; readonly endMs: number; readonly isReading: boolean};

/** The part of a frame that knows where a log begins and ends. */
type Shown = {readonly snapshot: Snapshot; readonly cursor: Cursor; readonly source: {readonly type: string}};

/** @returns `undefined` before the first event, and for a log without times. */
export function logSpan({snapshot, cursor, source}: Shown): LogSpan | undefined {
	const {fromMs, atMs = cursor.atMs} = snapshot;
	return fromMs === undefined || atMs === undefined
		? undefined
		: {fromMs, endMs: atMs + cursor.behindMs, isReading: source.type === 'reading'};
}

import type {Cursor} from '../../insight/cursor.ts';
import type {Snapshot} from '../../insight/snapshot.ts';

/** The times that a log reaches over, as far as it is read: to its end, or live to now. */
export type LogSpan = {readonly fromMs: number; readonly endMs: number; readonly isReading: boolean};

/** The part of a frame that says where a log begins and ends. */
type Shown = {readonly snapshot: Snapshot; readonly cursor: Cursor; readonly source: {readonly type: string}};

/** @returns `undefined` before the first event, and in a log without times. */
export function logSpan({snapshot, cursor, source}: Shown): LogSpan | undefined {
	const {fromMs, atMs = cursor.atMs} = snapshot;
	return fromMs === undefined || atMs === undefined
		? undefined
		: {fromMs, endMs: atMs + cursor.behindMs, isReading: source.type === 'reading'};
}

import type {Frame} from './store.ts';

/** The times that a log reaches over, as far as it is read: to its end, or live to now. */
export type LogSpan = {readonly fromMs: number; readonly endMs: number; readonly isReading: boolean};

/** @returns `undefined` before the first event, and in a log without times. */
export function logSpan({snapshot, cursor, source}: Pick<Frame, 'snapshot' | 'cursor' | 'source'>): LogSpan | undefined {
	const {fromMs, atMs = cursor.atMs} = snapshot;
	return fromMs === undefined || atMs === undefined
		? undefined
		: {fromMs, endMs: atMs + cursor.behindMs, isReading: source.type === 'reading'};
}

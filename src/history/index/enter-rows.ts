import type {ScannedEvent} from '../../events/scan/scanned-event.ts';
import {levelSetAt} from '../../events/values/level-set.ts';
import type {ByteStore} from '../byte-store.ts';
import type {LineIndex} from './line-index.ts';

/** Scanned lines that are adjacent in a store. `event` can be moved to their rows `[from, to)`. */
export type EnteredRows = {
	readonly store: ByteStore;
	readonly file: number;
	/** Of the first line. */
	readonly offset: number;
	readonly event: ScannedEvent;
	readonly from: number;
	readonly to: number;
	/** Of the first line, in its source. */
	readonly lineNumber: number;
	/** The newest time in the source before them. */
	readonly previousMs: number | undefined;
	/** The time for the first line, if that has none. */
	readonly timeMs: number | undefined;
};

/**
Same as entering the lines one by one, provided that all of them match.

@returns How many of them are earlier than the line before.
*/
export function enterRows(index: LineIndex, {store, file, event, from, to, ...first}: EnteredRows): number {
	let {offset, previousMs, timeMs} = first;
	let late = 0;
	for (let row = from; row < to; row++) {
		event.moveTo(row);
		const {byteLength, timeMs: ownMs} = event;
		const levels = levelSetAt(event.levelNumber);
		timeMs = ownMs ?? timeMs;
		if (row === from || !index.extend(byteLength, levels)) {
			const lineNumber = first.lineNumber + row - from;
			const line = {store, file, tagged: false, isStderr: false, offset, byteLength, lineNumber, previousMs, isMerged: false, timeMs};
			index.add(line, {isBlank: false, isPiece: false, matches: true, levels, isDerived: false});
		}
		if (ownMs !== undefined) {
			late += Number(previousMs !== undefined && ownMs < previousMs);
			previousMs = ownMs;
		}
		offset += byteLength;
	}
	return late;
}

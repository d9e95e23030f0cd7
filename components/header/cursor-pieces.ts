import {formatAge} from '../../src/screen/format/format.ts';
import {formatDate, formatTime} from '../../src/screen/format/format-time.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import {isLive} from '../../src/screen/state/going-on.ts';
import {logSpan} from '../../src/screen/state/log-span.ts';
import type {HeaderProps} from './header-props.ts';

const wideCells = 100;
const roomyCells = 140;

/**
The time shown and whether it plays: `▶ 02:13:41 x10`, `❚❚ 02:13:41`, `❚❚ 05:59:59 end` in a file. Nothing if it is now.
*/
export function cursorPieces({snapshot, source, cursor, theme, timeZone, width}: HeaderProps): readonly Piece[] {
	const {mode, atMs = snapshot.atMs, speed} = cursor;
	if (atMs === undefined) {
		return [];
	}
	const speedText = mode === 'playing' || speed !== 1 ? ` x${speed}` : '';
	const text = `${formatTime(atMs, timeZone)}${speedText}`;
	switch (mode) {
		case 'playing':
			return [{text: `${theme.glyphs.play} ${text}`, style: theme.accent}];
		case 'standing':
			return [{text: `${theme.glyphs.pause} ${text}`, style: theme.warning}];
		case 'following':
			return source.type === 'replay' ? [`${theme.glyphs.pause} ${text}${width >= wideCells ? ' end' : ''}`] : [];
	}
}

/** The day if the log spans several, the zone if it isn't UTC; both if there is room. */
export function dayText({snapshot, source, cursor, timeZone, width}: HeaderProps): string | undefined {
	const {atMs = snapshot.atMs} = cursor;
	const span = logSpan({snapshot, source, cursor});
	if (atMs === undefined || span === undefined) {
		return undefined;
	}
	const [day, ...others] = [atMs, span.fromMs, span.endMs].map(ms => formatDate(ms, timeZone));
	const isRoomy = width >= roomyCells;
	const words = [isRoomy || others.some(other => other !== day) ? day : undefined, isRoomy || timeZone !== 'UTC' ? timeZone : undefined];
	return words.filter(word => word !== undefined).join(' ') || undefined;
}

/** How far the screen is behind now; `undefined` in a file, and at now. */
export function behindText({cursor, source}: HeaderProps): string | undefined {
	return cursor.mode !== 'following' && isLive(source) ? `-${formatAge(cursor.behindMs)} behind` : undefined;
}

/** The silence that playing has just jumped over. */
export function skippedText({cursor}: HeaderProps): string | undefined {
	return cursor.skippedMs === undefined ? undefined : `skipped ${formatAge(cursor.skippedMs)} of silence`;
}

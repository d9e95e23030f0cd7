import {formatAge} from '../../src/screen/format/format.ts';
import {formatDate, formatTime} from '../../src/screen/format/format-time.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import {isLive} from '../../src/screen/state/going-on.ts';
import {logSpan} from '../../src/screen/state/log-span.ts';
import type {HeaderProps} from './header-props.ts';

const wideCells = 100;
const roomyCells = 140;

/** The instant that is shown, and how time goes on from it: `▶ 02:13:41 x10`, `❚❚ 02:13:41`; in a file at its end, so. Nothing where it is now. */
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

/** The day where the log has more than one, the zone where it isn't UTC; both where there is room. */
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

/** How far behind now the screen is; `undefined` in a file, and where it is now. */
export function behindText({cursor, source}: HeaderProps): string | undefined {
	return cursor.mode !== 'following' && isLive(source) ? `-${formatAge(cursor.behindMs)} behind` : undefined;
}

/** The silence that playing has just jumped over. */
export function skippedText({cursor}: HeaderProps): string | undefined {
	return cursor.skippedMs === undefined ? undefined : `skipped ${formatAge(cursor.skippedMs)} of silence`;
}

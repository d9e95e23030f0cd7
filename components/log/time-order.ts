import type {LogRow} from '../../src/history/row.ts';
import {formatAge} from '../../src/screen/format/format.ts';
import {formatTime} from '../../src/screen/format/format-time.ts';
import type {Piece} from '../../src/screen/look/line.ts';
import type {Theme} from '../../src/screen/look/theme.ts';

const leastGapMs = 60_000;
const timesUsual = 20;
const leastGaps = 8; // fewer don't show what is usual

/** The shortest gap between two lines of a file that is marked: max(60 s, 20 x the median gap of the lines shown). */
export function longGapMs(rows: readonly LogRow[]): number {
	const gaps = rows
		.flatMap(row => stepMs(row) ?? [])
		.filter(gap => gap >= 0)
		.sort((a, b) => a - b);
	const usualMs = gaps.length < leastGaps ? 0 : (gaps[Math.floor(gaps.length / 2)] ?? 0);
	return Math.max(leastGapMs, timesUsual * usualMs);
}

/** The cell before a line: marks a time earlier than the line above it in the same file, or much later. */
export function timeMark(row: LogRow, gapMs: number, {glyphs, warning, muted}: Theme): Piece {
	const step = stepMs(row) ?? 0;
	return step < 0 ? {text: glyphs.late, style: warning} : step >= gapMs ? {text: glyphs.gap, style: muted} : ' ';
}

/** The same in words, with both times; `undefined` if there is nothing unusual. */
export function timeOrderText(row: LogRow, timeZone: string): string | undefined {
	const step = stepMs(row);
	if (step === undefined || row.previousMs === undefined || (step >= 0 && step < leastGapMs)) {
		return undefined;
	}
	const [own, above] = [row.timeMs, row.previousMs].map(timeMs => formatTime(timeMs, timeZone, {hasMs: true}));
	return `its time ${own} is ${spanText(Math.abs(step))} ${step < 0 ? 'earlier' : 'later'} than the previous line's in its file, ${above}`;
}

function stepMs({timeMs, previousMs}: LogRow): number | undefined {
	return timeMs === undefined || previousMs === undefined ? undefined : timeMs - previousMs;
}

function spanText(ms: number): string {
	return ms < 10_000 ? `${Math.round(ms)} ms` : ms < 3_600_000 ? `${Math.round(ms / 1000)} s` : formatAge(ms);
}

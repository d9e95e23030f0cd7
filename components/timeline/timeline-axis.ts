import type {TimelineView} from '../../src/insight/timeline/timeline-view.ts';
import {type Line, line, merged} from '../../src/screen/look/line.ts';
import type {Style} from '../../src/screen/look/style.ts';
import {ticksOf} from '../../src/screen/timeline/time-axis.ts';
import {cellOf, chartPlace} from '../../src/screen/timeline/timeline-place.ts';
import type {TimelineProps} from './timeline-props.ts';

const cellsPerTick = 14;

/**
The upper border as the time axis: the panel's name, round times of the zone's clock above their columns, the cursor,
the zone.
*/
export function axisTitle(props: TimelineProps, title: string, timeline: TimelineView): Line {
	const {theme, width, focused, cursor, timeZone} = props;
	const {box, focus, down} = theme.glyphs;
	const border = focused ? theme.borderFocused : theme.border;
	const signs: Array<{text: string; style: Style}> = Array.from({length: width}, (_, x) => ({
		text: x === 0 ? box.topLeft : x === width - 1 ? box.topRight : box.horizontal,
		style: border,
	}));
	const free = signs.map((_, x) => x > 0 && x < width - 1);
	/** Writes into free space only, or not at all. */
	const write = (x: number, text: string, style: Style): boolean => {
		if (x < 1 || x + text.length > width - 1 || !free.slice(x, x + text.length).every(Boolean)) {
			return false;
		}

		for (const [index, sign] of [...text].entries()) {
			signs[x + index] = {text: sign, style};
			free[x + index] = false;
		}

		return true;
	};
	const {x: chartX, cells} = chartPlace(props);
	write(1, `${focused ? focus : ' '}${title} `, focused ? theme.accent : theme.strong);
	write(width - 2 - timeZone.length - 2, ` ${timeZone} `, theme.muted);
	const cursorCell = cellOf(cursor.atMs, timeline, cells);
	if (cursorCell !== undefined) {
		write(chartX + cursorCell, down, theme.accent);
	}

	for (const {ms, text} of ticksOf(timeline, Math.floor(cells / cellsPerTick), timeZone)) {
		const cell = cellOf(ms, timeline, cells);
		if (cell !== undefined) {
			write(chartX + cell - 1, ` ${text} `, theme.muted);
		}
	}

	return line(merged(signs), width, theme);
}

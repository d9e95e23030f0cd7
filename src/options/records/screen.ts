import {parseDurationMs} from '../../events/values/duration.ts';
import {themeNames} from '../../screen/look/theme.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {flagOption, textOption, wanted} from '../option.ts';
import {cursorTimeWants, parseCursorTime} from '../values/cursor-time.ts';
import {countUpTo, parseSpeed} from '../values/numbers.ts';

const group = 'The screen:';
const shortestWindowMs = 1000; // the series' finest bucket
const mostFps = 60;
const defaultFps = 10;

export const at = textOption({
	group,
	flags: '--at <time>',
	help: "open at 02:14, -10m before the log's end, +10m after its start, or an ISO date",
	read: wanted(parseCursorTime, cursorTimeWants),
});

export const speed = textOption({
	group,
	flags: '--speed <n>',
	help: 'play from the start or --at, n times as fast as it was (0.1 to 10000)',
	read: wanted(parseSpeed, 'is not a speed: use 0.1 to 10000, times real time'),
});

export const windowMs = textOption({
	group,
	flags: '--window <span>',
	help: 'the span that rates and latencies are taken over (60s)',
	config: {key: 'window', type: 'text', whenFound: 'drawn'},
	read: wanted(text => {
		const ms = parseDurationMs(text);
		return ms !== undefined && ms >= shortestWindowMs ? ms : undefined;
	}, 'is not a time span of a second or more: use 90s, 5m or 1h30m'),
});

export const fps = textOption({
	group,
	flags: '--fps <n>',
	help: 'how many frames to draw a second at most (10)',
	config: {key: 'fps', type: 'number', whenFound: 'drawn', schema: {type: 'integer', minimum: 1, maximum: mostFps, default: defaultFps}},
	read: wanted(countUpTo(mostFps), `is not a number of frames a second: use 1 to ${mostFps}`),
	default: defaultFps,
});

export const theme = textOption({
	group,
	flags: '--theme <name>',
	help: 'default, light or mono',
	config: {key: 'theme', type: 'text', whenFound: 'drawn', schema: {enum: themeNames}},
	read: wanted(
		name => themeNames.find(known => known === name),
		name => `is not a theme: use one of ${themeNames.join(', ')}${didYouMean(name, themeNames)}`,
	),
});

export const mouse = flagOption({
	group,
	flags: '--mouse',
	help: "click, drag and wheel (the terminal's own selection then needs Shift)",
	default: false,
});

export const ascii = flagOption({
	group,
	flags: '--ascii',
	help: 'draw without Unicode',
	config: {key: 'ascii', type: 'flag', whenFound: 'drawn'},
});

export const color = flagOption({
	group,
	flags: '--color',
	help: 'draw in colour, whatever the environment says',
	negated: ['--no-color', 'draw without colour (as NO_COLOR does)'],
});

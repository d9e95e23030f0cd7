import {parseDurationMs} from '../../events/values/duration.ts';
import {themeNames} from '../../screen/look/theme.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {flagOption, textOption, wanted} from '../option.ts';
import {cursorTimeWants, parseCursorTime} from '../values/cursor-time.ts';
import {countUpTo, parseSpeed} from '../values/numbers.ts';

const group = 'Screen:';
const shortestWindowMs = 1000; // the series' finest bucket
const mostFps = 60;
const defaultFps = 10;

export const at = textOption({
	group,
	flags: '--at <time>',
	help: 'open the log at 02:14, -10m (before its end), +10m (after its start) or an ISO date',
	read: wanted(parseCursorTime, cursorTimeWants),
});

export const speed = textOption({
	group,
	flags: '--speed <n>',
	help: 'play from the start or from --at, at n times real time (0.1 to 10000)',
	read: wanted(parseSpeed, 'is not a speed: use 0.1 to 10000, times real time'),
});

export const windowMs = textOption({
	group,
	flags: '--window <span>',
	help: 'time span for rates and latencies (default: 60s)',
	config: {key: 'window', type: 'text', whenFound: 'drawn'},
	read: wanted(text => {
		const ms = parseDurationMs(text);
		return ms !== undefined && ms >= shortestWindowMs ? ms : undefined;
	}, 'is not a time span of at least a second: use 90s, 5m or 1h30m'),
});

export const fps = textOption({
	group,
	flags: '--fps <n>',
	help: 'most frames per second (default: 10)',
	config: {key: 'fps', type: 'number', whenFound: 'drawn', schema: {type: 'integer', minimum: 1, maximum: mostFps, default: defaultFps}},
	read: wanted(countUpTo(mostFps), `is not a frame rate: use 1 to ${mostFps}`),
	default: defaultFps,
});

export const theme = textOption({
	group,
	flags: '--theme <name>',
	help: 'colour theme: default, light or mono',
	config: {key: 'theme', type: 'text', whenFound: 'drawn', schema: {enum: themeNames}},
	read: wanted(
		name => themeNames.find(known => known === name),
		name => `is not a theme: use one of ${themeNames.join(', ')}${didYouMean(name, themeNames)}`,
	),
});

export const mouse = flagOption({
	group,
	flags: '--mouse',
	help: 'use the mouse: click, drag, wheel (hold Shift to select text)',
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
	help: 'always draw in colour',
	negated: ['--no-color', 'draw without colour (like NO_COLOR)'],
});

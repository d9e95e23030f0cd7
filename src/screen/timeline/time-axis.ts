import {formatDate, formatTime, zoneOffsetMs} from '../format/format-time.ts';

/** A labelled time on an axis. */
export type Tick = {readonly ms: number; readonly text: string};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const stepsMs = [
	...[1, 2, 5, 10, 15, 30].map(seconds => seconds * second),
	...[1, 2, 5, 10, 15, 30].map(minutes => minutes * minute),
	...[1, 2, 3, 6, 12].map(hours => hours * hour),
	...[1, 2, 7, 14, 28, 91, 364, 3640].map(days => days * day),
];

/**
Round times of the zone's clock, as many as fit: `22:00`, with seconds if less than a minute apart, and the day where
one begins.

@param most - The most that fit.
*/
export function ticksOf({fromMs, toMs}: {fromMs: number; toMs: number}, most: number, timeZone = 'UTC'): readonly Tick[] {
	const step = stepsMs.find(ms => (toMs - fromMs) / ms <= most);
	if (step === undefined || most < 1 || !(toMs > fromMs)) {
		return [];
	}

	const offsetMs = zoneOffsetMs(fromMs, timeZone);
	const ticks: Tick[] = [];
	for (let localMs = Math.ceil((fromMs + offsetMs) / step) * step; localMs - offsetMs < toMs; localMs += step) {
		const ms = localMs - offsetMs;
		ticks.push({ms, text: textOf(ms, step, toMs - fromMs, timeZone)});
	}

	return ticks;
}

function textOf(ms: number, step: number, lengthMs: number, timeZone: string): string {
	const time = formatTime(ms, timeZone);
	const isDay = step >= day || (lengthMs > day && time === '00:00:00');
	return isDay ? formatDate(ms, timeZone).slice(5) : step < minute ? time : time.slice(0, 5);
}

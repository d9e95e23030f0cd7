import {unknownText} from './format.ts';

const dayMs = 86_400_000;
// Offsets change at whole quarters of an hour, so one answer of Intl (some 3 µs) serves all times of that quarter.
const offsetSliceMs = 900_000;
const mostOffsets = 512;
const largestTimeMs = 8.64e15;

/** The time of day in a zone: `02:13:41`, or `02:13:41.004` with `hasMs`. */
export function formatTime(timeMs: number | undefined, timeZone = 'UTC', hasMs = false): string {
	if (!isTime(timeMs)) {
		return unknownText;
	}

	const local = Math.trunc(localMs(timeMs, timeZone)); // as a Date has it
	const ofDay = local - Math.floor(local / dayMs) * dayMs;
	const time = `${digits(ofDay / 3_600_000)}:${digits((ofDay / 60_000) % 60)}:${digits((ofDay / 1000) % 60)}`;
	return hasMs ? `${time}.${digits(ofDay % 1000, 3)}` : time;
}

function digits(value: number, count = 2): string {
	return String(Math.floor(value)).padStart(count, '0');
}

/** The day in a zone: `2024-01-16`. */
export function formatDate(timeMs: number | undefined, timeZone = 'UTC'): string {
	return isTime(timeMs) ? (new Date(localMs(timeMs, timeZone)).toISOString().split('T')[0] ?? unknownText) : unknownText;
}

function isTime(timeMs: number | undefined): timeMs is number {
	return timeMs !== undefined && Math.abs(timeMs) < largestTimeMs - dayMs;
}

function localMs(timeMs: number, timeZone: string): number {
	return timeMs + zoneOffsetMs(timeMs, timeZone);
}

/** How far the zone's clock is ahead of UTC at a time. */
export function zoneOffsetMs(timeMs: number, timeZone: string): number {
	return timeZone === 'UTC' || !isTime(timeMs) ? 0 : offsetMs(timeMs, timeZone);
}

type Zone = {readonly format: Intl.DateTimeFormat; readonly offsets: Map<number, number>};
const zones = new Map<string, Zone>();

function offsetMs(timeMs: number, timeZone: string): number {
	const {format, offsets} = zoneOf(timeZone);
	const slice = Math.floor(timeMs / offsetSliceMs) * offsetSliceMs;
	const known = offsets.get(slice);
	if (known !== undefined) {
		return known;
	}

	const parts = new Map(format.formatToParts(slice).map(({type, value}) => [type, Number(value)]));
	const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
	const offset = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - slice;
	if (offsets.size >= mostOffsets) {
		offsets.clear();
	}

	offsets.set(slice, offset);
	return offset;
}

function zoneOf(timeZone: string): Zone {
	const known = zones.get(timeZone);
	if (known !== undefined) {
		return known;
	}

	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	const zone = {format, offsets: new Map<number, number>()};
	zones.set(timeZone, zone);
	return zone;
}

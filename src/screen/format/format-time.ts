import {zoneClock} from '../../shared/time-zone.ts';
import {unknownText} from './format.ts';

const dayMs = 86_400_000;
const largestTimeMs = 8.64e15;

/** The time of day in a zone: `02:13:41`, or `02:13:41.004` with `hasMs`. */
export function formatTime(timeMs: number | undefined, timeZone = 'UTC', {hasMs = false}: {readonly hasMs?: boolean} = {}): string {
	if (!isTime(timeMs)) {
		return unknownText;
	}

	const local = Math.trunc(localMs(timeMs, timeZone)); // like a Date
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
	return timeZone === 'UTC' || !isTime(timeMs) ? 0 : (zoneClock(timeZone)?.offsetAt(timeMs) ?? 0);
}

import {msOfUnit} from '../../shared/duration-units.ts';

const longestDuration = 64;
const whole = /^(?:\d{1,18}(?:\.\d{1,18})?(?:e[+-]?\d{1,2})?\s?[a-zµμ]{1,12},?\s?){1,8}$/;
const part = /(\d{1,18}(?:\.\d{1,18})?(?:e[+-]?\d{1,2})?)\s?([a-zµμ]{1,12})/g;
const clock = /^(?:(\d{1,6})(?: days?,? |\.))?(\d{1,6}):(\d\d):(\d\d(?:[.,]\d{1,12})?)$/;
const iso = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,9})M)?(?:(\d{1,12}(?:[.,]\d{1,12})?)S)?)?$/;

/**
A duration with units, as written by Go and Prometheus (`1.416µs`, `250ms`, `1h2m3.5s`, `15d`) or in words
(`900 nanos`), in ISO 8601 (`PT1.5S`), or like a clock (`0:00:01.5`; with days
`1 day, 0:00:01` as in Python, `1 day 00:00:01` as in Postgres, `1.00:00:01` as in .NET). Units count in any case.

@returns Milliseconds. `undefined` when a unit is missing or unknown.
*/
export function parseDurationMs(text: string): number | undefined {
	if (text.length > longestDuration) {
		return undefined;
	}
	const parts = clock.exec(text) ?? iso.exec(text);
	if (parts?.slice(1).some(each => each !== undefined)) {
		const [days, hours, minutes, seconds] = parts.slice(1).map(each => Number(each?.replace(',', '.') ?? 0));
		return (((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1000;
	}
	const small = text.toLowerCase();
	if (!whole.test(small)) {
		return undefined;
	}
	let sumMs = 0;
	for (const [, number, unit] of small.matchAll(part)) {
		const unitMs = msOfUnit.get(unit ?? '');
		if (unitMs === undefined) {
			return undefined;
		}
		sumMs += Number(number) * unitMs;
	}
	return sumMs;
}

const millisecondsOfUnit: ReadonlyMap<string, number> = new Map([
	['ns', 1e-6],
	['us', 1e-3],
	['µs', 1e-3],
	['μs', 1e-3],
	['ms', 1],
	['s', 1000],
	['m', 60_000],
	['min', 60_000],
	['h', 3_600_000],
	['d', 86_400_000],
	['w', 604_800_000],
	['y', 31_536_000_000],
]);

const longestDuration = 64;
const whole = /^(?:\d{1,18}(?:\.\d{1,18})?\s?[a-zµμ]{1,3}\s?){1,8}$/;
const part = /(\d{1,18}(?:\.\d{1,18})?)\s?([a-zµμ]{1,3})/g;

/**
A duration with units, as written by Go and Prometheus: `1.416µs`, `250ms`, `1h2m3.5s`, `15d`.

@returns Milliseconds. `undefined` when a unit is missing or unknown.
*/
export function parseDurationMs(text: string): number | undefined {
	if (text.length > longestDuration || !whole.test(text)) {
		return undefined;
	}
	let sumMs = 0;
	for (const [, number, unit] of text.matchAll(part)) {
		const unitMs = millisecondsOfUnit.get(unit ?? '');
		if (unitMs === undefined) {
			return undefined;
		}
		sumMs += Number(number) * unitMs;
	}
	return sumMs;
}

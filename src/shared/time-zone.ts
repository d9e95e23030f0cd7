const quarterMs = 900_000;
const dayMs = 86_400_000;
/** Lines are written a little out of order; a clock that is put back goes back further. */
const mostDisorderMs = 300_000;

/** The clock of one IANA zone. */
export class ZoneClock {
	/** `undefined` for UTC, which needs no formatter: creating the first one takes as long as Node's own start. */
	readonly #format: Intl.DateTimeFormat | undefined;
	/** Offsets change only on quarter hours, and many lines in a row fall into the same one. */
	readonly #offsets = new Map<number, number>();

	/** @throws RangeError when the zone does not exist. */
	constructor(zone: string) {
		this.#format = zone === 'UTC' ? undefined : formatOf(zone);
	}

	/**
	The instant of a wall-clock time. A time that occurs twice means the first one, unless that is more than five
	minutes before the line before: then the clock has been put back, and it means the second. A skipped time lands as
	far after the change as it is into the gap (Temporal's `compatible`).

	@param wallMs - The wall-clock time as if it were UTC, in epoch milliseconds.
	@param previousMs - The time of the line before.
	*/
	instantOf(wallMs: number, previousMs = Number.NEGATIVE_INFINITY): number {
		const format = this.#format;
		if (format === undefined) {
			return wallMs;
		}
		const before = this.#offsetAt(format, wallMs - dayMs);
		const after = this.#offsetAt(format, wallMs + dayMs);
		if (before === after) {
			return wallMs - before;
		}
		const isFirst = this.#offsetAt(format, wallMs - before) === before && wallMs - before >= previousMs - mostDisorderMs;
		return !isFirst && this.#offsetAt(format, wallMs - after) === after ? wallMs - after : wallMs - before;
	}

	/** Whether the clock is put forward or back within a day of an instant. */
	changesAround(instantMs: number): boolean {
		return this.offsetAt(instantMs - dayMs) !== this.offsetAt(instantMs + dayMs);
	}

	/** Whether the clock shows the time of an instant twice. */
	isTwice(instantMs: number): boolean {
		if (!this.changesAround(instantMs)) {
			return false;
		}
		const wallMs = instantMs + this.offsetAt(instantMs);
		return this.instantOf(wallMs) !== this.instantOf(wallMs, Number.POSITIVE_INFINITY);
	}

	/** How far the clock is ahead of UTC at an instant, in milliseconds. */
	offsetAt(instantMs: number): number {
		return this.#format === undefined ? 0 : this.#offsetAt(this.#format, instantMs);
	}

	#offsetAt(format: Intl.DateTimeFormat, instantMs: number): number {
		const quarter = Math.floor(instantMs / quarterMs);
		const known = this.#offsets.get(quarter);
		if (known !== undefined) {
			return known;
		}
		const start = quarter * quarterMs;
		const offset = wallClockOf(format, start) - start;
		if (this.#offsets.size >= 10_000) {
			this.#offsets.clear();
		}
		this.#offsets.set(quarter, offset);
		return offset;
	}
}

function formatOf(zone: string): Intl.DateTimeFormat {
	return new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		calendar: 'gregory',
		numberingSystem: 'latn',
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
}

function wallClockOf(format: Intl.DateTimeFormat, instantMs: number): number {
	const parts = new Map(format.formatToParts(instantMs).map(({type, value}) => [type, Number(value)]));
	return Date.UTC(
		parts.get('year') ?? 0,
		(parts.get('month') ?? 1) - 1,
		parts.get('day') ?? 1,
		parts.get('hour') ?? 0,
		parts.get('minute') ?? 0,
		parts.get('second') ?? 0,
	);
}

const clocks = new Map<string, ZoneClock | undefined>();
const clocksLimit = 1000;

/** @returns `undefined` when the zone does not exist. */
export function zoneClock(zone: string): ZoneClock | undefined {
	if (clocks.has(zone)) {
		return clocks.get(zone);
	}
	const clock = newClock(zone);
	if (clocks.size < clocksLimit) {
		clocks.set(zone, clock);
	}
	return clock;
}

function newClock(zone: string): ZoneClock | undefined {
	try {
		return new ZoneClock(zone);
	} catch {
		return undefined;
	}
}

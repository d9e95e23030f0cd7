import {numbersOfRow, type ScannedEvent} from '../../events/scan/scanned-event.ts';

/** A time so far after all before it is a leap. */
const leapMs = 60_000; // less ahead shows hardly on the screen
const doubtedAfter = 3;
const believedAfter = 16;

/** A time far after all before it, and what the events after it say. */
type Leap = {
	readonly fromMs: number;
	/** The newest time of those that are earlier. */
	endWithoutMs: number | undefined;
	/** The newest time of all. */
	endWithMs: number;
	events: number;
	earlier: number;
};

/**
Where a log ends, as far as it was read: its newest time, but not one of a clock that is ahead.

A time more than a minute after all before it is a leap. It counts at once, since a log may well go on after a pause; when at least three of the up to 16 events after
it, and most of them, are earlier, it was a mistake, and the end is the newest time of the others. After one such mistake a leap counts only once 16 events have
borne it out.
*/
export class LogEnd {
	#ms: number | undefined;
	#leap: Leap | undefined;
	#isWary = false;

	/** `undefined` before the first event. */
	get ms(): number | undefined {
		return this.#ms;
	}

	/** Whether no time up to this one is a leap, in whatever order they come: to add the newest is to add them all. */
	isCalm(timeMs: number): boolean {
		return this.#leap === undefined && this.#ms !== undefined && timeMs <= this.#ms + leapMs;
	}

	/** @param timeMs - An event's own time. */
	add(timeMs: number): void {
		const leap = this.#leap;
		const newestMs = leap?.endWithMs ?? this.#ms;
		if (newestMs === undefined || timeMs > newestMs + leapMs) {
			this.finish();
			this.#leap = {fromMs: timeMs, endWithoutMs: this.#ms, endWithMs: timeMs, events: 0, earlier: 0};
			this.#ms = this.#isWary ? this.#ms : timeMs;
		} else if (leap === undefined) {
			this.#ms = Math.max(newestMs, timeMs);
		} else {
			this.#weigh(leap, timeMs);
		}
	}

	/** No more events come: what they have not refuted counts. */
	finish(): void {
		const leap = this.#leap;
		if (leap !== undefined) {
			this.#ms = 2 * leap.earlier <= leap.events ? leap.endWithMs : leap.endWithoutMs;
			this.#leap = undefined;
		}
	}

	#weigh(leap: Leap, timeMs: number): void {
		leap.events++;
		leap.endWithMs = Math.max(leap.endWithMs, timeMs);
		if (timeMs < leap.fromMs) {
			leap.earlier++;
			leap.endWithoutMs = Math.max(leap.endWithoutMs ?? timeMs, timeMs);
		}
		const isRefuted = leap.earlier >= doubtedAfter && 2 * leap.earlier > leap.events;
		const isDecided = isRefuted || leap.events >= believedAfter;
		const counts = !isRefuted && (!this.#isWary || isDecided);
		this.#isWary ||= isRefuted;
		this.#ms = counts ? leap.endWithMs : leap.endWithoutMs;
		this.#leap = isDecided ? undefined : leap;
	}
}

/** Adds the own times of scanned lines. @returns The last of them. */
export function addTimes(end: LogEnd, event: ScannedEvent, from: number, to: number): number | undefined {
	let newestMs = Number.NEGATIVE_INFINITY;
	let lastMs = Number.NaN;
	for (let row = from; row < to; row++) {
		const timeMs = event.numbers[row * numbersOfRow] ?? Number.NaN;
		if (!Number.isNaN(timeMs)) {
			lastMs = timeMs;
			newestMs = Math.max(newestMs, timeMs);
		}
	}
	if (end.isCalm(newestMs)) {
		end.add(newestMs);
	} else {
		for (let row = from; row < to; row++) {
			event.moveTo(row);
			if (event.timeMs !== undefined) {
				end.add(event.timeMs);
			}
		}
	}
	return Number.isNaN(lastMs) ? undefined : lastMs;
}

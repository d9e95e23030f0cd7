import {numbersOfRow, type ScannedEvent} from '../../events/scan/scanned-event.ts';

/** A time this far ahead of all earlier ones is a leap. */
const leapMs = 60_000; // a smaller error hardly shows on the screen
const doubtedAfter = 3;
const believedAfter = 16;

/** A time far ahead of all earlier ones, and what the events after it say about it. */
type Leap = {
	readonly fromMs: number;
	/** The newest time, leap excluded. */
	endWithoutMs: number | undefined;
	/** The newest time, leap included. */
	endWithMs: number;
	events: number;
	earlier: number;
};

/**
Where a log ends, as read so far: its newest time, except one from a clock that runs ahead.

A time more than a minute ahead of all earlier ones is a leap. It counts immediately, because a log may resume after a
pause. It turns out to be wrong if, of up to 16 events after it, at least three and more than half are earlier; then
the end is the newest time of the other events. After one wrong leap, the next counts only once 16 events confirm it.
*/
export class LogEnd {
	#ms: number | undefined;
	#leap: Leap | undefined;
	#isWary = false;

	/** `undefined` before the first event. */
	get ms(): number | undefined {
		return this.#ms;
	}

	/** Whether no time up to this one is a leap, in any order. Then adding the newest is the same as adding them all. */
	isCalm(timeMs: number): boolean {
		return this.#leap === undefined && this.#ms !== undefined && timeMs <= this.#ms + leapMs;
	}

	/** @param timeMs - The event's own time. */
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

	/** No more events will come: a leap that was not refuted counts, and a single late event refutes nothing. */
	finish(): void {
		const leap = this.#leap;
		if (leap !== undefined) {
			this.#ms = leap.earlier <= 1 || 2 * leap.earlier <= leap.events ? leap.endWithMs : leap.endWithoutMs;
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

/** Adds the times of scanned lines that have one. @returns The last of them. */
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

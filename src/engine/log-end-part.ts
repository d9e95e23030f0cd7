import {LogEnd, type LogEndState, leapMs} from './log-end.ts';

/** What the times of a part of a log say of where the log ends. */
export type LogEndPartData = {
	/** Its first times: with them a leap before the part, or at its start, is decided. */
	readonly firstTimes: readonly number[];
	/** The newest of these. */
	readonly firstEndMs: number;
	/** The newest time before the first leap after them. */
	readonly calmEndMs: number;
	/** The end from the first leap on: where no clock was ahead before the part, and where one was. `undefined` where nothing leaps. */
	readonly leapt: {readonly trusting: LogEndState; readonly wary: LogEndState} | undefined;
};

const mostFirstTimes = 32; // a leap is decided within 16

/** The end of a log by a part of it, of which it isn't known yet what comes before. */
export class LogEndPart {
	readonly #firstTimes: number[] = [];
	#firstEndMs = Number.NEGATIVE_INFINITY;
	#calmEndMs = Number.NEGATIVE_INFINITY;
	#leapt: {readonly trusting: LogEnd; readonly wary: LogEnd} | undefined;

	/** Whether to add the newest time is to add all those before it. */
	isCalm(timeMs: number): boolean {
		return this.#firstTimes.length >= mostFirstTimes && this.#leapt === undefined && timeMs <= this.#calmEndMs + leapMs;
	}

	/** @param timeMs - An event's own time. */
	add(timeMs: number): void {
		if (this.#firstTimes.length < mostFirstTimes) {
			this.#firstTimes.push(timeMs);
			this.#firstEndMs = Math.max(this.#firstEndMs, timeMs);
			this.#calmEndMs = this.#firstEndMs;
		} else if (this.#leapt === undefined && timeMs <= this.#calmEndMs + leapMs) {
			this.#calmEndMs = Math.max(this.#calmEndMs, timeMs);
		} else {
			const calm = {ms: this.#calmEndMs, leap: undefined};
			this.#leapt ??= {trusting: new LogEnd({...calm, isWary: false}), wary: new LogEnd({...calm, isWary: true})};
			this.#leapt.trusting.add(timeMs);
			this.#leapt.wary.add(timeMs);
		}
	}

	toData(): LogEndPartData {
		return {
			firstTimes: this.#firstTimes,
			firstEndMs: this.#firstEndMs,
			calmEndMs: this.#calmEndMs,
			leapt: this.#leapt && {trusting: this.#leapt.trusting.state, wary: this.#leapt.wary.state},
		};
	}
}

/** The end of a log and of the part that comes next; `undefined` where its times have to be looked at one by one. */
export function endAfter(before: LogEndState, {firstTimes, firstEndMs, calmEndMs, leapt}: LogEndPartData): LogEnd | undefined {
	const end = new LogEnd(before);
	for (const timeMs of firstTimes) {
		end.add(timeMs);
	}
	if (firstTimes.length < mostFirstTimes) {
		return end;
	}
	const {ms, leap, isWary} = end.state;
	if (leap !== undefined || ms === undefined || ms < firstEndMs || (leapt !== undefined && ms > calmEndMs)) {
		return undefined;
	}
	return new LogEnd(leapt === undefined ? {ms: Math.max(ms, calmEndMs), leap, isWary} : leapt[isWary ? 'wary' : 'trusting']);
}

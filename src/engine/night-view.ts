import {timelineAt} from '../insight/timeline-at.ts';
import type {TimelineRequest, TimelineView} from '../insight/timeline-view.ts';
import type {Series} from '../series/series.ts';

const readingIntervalMs = 250;
const liveIntervalMs = 1000;
const leastIdleShare = 20; // drawing the night may cost a twentieth of the time
/** Live, what there is of the last hour; a younger log has the shortest of these that holds it. */
const liveSpansMs = [5, 15, 60].map(minutes => minutes * 60_000);
const surenessOfLength = 0.1;

/** What the view is made of. */
export type NightState = {
	readonly series: Series;
	/** Events folded: the series changes with it. */
	readonly events: number;
	/** The last event or, live, the present; `undefined` in a log without times. */
	readonly endMs: number | undefined;
	readonly reading:
		| {readonly type: 'live'}
		/** `share` is how much of the files is read, 0..1. */
		| {readonly type: 'reading'; readonly share: number | undefined}
		| {readonly type: 'ended'};
};

/** The timeline of the whole night, made anew no more often than it pays: what it shows changes slowly. */
export class NightView {
	#request: TimelineRequest | undefined;
	#view: TimelineView | undefined;
	#madeFor: {readonly events: number; readonly type: NightState['reading']['type']} | undefined;
	#dueMs = 0;
	#wholeMs = 0;

	request(request: TimelineRequest): void {
		this.#request = request;
		this.#madeFor = undefined;
	}

	/** The newest view. @returns `undefined` before it was asked for, and in a log without times. */
	timeline(state: NightState): TimelineView | undefined {
		if (this.#request === undefined || state.endMs === undefined) {
			return undefined;
		}

		if (this.#isDue(state)) {
			const startedMs = performance.now();
			this.#view = this.#make(this.#request, state, state.endMs);
			const endedMs = performance.now();
			const intervalMs = state.reading.type === 'live' ? liveIntervalMs : readingIntervalMs;
			this.#dueMs = endedMs + Math.max(intervalMs, (endedMs - startedMs) * leastIdleShare);
			this.#madeFor = {events: state.events, type: state.reading.type};
		}

		return this.#view;
	}

	#isDue({events, reading: {type}}: NightState): boolean {
		const made = this.#madeFor;
		if (made === undefined || made.type !== type) {
			return true;
		}

		return (type === 'live' || made.events !== events) && performance.now() >= this.#dueMs;
	}

	#make(request: TimelineRequest, {series, reading}: NightState, knownToMs: number): TimelineView | undefined {
		const {fromMs} = series;
		const whole = fromMs === undefined ? undefined : this.#wholeSpan(fromMs, knownToMs, request.columns, reading);
		return timelineAt(series, {...request, span: request.span ?? whole}, knownToMs);
	}

	/** Of a file that is still read, as long as it promises to be: the night fills in from the left. */
	#wholeSpan(fromMs: number, knownToMs: number, columns: number, reading: NightState['reading']): TimelineRequest['span'] {
		switch (reading.type) {
			case 'live':
				return liveSpan(fromMs, knownToMs, columns);
			case 'reading': {
				const promisedMs = (knownToMs - fromMs) / Math.max(reading.share ?? 1, 0.001);
				// A guess that moved with every chunk would make the picture tremble.
				const isNew = Math.abs(promisedMs - this.#wholeMs) > surenessOfLength * promisedMs || this.#wholeMs < knownToMs - fromMs;
				this.#wholeMs = isNew ? promisedMs : this.#wholeMs;
				return {fromMs, toMs: fromMs + this.#wholeMs};
			}

			case 'ended':
				return undefined;
		}
	}
}

/** Its columns are aligned to the clock, so that a point stays what it is while the hour moves on. */
function liveSpan(fromMs: number, nowMs: number, columns: number): TimelineRequest['span'] {
	const lengthMs = liveSpansMs.find(spanMs => nowMs - fromMs <= spanMs) ?? 3_600_000;
	const columnMs = lengthMs / Math.max(1, columns);
	const toMs = (Math.floor(nowMs / columnMs) + 1) * columnMs;
	return {fromMs: toMs - lengthMs, toMs};
}

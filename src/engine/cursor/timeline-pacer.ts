import {timelineAt} from '../../insight/timeline/timeline-at.ts';
import type {TimelineRequest, TimelineView} from '../../insight/timeline/timeline-view.ts';
import type {Series} from '../../series/series.ts';
import {PacedValue} from './paced-value.ts';

const timelineIntervalMs = {reading: 250, live: 1000};
/** A live timeline shows the last hour at most, and a younger log the shortest of these spans that holds it. */
const liveSpansMs = [5, 15, 60].map(minutes => minutes * 60_000);
const surenessOfLength = 0.1;

/** The input of the view. */
export type TimelineState = {
	readonly series: Series;
	/** Time of the last event, or now in a live log; `undefined` in a log without times. */
	readonly endMs: number | undefined;
	readonly reading:
		| {readonly type: 'live'}
		/** `share` is how much of the files is read, 0..1. */
		| {readonly type: 'reading'; readonly share: number | undefined}
		| {readonly type: 'ended'};
};

/**
The timeline of the whole log, including what comes after the cursor. It changes slowly, so it is rebuilt only now and
then.
*/
export class TimelinePacer {
	readonly #timeline: PacedValue<TimelineView | undefined>;
	#request: TimelineRequest | undefined;
	#wholeMs = 0;

	/** @param now - Real time in milliseconds. */
	constructor(now: () => number) {
		this.#timeline = new PacedValue<TimelineView | undefined>(undefined, now);
	}

	/** @returns Whether the user is waiting for it. A new stage doesn't count: it comes from the log, not from a key. */
	request(request: TimelineRequest): boolean {
		const before = this.#request;
		this.#request = request;
		this.#timeline.outdate();
		return before === undefined || request.columns !== before.columns || !isSameSpan(request.span, before.span);
	}

	/** @returns `undefined` before the first request, and in a log without times. */
	view({series, endMs, reading}: TimelineState): TimelineView | undefined {
		const request = this.#request;
		if (request === undefined || endMs === undefined) {
			return undefined;
		}

		const intervalMs = reading.type === 'ended' ? 0 : timelineIntervalMs[reading.type];
		// In a live log time passes even without events.
		const state = `${reading.type} ${series.revision} ${reading.type === 'live' ? Math.floor(endMs / intervalMs) : ''}`;
		return this.#timeline.value(state, intervalMs, () => {
			const {fromMs} = series;
			const whole = fromMs === undefined ? undefined : this.#wholeSpan(fromMs, endMs, request.columns, reading);
			return timelineAt(series, {...request, span: request.span ?? whole}, endMs);
		});
	}

	/** While a file is being read, the span is its estimated length, so the timeline fills in from the left. */
	#wholeSpan(fromMs: number, knownToMs: number, columns: number, reading: TimelineState['reading']): TimelineRequest['span'] {
		switch (reading.type) {
			case 'live':
				return liveSpan(fromMs, knownToMs, columns);
			case 'reading': {
				const promisedMs = (knownToMs - fromMs) / Math.max(reading.share ?? 1, 0.001);
				// An estimate that changed with every chunk would make the picture jitter.
				const isNew = Math.abs(promisedMs - this.#wholeMs) > surenessOfLength * promisedMs || this.#wholeMs < knownToMs - fromMs;
				this.#wholeMs = isNew ? promisedMs : this.#wholeMs;
				return {fromMs, toMs: fromMs + this.#wholeMs};
			}

			case 'ended':
				return undefined;
		}
	}
}

const isSameSpan = (a: TimelineRequest['span'], b: TimelineRequest['span']): boolean => a?.fromMs === b?.fromMs && a?.toMs === b?.toMs;

/** Columns are aligned to the clock, so a point keeps its value as the span moves on. */
function liveSpan(fromMs: number, nowMs: number, columns: number): TimelineRequest['span'] {
	const lengthMs = liveSpansMs.find(spanMs => nowMs - fromMs <= spanMs) ?? 3_600_000;
	const columnMs = lengthMs / Math.max(1, columns);
	const toMs = (Math.floor(nowMs / columnMs) + 1) * columnMs;
	return {fromMs: toMs - lengthMs, toMs};
}

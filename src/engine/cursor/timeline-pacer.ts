import {timelineAt} from '../../insight/timeline/timeline-at.ts';
import type {TimelineRequest, TimelineView} from '../../insight/timeline/timeline-view.ts';
import type {Series} from '../../series/series.ts';
import {Paced} from '../paced.ts';

const timelineIntervalMs = {reading: 250, live: 1000};
/** Live, what there is of the last hour; a younger log has the shortest of these that holds it. */
const liveSpansMs = [5, 15, 60].map(minutes => minutes * 60_000);
const surenessOfLength = 0.1;

/** What the view is made of. */
export type NightState = {
	readonly series: Series;
	/** The last event or, live, the present; `undefined` in a log without times. */
	readonly endMs: number | undefined;
	readonly reading:
		| {readonly type: 'live'}
		/** `share` is how much of the files is read, 0..1. */
		| {readonly type: 'reading'; readonly share: number | undefined}
		| {readonly type: 'ended'};
};

/** The timeline of the whole night, also what lies after the cursor: made anew no more often than it pays, since it changes slowly. */
export class NightView {
	readonly #timeline: Paced<TimelineView | undefined>;
	#request: TimelineRequest | undefined;
	#wholeMs = 0;

	/** @param now - Real time in milliseconds. */
	constructor(now: () => number) {
		this.#timeline = new Paced<TimelineView | undefined>(undefined, now);
	}

	/** @returns Whether somebody waits for it: another stage to show comes of the log, not of a key. */
	request(request: TimelineRequest): boolean {
		const before = this.#request;
		this.#request = request;
		this.#timeline.outdate();
		return before === undefined || request.columns !== before.columns || !isSameSpan(request.span, before.span);
	}

	/** @returns `undefined` before it was asked for, and in a log without times. */
	timeline({series, endMs, reading}: NightState): TimelineView | undefined {
		const request = this.#request;
		if (request === undefined || endMs === undefined) {
			return undefined;
		}

		const intervalMs = reading.type === 'ended' ? 0 : timelineIntervalMs[reading.type];
		// Live, time goes on without events.
		const state = `${reading.type} ${series.revision} ${reading.type === 'live' ? Math.floor(endMs / intervalMs) : ''}`;
		return this.#timeline.value(state, intervalMs, () => {
			const {fromMs} = series;
			const whole = fromMs === undefined ? undefined : this.#wholeSpan(fromMs, endMs, request.columns, reading);
			return timelineAt(series, {...request, span: request.span ?? whole}, endMs);
		});
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

const isSameSpan = (a: TimelineRequest['span'], b: TimelineRequest['span']): boolean => a?.fromMs === b?.fromMs && a?.toMs === b?.toMs;

/** Its columns are aligned to the clock, so that a point stays what it is while the hour moves on. */
function liveSpan(fromMs: number, nowMs: number, columns: number): TimelineRequest['span'] {
	const lengthMs = liveSpansMs.find(spanMs => nowMs - fromMs <= spanMs) ?? 3_600_000;
	const columnMs = lengthMs / Math.max(1, columns);
	const toMs = (Math.floor(nowMs / columnMs) + 1) * columnMs;
	return {fromMs: toMs - lengthMs, toMs};
}

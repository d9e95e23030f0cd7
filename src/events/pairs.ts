import type {LogEvent} from './event.ts';
import {throughputOf} from './event-draft.ts';

const mostStarts = 100_000;
const longestId = 256;

/**
Joins starts and ends by their id, in the order of the log: an end without a duration takes the time since its start.
Only so many starts wait; the one that has waited longest is dropped.
*/
export class Pairs {
	readonly #starts = new Map<string, {readonly timeMs: number; readonly component: string | undefined}>();
	#dropped = 0;

	/** Starts whose end has not come. */
	get open(): number {
		return this.#starts.size + this.#dropped;
	}

	/** @param timeMs - Its own time or that of the line before. @returns The event, completed. */
	complete(event: LogEvent, timeMs: number | undefined): LogEvent {
		const {id, kind} = event;
		if (id === undefined || timeMs === undefined || id.length > longestId) {
			return event;
		}
		if (kind === 'stage_started') {
			this.#start(id, timeMs, event.component);
			return event;
		}
		const start = this.#starts.get(id);
		if (start === undefined || (kind !== 'stage_completed' && kind !== 'stage_failed')) {
			return event;
		}
		this.#starts.delete(id);
		const elapsedMs = event.elapsedMs ?? Math.max(0, timeMs - start.timeMs);
		const whole = {...event, component: event.component ?? start.component, elapsedMs};
		return {...whole, throughputRps: event.throughputRps ?? throughputOf(whole)};
	}

	#start(id: string, timeMs: number, component: string | undefined): void {
		this.#starts.delete(id);
		if (this.#starts.size >= mostStarts) {
			const [oldest = ''] = this.#starts.keys();
			this.#starts.delete(oldest);
			this.#dropped++;
		}
		this.#starts.set(id, {timeMs, component});
	}
}

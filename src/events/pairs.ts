import type {LogEvent} from './event.ts';
import {throughputOf} from './event-draft.ts';

const mostKnown = 100_000;
const longestId = 256;

type Known = {readonly component: string | undefined; readonly startMs: number | undefined};
type Start = Known & {readonly isOpen: boolean};

/**
Joins events by the ids that rules gave them, in the order of the log. An end without a duration takes the time since
its start, and an event whose rule found no name takes that of an earlier event with its id, or else of its parent's.
Only so many ids are remembered; the one that was last heard of longest ago is forgotten.
*/
export class Pairs {
	readonly #known = new Map<string, Start>();
	#open = 0;

	/** Starts whose end has not come. */
	get open(): number {
		return this.#open;
	}

	/** @param timeMs - Its own time or that of the line before. @returns The event, completed. */
	complete(event: LogEvent, timeMs: number | undefined): LogEvent {
		const {id, parent, kind} = event;
		if ((id === undefined && parent === undefined) || timeMs === undefined) {
			return event;
		}
		const own = this.#of(id);
		const known = own ?? this.#of(parent);
		const component = event.isNameless === true ? (known?.component ?? event.component) : (event.component ?? known?.component);
		const isStart = kind === 'stage_started';
		const isEnd = kind === 'stage_completed' || kind === 'stage_failed';
		const startMs = isStart ? timeMs : known?.startMs;
		this.#note(id, {component: event.isNameless === true ? known?.component : component, startMs}, isStart, isEnd);
		if (component === event.component && !(isEnd && startMs !== undefined)) {
			return event;
		}
		const whole = {
			...event,
			component,
			elapsedMs: event.elapsedMs ?? (isEnd && startMs !== undefined ? Math.max(0, timeMs - startMs) : undefined),
		};
		return {...whole, throughputRps: event.throughputRps ?? throughputOf(whole)};
	}

	#of(id: string | undefined): Start | undefined {
		return id === undefined ? undefined : this.#known.get(id);
	}

	#note(id: string | undefined, known: Known, isStart: boolean, isEnd: boolean): void {
		if (id === undefined || id.length > longestId) {
			return;
		}
		const before = this.#known.get(id);
		const isOpen = isStart || (!isEnd && before?.isOpen === true);
		this.#open += Number(isOpen) - Number(before?.isOpen === true);
		this.#known.delete(id);
		this.#known.set(id, {...known, startMs: isEnd ? undefined : known.startMs, isOpen});
		if (this.#known.size > mostKnown) {
			const [oldest = ''] = this.#known.keys();
			this.#known.delete(oldest);
		}
	}
}

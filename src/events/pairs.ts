import type {LogEvent} from './event.ts';
import {throughputOf} from './event-draft.ts';

const mostKnown = 100_000;
const longestId = 256;

type Known = {
	readonly component: string | undefined;
	readonly startMs: number | undefined;
	/** Whether its last end was a failure, and no start came since. */
	readonly hasFailed: boolean;
	/** The running totals last told. */
	readonly totals: Totals | undefined;
};
type Totals = Pick<LogEvent, 'recordsIn' | 'recordsOut'>;
type Start = Known & {readonly isOpen: boolean};

/**
Joins events by the ids that rules gave them, in the order of the log. An end without a duration takes the time since
its start, and an event whose rule found no name takes that of an earlier event with its id, or else of its parent's.
A failure that is said again, with no start in between, is no second one. Only so many ids are remembered; the one that was last heard of longest ago is forgotten.
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
		const isSaidAgain = kind === 'stage_failed' && own?.hasFailed === true;
		const note = {
			component: event.isNameless === true ? known?.component : component,
			startMs,
			hasFailed: isStart ? false : isEnd ? kind === 'stage_failed' : own?.hasFailed === true,
			totals: event.isTotal === true ? event : own?.totals,
		};
		this.#note(id, note, isStart, isEnd);
		if (event.isTotal === true) {
			return {...event, component, ...since(own?.totals, event)};
		}
		if (component === event.component && !(isEnd && startMs !== undefined) && !isSaidAgain) {
			return event;
		}
		const whole = {
			...event,
			kind: isSaidAgain ? ('failure_detail' as const) : kind,
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
		const {recordsIn, recordsOut} = known.totals ?? {};
		this.#known.set(id, {...known, totals: known.totals && {recordsIn, recordsOut}, startMs: isEnd ? undefined : known.startMs, isOpen});
		if (this.#known.size > mostKnown) {
			const [oldest = ''] = this.#known.keys();
			this.#known.delete(oldest);
		}
	}
}

/** What came since the last totals. A total that is smaller than before started anew. */
function since(before: Totals | undefined, {recordsIn, recordsOut}: Totals): Totals {
	const difference = (now: number | undefined, then: number | undefined) =>
		now === undefined || then === undefined ? undefined : now >= then ? now - then : now;
	return {recordsIn: difference(recordsIn, before?.recordsIn), recordsOut: difference(recordsOut, before?.recordsOut)};
}

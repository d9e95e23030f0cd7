import type {CircuitState, LogEvent} from './event.ts';
import type {Fields} from './fields.ts';

/** An event under construction. */
export type Draft = {-readonly [Key in keyof LogEvent]: LogEvent[Key]};

/** All keys exist from the start, in one order: objects of one shape are faster to read. */
export function emptyDraft(fields: Fields): Draft {
	return {
		kind: 'other',
		timeMs: undefined,
		level: undefined,
		component: undefined,
		event: undefined,
		host: undefined,
		batch: undefined,
		recordsIn: undefined,
		recordsOut: undefined,
		elapsedMs: undefined,
		throughputRps: undefined,
		circuitName: undefined,
		oldState: undefined,
		newState: undefined,
		cacheName: undefined,
		hits: undefined,
		misses: undefined,
		hitRate: undefined,
		reason: undefined,
		fields,
	};
}

/** A line without any known field. */
export const emptyEvent: LogEvent = Object.freeze(emptyDraft(Object.freeze({})));

/** @returns Whether it was filled. An empty text does not count. */
export function fillText(draft: Draft, slot: 'event' | 'host' | 'circuitName' | 'cacheName' | 'reason', text: string): boolean {
	if (text.length === 0) {
		return false;
	}
	// A separate store for each name: a store under a computed name is several times slower.
	switch (slot) {
		case 'event':
			draft.event = text;
			break;
		case 'host':
			draft.host = text;
			break;
		case 'circuitName':
			draft.circuitName = text;
			break;
		case 'cacheName':
			draft.cacheName = text;
			break;
		case 'reason':
			draft.reason = text;
			break;
	}
	return true;
}

export function fillQuantity(
	draft: Draft,
	slot: 'recordsIn' | 'recordsOut' | 'throughputRps' | 'hits' | 'misses',
	quantity: number,
): boolean {
	switch (slot) {
		case 'recordsIn':
			draft.recordsIn = quantity;
			break;
		case 'recordsOut':
			draft.recordsOut = quantity;
			break;
		case 'throughputRps':
			draft.throughputRps = quantity;
			break;
		case 'hits':
			draft.hits = quantity;
			break;
		case 'misses':
			draft.misses = quantity;
			break;
	}
	return true;
}

export function fillState(draft: Draft, slot: 'oldState' | 'newState', state: CircuitState): boolean {
	if (slot === 'oldState') {
		draft.oldState = state;
	} else {
		draft.newState = state;
	}
	return true;
}

/** The throughput of work: failed work has none. */
export function throughputOf({kind, recordsIn, recordsOut, elapsedMs}: LogEvent): number | undefined {
	const records = recordsOfWork(recordsIn, recordsOut);
	const isWorkDone = kind !== 'stage_failed' && records !== undefined && elapsedMs !== undefined && elapsedMs > 0;
	return isWorkDone ? (records / elapsedMs) * 1000 : undefined;
}

/** The records that tell how much work it was: what came in. If nothing did, a stage only produces, so what it put out. */
export function recordsOfWork(recordsIn: number | undefined, recordsOut: number | undefined): number | undefined {
	const isProducing = !((recordsIn ?? 0) > 0) && (recordsOut ?? 0) > 0;
	return isProducing ? recordsOut : recordsIn;
}

import {plainName} from '../shared/plain-name.ts';
import type {EventKind} from './event.ts';

const kindOfName: ReadonlyMap<string, EventKind> = new Map(
	(
		[
			['stage_completed', 'stage_completed'],
			['stage_failed', 'stage_failed'],
			['circuit_state_change', 'circuit_state_change'],
			['retry', 'retry'],
			['cache_stats', 'cache_stats'],
			['cache_info', 'cache_stats'],
			['pipeline_health', 'pipeline_health'],
			['stage_described', 'stage_described'],
			['pipeline_described', 'pipeline_described'],
			['alert', 'alert'],
		] as const
	).map(([name, kind]) => [plainName(name), kind]),
);

/** The first letters of all kind names, in any spelling. */
export const kindLetters: ReadonlySet<string> = new Set([...kindOfName.keys()].map(name => name.slice(0, 1)));

/**
Texts that were looked up. Names repeat and are soon all known. Messages don't repeat, and are looked up each time once
this is full.
*/
const known = new Map<string, EventKind>();
const knownLimit = 1000;
const longestName = 32;

/** The kind of an event by its name, ignoring case, `_`, `-`, `.` and spaces. Any other text is `other`. */
export function kindOf(event: string): EventKind {
	if (event === lastEvent) {
		return lastKind;
	}
	if (event.length > longestName) {
		return 'other';
	}
	lastKind = known.get(event) ?? learnKind(event);
	lastEvent = event;
	return lastKind;
}

/** Most lines of a pipeline's log repeat the name of the line before. */
let lastEvent = '';
let lastKind: EventKind = 'other';

function learnKind(event: string): EventKind {
	const kind = kindOfName.get(plainName(event.replaceAll(' ', ''))) ?? 'other';
	if (known.size < knownLimit) {
		known.set(event, kind);
	}
	return kind;
}

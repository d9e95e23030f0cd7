import {plainName} from '../shared/plain-name.ts';

/**
What an event means to the series, and the names that such events go by. `other` counts only for its component and
level. Memory that is shared with WebAssembly holds the index of a kind here; the first four have names in
wasm/layout.ts.
*/
const namesOfKind = {
	stage_completed: ['stage_completed'],
	stage_failed: ['stage_failed'],
	stage_described: ['stage_described'],
	other: [],
	circuit_state_change: ['circuit_state_change'],
	retry: ['retry'],
	cache_stats: ['cache_stats', 'cache_info'],
	/** One or more answers of a cache, to be added up. `cache_stats` has its totals. */
	cache_lookup: [],
	pipeline_health: ['pipeline_health'],
	pipeline_described: ['pipeline_described'],
	alert: ['alert'],
	run_completed: ['run_completed'],
	run_failed: ['run_failed'],
	/** A stage is at work. It is no attempt. */
	stage_started: ['stage_started'],
	stage_progress: ['stage_progress'],
	run_started: ['run_started'],
	/** What else is said of a failure that another event counts. It is no error of its own. */
	failure_detail: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type EventKind = keyof typeof namesOfKind;
export const kinds = Object.keys(namesOfKind) as readonly EventKind[];

const kindOfName: ReadonlyMap<string, EventKind> = new Map(
	kinds.flatMap(kind => namesOfKind[kind].map(name => [plainName(name), kind] as const)),
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

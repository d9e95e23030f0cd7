import type {RowEvent} from './words.ts';

// Where the readers of the log find what a row says in its own columns or in short; in the order of preference.
const usual: Readonly<Partial<Record<keyof RowEvent, readonly string[]>>> = {
	timeMs: ['timestamp', 'time', 'ts', '@timestamp', 't', 'datetime', 'date', 'asctime', 'timeunixnano'],
	level: ['level', 'severity', 'severitytext', 'lvl', 'levelname', 'loglevel'],
	component: ['stage', 'component', 'stagename', 'componentid', 'logger', 'servicename', 'service', 'name', 'module'],
	event: ['event', 'eventname', 'msg', 'message', 'body'],
	recordsIn: ['recordsin', 'records', 'inputcount', 'rowsin'],
	recordsOut: ['recordsout', 'outputcount', 'rowsout'],
	elapsedMs: ['elapsedms', 'durationms', 'took', 'elapsed', 'duration', 'responsetime', 'executiontime'],
	throughputRps: ['throughputrps', 'rps', 'recordspersecond'],
	circuitName: ['circuitname', 'circuit', 'breaker', 'circuitbreakername', 'name'],
	oldState: ['oldstate', 'from', 'previousstate'],
	newState: ['newstate', 'to', 'state', 'circuitstate'],
	cacheName: ['cachename', 'cache', 'name'],
	hits: ['hits', 'cachehits'],
	misses: ['misses', 'cachemisses'],
	hitRate: ['hitrate', 'hitratio'],
};

/** What every event has in the columns of its row. */
export const columnSlots = ['timeMs', 'level', 'component', 'event'] as const satisfies ReadonlyArray<keyof RowEvent>;

/** The fields of an event that need not be repeated, since the row says what was read from them. A field found in an unusual place is shown twice rather than never. */
export function saidFields(event: RowEvent, slots: ReadonlyArray<keyof RowEvent>): ReadonlySet<string> {
	const keys = new Map<string, string>();
	for (const key of Object.keys(event.fields).slice(0, 200)) {
		keys.set(plainKey(key), key);
	}

	const said = new Set<string>();
	for (const slot of slots) {
		const value = event[slot];
		if (value === undefined) {
			continue;
		}

		for (const name of usual[slot] ?? []) {
			const key = keys.get(name);
			if (key !== undefined && holds(event.fields[key], value)) {
				said.add(key);
				break;
			}
		}
	}

	return said;
}

const plainKeys = new Map<string, string>(); // the same few in every row
const mostPlainKeys = 1024;

function plainKey(key: string): string {
	if (key.length > 64) {
		return key;
	}

	const known = plainKeys.get(key);
	if (known !== undefined) {
		return known;
	}

	if (plainKeys.size >= mostPlainKeys) {
		plainKeys.clear();
	}

	const plain = key.toLowerCase().replace(/[_\-.]/g, '');
	plainKeys.set(key, plain);
	return plain;
}

/** A text must be the very one that is shown; a number or a level may be written in another way. */
function holds(field: unknown, shown: unknown): boolean {
	if (typeof field === 'object' && field !== null) {
		return false;
	}

	return typeof field !== 'string' || typeof shown !== 'string' || field.length <= 12 || field === shown;
}

import type {LogEvent} from '../events/event.ts';
import {type Canonical, canonicalNames} from '../shared/field-names.ts';

/** What the table takes from an event: a time in epoch milliseconds, a number or a text. */
export type ColumnType = 'TIMESTAMP' | 'LEVEL' | 'DOUBLE' | 'VARCHAR';

export type CanonicalColumn = {
	readonly name: Canonical;
	readonly type: ColumnType;
	readonly read: (event: LogEvent) => string | number | undefined;
};

/** The columns of `logs` that have a meaning, in the order of the documentation. */
export const canonicalColumns: readonly CanonicalColumn[] = canonicalNames.map(name => ({name, ...columnOf(name)}));

/** The columns that say where a row comes from; all of them are there in any log. */
export const placeColumns = ['line', 'file', 'text', 'raw'] as const;

/** Columns whose values are read, not copied: a line's own spelling is in `raw` alone. */
export const convertedColumns: ReadonlySet<Canonical> = new Set(['timestamp', 'level', 'elapsedMs', 'oldState', 'newState', 'hitRate']);

/** A value of `level` as SQL compares it: from the least to the worst. */
export const levelType = 'log_level';

function columnOf(name: Canonical): Pick<CanonicalColumn, 'type' | 'read'> {
	switch (name) {
		case 'timestamp':
			return {type: 'TIMESTAMP', read: event => event.timeMs};
		case 'level':
			return {type: 'LEVEL', read: event => event.level};
		case 'batch':
			return {type: 'VARCHAR', read: ({batch}) => (batch === undefined ? undefined : String(batch))};
		case 'component':
		case 'event':
		case 'host':
		case 'circuitName':
		case 'oldState':
		case 'newState':
		case 'cacheName':
		case 'reason':
			return {type: 'VARCHAR', read: event => event[name]};
		case 'recordsIn':
		case 'recordsOut':
		case 'elapsedMs':
		case 'throughputRps':
		case 'hits':
		case 'misses':
		case 'hitRate':
			return {type: 'DOUBLE', read: event => event[name]};
	}
}

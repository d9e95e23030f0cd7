import type {LogEvent} from '../events/event.ts';
import {askedNames, type Canonical} from '../shared/field-names.ts';

/** The type of a value that the table takes from an event: a time in epoch milliseconds, a number or a string. */
export type ColumnType = 'TIMESTAMP' | 'LEVEL' | 'DOUBLE' | 'VARCHAR';

export type CanonicalColumn = {
	readonly name: Canonical | 'kind';
	readonly type: ColumnType;
	readonly read: (event: LogEvent) => string | number | undefined;
};

/** The canonical columns of `logs`, in the order of the documentation. */
export const canonicalColumns: readonly CanonicalColumn[] = askedNames.map(name => ({name, ...columnOf(name)}));

/** The columns that show where a row comes from; every log has all of them. */
export const placeColumns = ['line', 'file', 'text', 'raw'] as const;

/** Columns whose values are parsed rather than copied; only `raw` has the line's own spelling. */
export const convertedColumns: ReadonlySet<Canonical> = new Set(['timestamp', 'level', 'elapsedMs', 'oldState', 'newState', 'hitRate']);

/** The SQL type of `level`, which sorts by severity. */
export const levelType = 'log_level';

function columnOf(name: CanonicalColumn['name']): Pick<CanonicalColumn, 'type' | 'read'> {
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
		case 'kind':
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

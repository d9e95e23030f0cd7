import type {Level} from '../event.ts';
import type {Dialect} from './dialect.ts';
import {valueAt} from './pick.ts';

/**
Python's logging as JSON that says its levels only as numbers: 10 is DEBUG, 50 CRITICAL.
https://docs.python.org/3/library/logging.html#logging-levels
*/
export const python: Dialect = {
	name: 'python',
	markers: ['levelno', 'funcName', 'lineno', 'pathname'],
	decidedBy: [],
	matches: fields =>
		!Object.hasOwn(fields, 'levelname') && (typeof valueAt(fields, 'levelno') === 'number' || typeof valueAt(fields, 'level') === 'number'),
	read: (fields, common) => [{...common, level: levelOfNumber(valueAt(fields, 'levelno') ?? valueAt(fields, 'level')) ?? common.level}],
};

function levelOfNumber(value: unknown): Level | undefined {
	const level = typeof value === 'number' && value > 0 ? Math.floor(value / 10) : undefined;
	return level === undefined ? undefined : ((['trace', 'debug', 'info', 'warn', 'error'] as const)[level] ?? 'fatal');
}

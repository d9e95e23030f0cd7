import type {Dialect} from './dialect.ts';
import {valueAt} from './pick.ts';

/** https://github.com/trentm/node-bunyan. Its core fields are always present. The common aliases cover the rest. */
export const bunyan: Dialect = {
	name: 'bunyan',
	markers: ['v'],
	decidedBy: [],
	matches: fields =>
		['v', 'level', 'pid'].every(key => typeof valueAt(fields, key) === 'number') && typeof valueAt(fields, 'name') === 'string',
};

import type {Dialect} from './dialect.ts';
import {valueAt} from './pick.ts';

/** https://github.com/trentm/node-bunyan: its core fields are always there; the common aliases say the rest. */
export const bunyan: Dialect = {
	name: 'bunyan',
	markers: ['v'],
	decidedBy: [],
	matches: fields =>
		['v', 'level', 'pid'].every(key => typeof valueAt(fields, key) === 'number') && typeof valueAt(fields, 'name') === 'string',
};

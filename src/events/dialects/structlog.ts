import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
Python's structlog: `event` is the text, `logger` the component. `stage` is often an object there, which is not a name.
*/
export const structlog: Dialect = {
	name: 'structlog',
	markers: ['logger'],
	decidedBy: [],
	matches: fields => ['event', 'logger', 'level', 'timestamp'].every(key => textAt(fields, key) !== undefined),
};

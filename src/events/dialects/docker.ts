import type {Fields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
docker's json-file log: `{"log":"text\n","stream":"stdout","time":"..."}`. A line of the container over 16 KB comes as several records, of which only the last ends
in a newline.

It is always opened, whatever dialect is asked for: that is the dialect of what the container wrote.
*/
export const docker: Dialect = {
	name: 'docker',
	markers: ['log'],
	decidedBy: [],
	matches: fields => dockerText(fields) !== undefined,
};

const keys = new Set(['log', 'stream', 'time', 'attrs']);

/** @returns `undefined` for an object that has more than docker writes: another program's that has a `log` of its own. */
export function dockerText(fields: Fields): {readonly stream: string; readonly text: string} | undefined {
	const text = valueAt(fields, 'log');
	return typeof text === 'string' && Object.keys(fields).every(key => keys.has(key))
		? {stream: textAt(fields, 'stream') ?? '', text}
		: undefined;
}

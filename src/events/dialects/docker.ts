import type {Fields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
Docker's json-file log: `{"log":"text\n","stream":"stdout","time":"..."}`. A container's line over 16 KB is split into
several records, and only the last one ends in a newline.

It is always unwrapped, even when a dialect is forced: that is the dialect of what the container wrote.
*/
export const docker: Dialect = {
	name: 'docker',
	markers: ['log'],
	decidedBy: [],
	matches: fields => dockerText(fields) !== undefined,
};

const keys = new Set(['log', 'stream', 'time', 'attrs']);

/**
@returns `undefined` for an object with other keys than docker's: it comes from a program with its own `log` field.
*/
export function dockerText(fields: Fields): {readonly stream: string; readonly text: string} | undefined {
	const text = valueAt(fields, 'log');
	return typeof text === 'string' && Object.keys(fields).every(key => keys.has(key))
		? {stream: textAt(fields, 'stream') ?? '', text}
		: undefined;
}

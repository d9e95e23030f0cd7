import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/** https://getpino.io: numbers or words for levels, `time` in epoch ms; the common aliases say the rest. */
export const pino: Dialect = {
	name: 'pino',
	markers: ['pid', 'time'],
	decidedBy: ['level'],
	matches: fields => {
		const level = valueAt(fields, 'level');
		const hasProcess = Object.hasOwn(fields, 'pid') || Object.hasOwn(fields, 'hostname');
		return (
			typeof valueAt(fields, 'time') === 'number' &&
			(typeof level === 'number' ? level >= 10 : textAt(fields, 'level') !== undefined && hasProcess)
		);
	},
};

import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/** https://getpino.io: levels as numbers or words, `time` in epoch ms. The common aliases cover the rest. */
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

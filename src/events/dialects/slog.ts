import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
Go's log/slog, JSONHandler: every record starts with `time`, `level`, optionally `source`, then `msg`. A `time.Duration`
is an integer of nanoseconds.
*/
export const slog: Dialect = {
	name: 'slog',
	markers: ['time'],
	decidedBy: ['level'],
	matches: fields => {
		const [first, second, third] = Object.keys(fields);
		return (
			first === 'time' && second === 'level' && (third === 'msg' || third === 'source') && levelOfSlog.test(textAt(fields, 'level') ?? '')
		);
	},
	bareDurationMs: 1e-6,
};

const levelOfSlog = /^(?:DEBUG|INFO|WARN|ERROR)(?:[+-]\d{1,4})?$/;

import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
go.uber.org/zap (and Caddy, which logs with it). Its production encoder writes `ts` as epoch seconds and every
`time.Duration` as seconds, both with a fraction. A caller is `package/file.go:12`, unlike go-kit's `file.go:12`.
*/
export const zap: Dialect = {
	name: 'zap',
	markers: ['ts', 'caller'],
	decidedBy: ['caller'],
	matches: fields =>
		textAt(fields, 'level') !== undefined &&
		Object.hasOwn(fields, 'msg') &&
		(typeof valueAt(fields, 'ts') === 'number' || callerOfZap.test(textAt(fields, 'caller') ?? '')),
	bareDurationMs: 1000,
};

const callerOfZap = /^[^/\s]{1,200}\/[^/\s:]{1,200}\.go:\d{1,7}$/;

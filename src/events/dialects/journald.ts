import {Buffer} from 'node:buffer';
import type {LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import {levelOfSyslogNumber} from '../values/level.ts';
import type {Dialect} from './dialect.ts';
import {quantityAt, textAt, valueAt} from './pick.ts';

/**
`journalctl -o json`: microseconds as a string, syslog's priority as a string, and a message that is a list of bytes if
it is not UTF-8, or null if it is too large.

https://systemd.io/JOURNAL_EXPORT_FORMATS/#journal-json-format
*/
export const journald: Dialect = {
	name: 'journald',
	markers: ['__REALTIME_TIMESTAMP', '_BOOT_ID'],
	decidedBy: [],
	matches: fields =>
		Object.hasOwn(fields, '__REALTIME_TIMESTAMP') || Object.hasOwn(fields, '_SYSTEMD_UNIT') || Object.hasOwn(fields, 'MESSAGE'),
	read: (fields, common, reading) => {
		const sourceTime = valueAt(fields, '_SOURCE_REALTIME_TIMESTAMP');
		return [
			{
				...common,
				timeMs: reading.time(valueAt(fields, '__REALTIME_TIMESTAMP')) ?? reading.time(sourceTime) ?? common.timeMs,
				level: levelOf(fields) ?? common.level,
				component: textAt(fields, 'SYSLOG_IDENTIFIER') ?? textAt(fields, '_SYSTEMD_UNIT') ?? textAt(fields, '_COMM') ?? common.component,
				event: messageOf(fields) ?? common.event,
				host: textAt(fields, '_HOSTNAME') ?? common.host,
			},
		];
	},
};

function levelOf(fields: Fields): LogEvent['level'] {
	const priority = quantityAt(fields, 'PRIORITY');
	return priority === undefined ? undefined : levelOfSyslogNumber(priority);
}

function messageOf(fields: Fields): string | undefined {
	const message = valueAt(fields, 'MESSAGE');
	if (message === null) {
		return '[too large]';
	}
	if (Array.isArray(message)) {
		const bytes = message.filter((byte): byte is number => Number.isInteger(byte) && byte >= 0 && byte <= 255);
		return bytes.length === message.length ? Buffer.from(bytes).toString() : undefined;
	}
	return typeof message === 'string' && message !== '' ? message : undefined;
}

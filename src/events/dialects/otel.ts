import type {LogEvent} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import type {Dialect, Reading} from './dialect.ts';
import {fieldsAt, listAt, textAt, valueAt} from './pick.ts';

/**
OTLP/JSON as written by the collector's file exporter: one line holds the records of several resources and scopes. Each
record becomes an event. Its attributes and those of its scope and resource become plain fields. A record without a
severity has no level. Its trace is its batch, as it is of the spans.

https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
*/
export const otel: Dialect = {
	name: 'otel',
	markers: ['resourceLogs'],
	decidedBy: [],
	matches: fields => Array.isArray(valueAt(fields, 'resourceLogs')),
	read: (fields, common, reading) => {
		const records = recordsOf(fields, reading);
		return records.length > 0 ? records : [common];
	},
};

function recordsOf(fields: Fields, reading: Reading): LogEvent[] {
	return objectsAt(fields, 'resourceLogs').flatMap(resourceLogs => {
		const resource = listAt(fieldsAt(resourceLogs, 'resource'), 'attributes');
		return objectsAt(resourceLogs, 'scopeLogs').flatMap(scopeLogs => {
			const scope = fieldsAt(scopeLogs, 'scope');
			const around = [...resource, ...listAt(scope, 'attributes')];
			return objectsAt(scopeLogs, 'logRecords').map(record => eventOf(record, around, textAt(scope, 'name'), reading));
		});
	});
}

function eventOf(record: Fields, around: readonly unknown[], scopeName: string | undefined, reading: Reading): LogEvent {
	const event = reading.common(plainRecord(record, around));
	return {
		...event,
		timeMs: event.timeMs ?? reading.time(valueAt(record, 'observedTimeUnixNano')),
		component: event.component ?? scopeName,
		batch: event.batch ?? textAt(record, 'traceId'),
	};
}

/** Without a prototype, so an attribute can have any name. */
export function plainRecord(record: Fields, around: readonly unknown[]): Fields {
	const plain: Record<string, unknown> = Object.create(null);
	for (const [key, value] of Object.entries(record)) {
		if (key !== 'attributes' && key !== 'body') {
			plain[key] = value;
		}
	}
	for (const attribute of [...around, ...listAt(record, 'attributes')]) {
		if (isFields(attribute)) {
			plain[textAt(attribute, 'key') ?? ''] = plainValue(valueAt(attribute, 'value'));
		}
	}
	plain.body = plainValue(valueAt(record, 'body'));
	return plain;
}

/**
An AnyValue has one member, which is the value. OTLP/JSON writes 64-bit integers as strings, and counts are read from
strings too.
*/
function plainValue(value: unknown): unknown {
	return isFields(value) ? Object.values(value)[0] : value;
}

export function objectsAt(fields: Fields, key: string): Fields[] {
	return listAt(fields, key).filter(isFields);
}

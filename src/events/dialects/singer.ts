import type {Fields} from '../fields.ts';
import type {EventKind} from '../kinds.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
The messages of a Singer tap. A stream is a stage, each RECORD one record, SCHEMA describes the stage, STATE is a
checkpoint.

https://hub.meltano.com/singer/spec
*/
export const singer: Dialect = {
	name: 'singer',
	markers: ['type'],
	decidedBy: ['type'],
	matches: fields => {
		const type = textAt(fields, 'type') ?? '';
		return type === 'STATE' ? Object.hasOwn(fields, 'value') : kindOfType.has(type) && textAt(fields, 'stream') !== undefined;
	},
	read: (fields, common, reading) => {
		const type = textAt(fields, 'type') ?? '';
		return [
			{
				...common,
				kind: kindOfType.get(type) ?? 'other',
				timeMs: reading.time(valueAt(fields, 'time_extracted')) ?? common.timeMs,
				component: textAt(fields, 'stream') ?? common.component,
				event: type === '' ? common.event : type,
				recordsIn: recordsOf(fields, type),
				recordsOut: recordsOf(fields, type),
			},
		];
	},
};

const kindOfType: ReadonlyMap<string, EventKind> = new Map([
	['RECORD', 'stage_completed'],
	['SCHEMA', 'stage_described'],
	['ACTIVATE_VERSION', 'other'],
	['STATE', 'other'],
]);

function recordsOf(fields: Fields, type: string): number | undefined {
	return type === 'RECORD' && Object.hasOwn(fields, 'record') ? 1 : undefined;
}

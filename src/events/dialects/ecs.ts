import {isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {fieldsAt, quantityAt, valueAt} from './pick.ts';

/** Elastic Common Schema: `event.duration` counts nanoseconds. https://www.elastic.co/docs/reference/ecs/ecs-event */
export const ecs: Dialect = {
	name: 'ecs',
	markers: ['@timestamp'],
	decidedBy: [],
	matches: fields => typeof valueAt(fields, 'event.duration') === 'number' || isFields(valueAt(fields, 'event')),
	read: (fields, common) => {
		const event = fieldsAt(fields, 'event');
		const nanoseconds = quantityAt(fields, 'event.duration') ?? quantityAt(event, 'duration');
		return [{...common, elapsedMs: nanoseconds === undefined ? common.elapsedMs : nanoseconds / 1e6}];
	},
};

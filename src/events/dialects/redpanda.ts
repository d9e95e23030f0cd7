import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/** Redpanda Connect (Benthos): a component goes by its label, or by its path in the configuration if it has none. */
export const redpanda: Dialect = {
	name: 'redpanda',
	markers: ['@service'],
	decidedBy: [],
	matches: fields => textAt(fields, '@service') !== undefined && textAt(fields, 'msg') !== undefined,
	read: (fields, common) => [
		{...common, component: textAt(fields, 'label') ?? textAt(fields, 'path') ?? textAt(fields, '@service') ?? common.component},
	],
};

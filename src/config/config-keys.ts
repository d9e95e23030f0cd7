import {incidentThresholds} from '../insight/incidents/settings.ts';
import type {ConfigKey, Option} from '../options/option.ts';
import {optionRecords} from '../options/records/index.ts';

/** A key of the config file and what it means. */
export type KnownKey = ConfigKey & {readonly meaning: string};

const sentence = (phrase: string): string => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;

const ofOptions = Object.values<Option>(optionRecords as Readonly<Record<string, Option>>).flatMap(({config, help}): readonly KnownKey[] =>
	config === undefined ? [] : [{...config, meaning: sentence(help)}],
);

const ofThresholds = Object.entries(incidentThresholds).map(
	([name, {default: usual, meaning}]): KnownKey => ({
		key: `incidents.${name}`,
		type: 'number',
		whenFound: 'judged',
		meaning,
		schema: {minimum: 0, default: usual},
	}),
);

/** All keys of a config file. */
export const configKeys: readonly KnownKey[] = [
	{key: '$schema', type: 'text', whenFound: 'drawn', meaning: 'Where editors find this schema.'},
	...ofOptions,
	...ofThresholds,
];

export const sections: Readonly<Record<string, string>> = {
	source: 'What to read if the command line names nothing and stdin is not a pipe. Paths are relative to this file; - is stdin.',
	alerts: 'Alert rules and what to do when one fires, see alerts.md.',
	record: 'How to record a pipe or a pipeline started here, so that you can scroll back. Paths are relative to this file.',
	incidents: 'Thresholds for detecting incidents, see incidents.md.',
};

/** Splits `record.max` into `record` and `max`; `window` has no section. */
export function placeOfKey(key: string): {readonly section: string | undefined; readonly name: string} {
	const dot = key.indexOf('.');
	return dot === -1 ? {section: undefined, name: key} : {section: key.slice(0, dot), name: key.slice(dot + 1)};
}

import {incidentThresholds} from '../insight/incidents/settings.ts';
import type {ConfigKey, Option} from '../options/option.ts';
import {optionRecords} from '../options/records/index.ts';

/** A key of the config file, with what it is for. */
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

/** Everything that a config file may say. */
export const configKeys: readonly KnownKey[] = [
	{key: '$schema', type: 'text', whenFound: 'drawn', meaning: 'Where editors find this schema.'},
	...ofOptions,
	...ofThresholds,
];

export const sections: Readonly<Record<string, string>> = {
	source: 'What to read where the command line names nothing and stdin is not a pipe. Paths are relative to this file; - is stdin.',
	alerts: 'What to judge, see alerts.md.',
	record: 'How to record a pipe or a pipeline started here, so that it can be scrolled back. Paths are relative to this file.',
	incidents: 'The thresholds of incidents, see incidents.md.',
};

/** `record` and `max` of `record.max`; no section for `window`. */
export function placeOfKey(key: string): {readonly section: string | undefined; readonly name: string} {
	const dot = key.indexOf('.');
	return dot === -1 ? {section: undefined, name: key} : {section: key.slice(0, dot), name: key.slice(dot + 1)};
}

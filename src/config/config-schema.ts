import * as v from 'valibot';
import type {ConfigType} from '../options/option.ts';
import {configKeys, placeOfKey, sections} from './config-keys.ts';

/** A config file whose shape was checked: values by key, in their sections. */
export type ConfigFile = Readonly<Record<string, unknown>>;

const text = v.string('must be a text');

const schemaOfType: Readonly<Record<ConfigType, v.GenericSchema>> = {
	text,
	number: v.pipe(v.number('must be a number'), v.minValue(0, 'must not be negative')),
	flag: v.boolean('must be true or false'),
	list: v.array(text, 'must be a list of texts'),
	command: v.pipe(v.array(text, 'must be a list: the program and its arguments'), v.minLength(1, 'names no program')),
	map: v.record(text, text, 'must hold a name for each field'),
};

/** What a config file may hold, section by section. docs/config-schema.json says the same to editors. */
export const configSchema = v.strictObject({
	...entriesOf(undefined),
	...Object.fromEntries(
		Object.keys(sections).map(section => {
			const entries = entriesOf(section);
			return [section, v.optional(v.strictObject(entries, `must hold ${Object.keys(entries).join(', ')}`))];
		}),
	),
});

/** The keys that may stand at a place; of the file itself where `section` is left out. */
export function keysAt(section: string | undefined): readonly string[] {
	const own = Object.keys(entriesOf(section)).filter(key => key !== '$schema');
	return section === undefined ? [...own, ...Object.keys(sections)] : own;
}

function entriesOf(wanted: string | undefined): Record<string, v.OptionalSchema<v.GenericSchema, undefined>> {
	return Object.fromEntries(
		configKeys.flatMap(({key, type}) => {
			const {section, name} = placeOfKey(key);
			return section === wanted ? [[name, v.optional(schemaOfType[type])] as const] : [];
		}),
	);
}

import * as v from 'valibot';
import type {ConfigType} from '../options/option.ts';
import {configKeys, placeOfKey, sections} from './config-keys.ts';

/** A config file whose shape has been checked: values by key, in their sections. */
export type ConfigFile = Readonly<Record<string, unknown>>;

const text = v.string('must be a string');

const schemaOfType: Readonly<Record<ConfigType, v.GenericSchema>> = {
	text,
	number: v.pipe(v.number('must be a number'), v.minValue(0, 'must not be negative')),
	flag: v.boolean('must be true or false'),
	list: v.array(text, 'must be a list of strings'),
	command: v.pipe(v.array(text, 'must be a list: the program and its arguments'), v.minLength(1, 'must name a program')),
	map: v.record(text, text, 'must map each field to a name'),
	tables: v.array(v.record(v.string(), v.unknown(), 'must be a table'), 'must be a list of tables'),
};

/** The shape of a config file, section by section. docs/config-schema.json tells editors the same. */
export const configSchema = v.strictObject({
	...entriesOf(undefined),
	...Object.fromEntries(
		Object.keys(sections).map(section => {
			const entries = entriesOf(section);
			return [section, v.optional(v.strictObject(entries, `must be an object with ${Object.keys(entries).join(', ')}`))];
		}),
	),
});

/** The known keys of a section, or the file's top-level keys if `section` is left out. */
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

import {isFields} from '../events/fields.ts';
import {configKeys, type KnownKey, placeOfKey} from './config-keys.ts';
import type {ConfigFile} from './config-schema.ts';

/** The values of a config file by full key, such as `record.max`. */
export type ConfigValues = ReadonlyMap<string, unknown>;

export type Said = {readonly known: KnownKey; readonly value: unknown};

/** In the order of `configKeys`. */
export function saidIn(file: ConfigFile): readonly Said[] {
	return configKeys.flatMap(known => {
		const {section, name} = placeOfKey(known.key);
		const holder = section === undefined ? file : file[section];
		const value = isFields(holder) ? holder[name] : undefined;
		return value === undefined ? [] : [{known, value}];
	});
}

export function valuesOf(said: readonly Said[]): ConfigValues {
	return new Map(said.map(({known, value}) => [known.key, value]));
}

/** Converts a value to the form that options read: strings, lists of strings, flags. */
export function rawOf({type}: Pick<KnownKey, 'type'>, value: unknown): unknown {
	switch (type) {
		case 'number':
			return String(value);
		case 'map':
			return Object.entries(isFields(value) ? value : {}).map(([field, name]) => `${field}=${name}`);
		case 'text':
		case 'flag':
		case 'list':
		case 'command':
		case 'tables':
			return value;
	}
}

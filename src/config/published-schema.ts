import type {ConfigType, WhenFound} from '../options/option.ts';
import {configKeys, placeOfKey, sections} from './config-keys.ts';

const title = 'obs-top.config.json, or the same in obs-top.config.toml';
const description =
	'In $XDG_CONFIG_HOME/obs-top/ (~/.config/obs-top/), or named with --config; before the former comes what a file may say that is found from the working directory up to the root of its repository or home, see config.md. The command line comes before it.';

const schemaOfType: Readonly<Record<ConfigType, object>> = {
	text: {type: 'string'},
	number: {type: 'number'},
	flag: {type: 'boolean'},
	list: {type: 'array', items: {type: 'string'}},
	command: {type: 'array', items: {type: 'string'}, minItems: 1},
	map: {type: 'object', additionalProperties: {type: 'string'}},
};

const whenFoundWords: Readonly<Record<WhenFound, string>> = {
	drawn: '',
	judged: ' A file that was found near the working directory may say it, and health then names the file.',
	ignored: ' Not taken from a file that was found near the working directory.',
};

/** docs/config-schema.json, which editors read: a JSON Schema of what a config file may hold. `npm run docs` writes it. */
export function publishedSchema(): object {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		title,
		description,
		type: 'object',
		additionalProperties: false,
		properties: {
			...propertiesOf(undefined),
			...Object.fromEntries(
				Object.entries(sections).map(([section, meaning]) => [
					section,
					{description: meaning, type: 'object', additionalProperties: false, properties: propertiesOf(section)},
				]),
			),
		},
	};
}

function propertiesOf(wanted: string | undefined): Readonly<Record<string, object>> {
	return Object.fromEntries(
		configKeys.flatMap(({key, type, meaning, whenFound, schema}) => {
			const {section, name} = placeOfKey(key);
			return section === wanted
				? [[name, {description: `${meaning}${whenFoundWords[whenFound]}`, ...schemaOfType[type], ...schema}] as const]
				: [];
		}),
	);
}

import type {ConfigType, WhenFound} from '../options/option.ts';
import {configKeys, placeOfKey, sections} from './config-keys.ts';

const title = 'obs-top.config.json, or the same in obs-top.config.toml';
const description =
	'Lives in $XDG_CONFIG_HOME/obs-top/ (~/.config/obs-top/) or is named with --config. A file found from the working directory up to the root of its repository or home overrides the former in part, see config.md. The command line overrides both.';

const schemaOfType: Readonly<Record<ConfigType, object>> = {
	text: {type: 'string'},
	number: {type: 'number'},
	flag: {type: 'boolean'},
	list: {type: 'array', items: {type: 'string'}},
	command: {type: 'array', items: {type: 'string'}, minItems: 1},
	map: {type: 'object', additionalProperties: {type: 'string'}},
	tables: {type: 'array', items: {type: 'object'}},
};

const whenFoundWords: Readonly<Record<WhenFound, string>> = {
	drawn: '',
	judged: ' A file found near the working directory may set it; health then names that file.',
	ignored: ' Ignored in a file found near the working directory.',
};

/** The JSON Schema of a config file for editors. `npm run docs` writes it to docs/config-schema.json. */
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

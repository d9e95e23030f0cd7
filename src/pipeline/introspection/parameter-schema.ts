import {type Configurable, configParameters} from './config-parameters.ts';
import type {JsonValue, ParameterDefault} from './parameter.ts';

/** A JSON Schema (2020-12) for an object of parameters. */
export type ParameterSchema = {
	readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
	readonly type: 'object';
	readonly properties: Readonly<Record<string, PropertySchema>>;
	readonly required: readonly string[];
	readonly additionalProperties: boolean;
};

export type PropertySchema = {
	readonly type?: 'string' | 'number' | 'boolean' | 'array' | 'object';
	readonly default?: JsonValue;
	readonly description?: string;
};

/**
The JSON Schema of a function's or stage's parameters, from its live signature; for an API or a form.

The type comes from a default that is plain data; any other default is shown in the description. A stage's records are
left out, because they come with the call.
*/
export function parameterSchema(target: Configurable): ParameterSchema {
	const {named, isOpen} = configParameters(target);
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		type: 'object',
		properties: Object.fromEntries(named.map(parameter => [parameter.name, propertySchema(parameter.default)])),
		required: named.filter(parameter => parameter.default === undefined).map(({name}) => name),
		additionalProperties: isOpen,
	};
}

function propertySchema(ownDefault: ParameterDefault | undefined): PropertySchema {
	if (ownDefault === undefined) {
		return {};
	}
	if (ownDefault.literal === undefined) {
		return ownDefault.text === 'undefined' ? {} : {description: `Default: ${ownDefault.text}`};
	}
	const {value} = ownDefault.literal;
	const type = typeOf(value);
	return type === undefined ? {default: value} : {type, default: value};
}

/** A `null` default says nothing about the type. */
function typeOf(value: JsonValue): PropertySchema['type'] {
	if (value === null) {
		return undefined;
	}
	if (Array.isArray(value)) {
		return 'array';
	}
	switch (typeof value) {
		case 'string':
			return 'string';
		case 'number':
			return 'number';
		case 'boolean':
			return 'boolean';
		default:
			return 'object';
	}
}

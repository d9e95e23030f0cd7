/** A default as written in the source, and its value if that is known without running anything. */
export type ParameterDefault = {
	readonly text: string;
	readonly literal: {readonly value: JsonValue} | undefined;
};

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | {readonly [key: string]: JsonValue};

/**
A parameter. `object` and `array` are destructured parameters, whose members are parameters in turn. The name of an
object's member is the key that a caller passes, whatever the function calls it inside. `rest` takes the remaining
arguments.
*/
export type Parameter =
	| {readonly kind: 'plain'; readonly name: string; readonly default: ParameterDefault | undefined}
	| {readonly kind: 'rest'; readonly name: string}
	| {
			readonly kind: 'object' | 'array';
			/** The key if this is a member of an object, else `''`. */
			readonly name: string;
			readonly members: readonly Parameter[];
			readonly default: ParameterDefault | undefined;
	  };

/** Formats a parameter as Python's `inspect.signature` does: `minVal=20`, `...stages`, `{minVal=20, maxVal=80}={}`. */
export function formatParameter(parameter: Parameter): string {
	if (parameter.kind === 'rest') {
		return `...${parameter.name}`;
	}
	const suffix = parameter.default === undefined ? '' : `=${parameter.default.text}`;
	if (parameter.kind === 'plain') {
		return `${parameter.name}${suffix}`;
	}
	const members = parameter.members.map(formatParameter).join(', ');
	const pattern = parameter.kind === 'object' ? `{${members}}` : `[${members}]`;
	return parameter.name === '' ? `${pattern}${suffix}` : `${parameter.name}: ${pattern}${suffix}`;
}

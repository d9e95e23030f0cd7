import {nearest} from '../../shared/nearest.ts';
import {type Configurable, configParameters} from './config-parameters.ts';

/** A problem with a config; `message` is meant to be shown. */
export type ConfigProblem =
	| {readonly type: 'unknown'; readonly name: string; readonly nearest: string | undefined; readonly message: string}
	| {readonly type: 'missing'; readonly name: string; readonly message: string};

/**
Checks a config against the live signature of its target, before anything runs. Finds unknown names (with the name that
was probably meant) and missing parameters that have no default.

```ts
validateConfig(ThresholdFilter, {minval: 20});
// [{type: 'unknown', name: 'minval', nearest: 'minVal', message: 'unknown parameter "minval": did you mean "minVal"?'}]
```

@returns The problems; empty if there are none.
*/
export function validateConfig(target: Configurable, config: Readonly<Record<string, unknown>>): readonly ConfigProblem[] {
	const {named, isOpen} = configParameters(target);
	const names = named.map(({name}) => name);
	const given = Object.keys(config);
	const unknown = isOpen ? [] : given.filter(name => !names.includes(name));
	const missing = named.filter(parameter => parameter.default === undefined && !given.includes(parameter.name));
	return [
		...unknown.map(name => unknownProblem(name, names)),
		...missing.map(({name}): ConfigProblem => ({type: 'missing', name, message: `missing parameter "${name}"`})),
	];
}

function unknownProblem(name: string, names: readonly string[]): ConfigProblem {
	const meant = nearest(name, names);
	const hint = meant === undefined ? `there is ${names.length === 0 ? 'none' : names.join(', ')}` : `did you mean "${meant}"?`;
	return {type: 'unknown', name, nearest: meant, message: `unknown parameter "${name}": ${hint}`};
}

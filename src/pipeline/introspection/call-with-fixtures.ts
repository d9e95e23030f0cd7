import {nearest} from '../../shared/nearest.ts';
import type {Parameter} from './parameter.ts';
import {readSignature} from './signature.ts';

/**
Calls a function with the fixtures that its parameters name, as pytest does.

```ts
callWithFixtures((records, maxVal = 80) => records.length, {records: [1, 2], minVal: 20}); // 2
```

A parameter without a fixture of its name takes its default. A destructured parameter gets an object (or array) of the
fixtures that its members name; a rest parameter gets the elements of the fixture with its name.

@throws {TypeError} that names a missing fixture and the nearest existing one; also if the function is native or bound,
because its parameter names are unknown.
*/
export function callWithFixtures<Result>(fn: (...args: never[]) => Result, fixtures: Readonly<Record<string, unknown>>): Result {
	const {params, isExact} = readSignature(fn);
	if (!isExact) {
		throw new TypeError(`${fn.name || 'the function'} is native or bound: the names of its parameters are unknown`);
	}
	const args = params.flatMap(parameter =>
		parameter.kind === 'rest' ? restFixture(parameter.name, fixtures) : [fixtureFor(parameter, fixtures)],
	);
	return Reflect.apply(fn, undefined, args);
}

function fixtureFor(parameter: Exclude<Parameter, {readonly kind: 'rest'}>, fixtures: Readonly<Record<string, unknown>>): unknown {
	if (parameter.name !== '' && Object.hasOwn(fixtures, parameter.name)) {
		return fixtures[parameter.name];
	}
	if (parameter.kind === 'plain') {
		if (parameter.default === undefined) {
			throw missing(parameter.name, fixtures);
		}
		return undefined;
	}
	const members = parameter.members.filter(member => member.kind !== 'rest');
	return parameter.kind === 'array'
		? members.map(member => fixtureFor(member, fixtures))
		: Object.fromEntries(members.map(member => [member.name, fixtureFor(member, fixtures)]));
}

function restFixture(name: string, fixtures: Readonly<Record<string, unknown>>): readonly unknown[] {
	const value = Object.hasOwn(fixtures, name) ? fixtures[name] : [];
	return Array.isArray(value) ? value : [value];
}

function missing(name: string, fixtures: Readonly<Record<string, unknown>>): TypeError {
	const names = Object.keys(fixtures);
	const meant = nearest(name, names);
	const hint = meant === undefined ? `there is ${names.length === 0 ? 'none' : names.join(', ')}` : `did you mean "${meant}"?`;
	return new TypeError(`no fixture "${name}": ${hint}`);
}

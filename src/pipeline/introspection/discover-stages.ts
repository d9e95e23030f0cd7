import type {Stage, StageClass} from '../stages/stage.ts';
import {unwrap} from '../stages/wrapped.ts';
import {readFieldSignature} from './signature.ts';

/**
The stages that a module exports, in the order of its export names: every class with a `process` method (its own,
inherited, or a field that holds a function) and every object with one. No registration is needed.

```ts
const stages = discoverStages(await import('./plugins.js'));
```

Members of a default export that is a plain object or an array count as exports, because that is what a CommonJS module
looks like. No constructor is run, and no getter of a class.
*/
export function discoverStages(module: object): ReadonlyArray<Stage | StageClass> {
	const found = new Set<Stage | StageClass>();
	for (const [name, value] of exportsOf(module)) {
		const candidates = name === 'default' && isContainer(value) ? exportsOf(value).map(([, member]) => member) : [value];
		for (const candidate of candidates) {
			if (isStage(candidate) || isStageClass(candidate)) {
				found.add(candidate);
			}
		}
	}
	return [...found];
}

/** An export can be a getter; one that throws has no value (yet). */
function exportsOf(module: object): ReadonlyArray<readonly [string, unknown]> {
	return Object.keys(module).flatMap(name => {
		try {
			return [[name, Reflect.get(module, name)] as const];
		} catch {
			return [];
		}
	});
}

function isContainer(value: unknown): value is object {
	return (
		typeof value === 'object' &&
		value !== null &&
		(Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) &&
		!isStage(value)
	);
}

function isStage(value: unknown): value is Stage {
	return typeof value === 'object' && value !== null && typeof dataProperty(value, 'process') === 'function';
}

function isStageClass(value: unknown): value is StageClass {
	if (typeof value !== 'function') {
		return false;
	}
	const prototype = dataProperty(value, 'prototype');
	return (
		(typeof prototype === 'object' && prototype !== null && hasMethod(prototype)) ||
		readFieldSignature(unwrap(value), 'process') !== undefined
	);
}

const hasMethod = (prototype: object) => typeof dataProperty(prototype, 'process') === 'function';

/** The value of an own or inherited property, without running a getter. */
function dataProperty(value: object, key: string): unknown {
	for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder)) {
		const property = Object.getOwnPropertyDescriptor(holder, key);
		if (property !== undefined) {
			return property.value;
		}
	}
	return undefined;
}

import {readFileSync} from 'node:fs';
import type {Stage, StageClass} from '../stages/stage.ts';
import {unwrap, wrappedComponent} from '../stages/wrapped.ts';
import {describe} from './description.ts';
import type {Parameter} from './parameter.ts';
import {formatSignature, readFieldSignature, readSignature, type Signature} from './signature.ts';

/** A live stage, its class, or a function used as a stage. */
export type Inspectable = Stage | StageClass | ((...args: never[]) => unknown);

/** The description of a stage. */
export type StageDescription = {
	/** The name of its class or function. */
	readonly stage: string;
	/** The component it logs under, if it is instrumented. */
	readonly component: string | undefined;
	/** One line; `No docstring` if none was found. */
	readonly description: string;
	/** `process(records, minVal=20, maxVal=80)` */
	readonly signature: string;
	readonly params: readonly Parameter[];
};

/**
Describes live stages, in order. The description comes from the stage's own function, so it can't be out of date.

```ts
for (const stage of inspectPipeline([new ThresholdFilter()])) console.log(describeText([stage]));
// Stage: ThresholdFilter
//   Description: Filters records outside [minVal, maxVal] range.
//   Signature: process(records, minVal=20, maxVal=80)
```

Looks through this library's wrappers, and describes a class without creating an instance.

@param source - Paths or `file:` URLs of the stages' source files, usually `import.meta.url`. Needed for JSDoc before a
class, which is not part of its live text.
@throws if a source file can't be read.
*/
export function inspectPipeline(
	stages: Iterable<Inspectable>,
	{source = []}: {readonly source?: string | URL | ReadonlyArray<string | URL>} = {},
): readonly StageDescription[] {
	const files = typeof source === 'string' || source instanceof URL ? [source] : source;
	const sources = files.map(file => readFileSync(typeof file === 'string' && file.startsWith('file:') ? new URL(file) : file, 'utf8'));
	return Array.from(stages, stage => describeStage(stage, sources));
}

function describeStage(inspectable: Inspectable, sources: readonly string[]): StageDescription {
	const stage = unwrap(inspectable);
	const {owner, process, signature, name} = anatomyOf(stage);
	const named = wrappedComponent(inspectable);
	const className = owner === undefined ? nameOf(stage, named) : nameOf(owner, named);
	const component = named ?? decoratedComponent(stage, className);
	return {
		stage: className,
		component,
		description: describe(stage, {className, owner, process, sources}),
		signature: formatSignature(name, signature),
		params: signature.params,
	};
}

/** A method decorated with `@measuredStage` logs under the name given there, or else its class. */
function decoratedComponent(stage: unknown, className: string): string | undefined {
	const process = memberOf(typeof stage === 'function' ? memberOf(stage, 'prototype') : stage, 'process');
	return unwrap(process) === process ? undefined : (wrappedComponent(process) ?? className);
}

type Anatomy = {readonly owner: unknown; readonly process: unknown; readonly signature: Signature; readonly name: string};

function anatomyOf(stage: unknown): Anatomy {
	if (typeof stage !== 'function') {
		const process = unwrap(memberOf(stage, 'process'));
		return {owner: classOf(stage), process, signature: readSignature(process), name: 'process'};
	}
	const onPrototype = memberOf(memberOf(stage, 'prototype'), 'process');
	const process = unwrap(onPrototype ?? memberOf(stage, 'process'));
	const signature = typeof process === 'function' ? readSignature(process) : readFieldSignature(stage, 'process');
	return signature === undefined
		? {owner: undefined, process: stage, signature: readSignature(stage), name: nameOf(stage, undefined)}
		: {owner: stage, process, signature, name: 'process'};
}

/** `undefined` for a plain object. */
function classOf(stage: unknown): unknown {
	const prototype: unknown = typeof stage === 'object' && stage !== null ? Object.getPrototypeOf(stage) : undefined;
	return prototype === null || prototype === Object.prototype ? undefined : memberOf(prototype, 'constructor');
}

function nameOf(value: unknown, component: string | undefined): string {
	const name = memberOf(value, 'name');
	return typeof name === 'string' && name !== '' ? name : (component ?? 'anonymous');
}

/** A getter that throws on the bare prototype has no value there. */
function memberOf(value: unknown, key: string): unknown {
	if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
		return undefined;
	}
	try {
		return Reflect.get(value, key);
	} catch {
		return undefined;
	}
}

import type {Stage, StageClass} from '../stages/stage.ts';
import {unwrap} from '../stages/wrapped.ts';
import type {Parameter, ParameterDefault} from './parameter.ts';
import {readFieldSignature, readSignature} from './signature.ts';

/** What a config can be for: a function, or the `process` of a stage or stage class. */
export type Configurable = ((...args: never[]) => unknown) | Stage | StageClass;

/** The names that a config may contain. */
export type ConfigParameters = {
	readonly named: ReadonlyArray<{readonly name: string; readonly default: ParameterDefault | undefined}>;
	/**
	Whether other names are accepted too, because of a rest in an object pattern or a native or bound function, whose
	names are unknown.
	*/
	readonly isOpen: boolean;
};

/**
The parameters of a function that a config can set by name. Each member of a destructured options object counts as a
name; if the whole object is optional, so is each member.

Leaves out the first parameter of a stage's `process`: the records come with the call, not from a config.
*/
export function configParameters(target: Configurable): ConfigParameters {
	const {params, isExact} = signatureFor(target);
	const {named, isOpen} = flatten(params);
	return {named: isExact ? named : [], isOpen: isOpen || !isExact};
}

function signatureFor(target: Configurable): {readonly params: readonly Parameter[]; readonly isExact: boolean} {
	const stage = unwrap(target);
	const isFunction = typeof stage === 'function';
	const holder: unknown = isFunction ? stage.prototype : stage;
	const process: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'process') : undefined;
	const ofStage = typeof process === 'function' ? readSignature(process) : isFunction ? readFieldSignature(stage, 'process') : undefined;
	return ofStage === undefined ? readSignature(stage) : {...ofStage, params: ofStage.params.slice(1)};
}

function flatten(params: readonly Parameter[], {isOptional = false} = {}): ConfigParameters {
	const named: Array<ConfigParameters['named'][number]> = [];
	let isOpen = false;
	for (const parameter of params) {
		if (parameter.kind === 'rest') {
			isOpen = true;
		} else if (parameter.kind === 'object') {
			const inner = flatten(parameter.members, {isOptional: isOptional || parameter.default !== undefined});
			named.push(...inner.named);
			isOpen ||= inner.isOpen;
		} else {
			named.push({name: parameter.name, default: parameter.default ?? (isOptional ? absent : undefined)});
		}
	}
	return {named, isOpen};
}

const absent: ParameterDefault = {text: 'undefined', literal: undefined};

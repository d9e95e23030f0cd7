import type {Pattern} from 'acorn';
import {unwrap} from '../stages/wrapped.ts';
import {keyOf, literalOf} from './literal.ts';
import {formatParameter, type Parameter, type ParameterDefault} from './parameter.ts';
import {type FunctionNode, isClass, isFunction, parseFunction} from './parse-function.ts';

/** The signature of a function. */
export type Signature = {
	readonly isAsync: boolean;
	readonly isGenerator: boolean;
	readonly params: readonly Parameter[];
	/**
	False for native and bound functions, for which only the number of parameters is known; they are named `arg0`,
	`arg1`...
	*/
	readonly isExact: boolean;
};

/**
Reads a live function's signature from its own text, looking through wrappers. The signature of a class is that of its
own or inherited constructor.
*/
export function readSignature(fn: unknown): Signature {
	const target = unwrap(fn);
	const parsed = parseFunction(target);
	if (parsed === undefined) {
		return {isAsync: false, isGenerator: false, params: unnamed(target), isExact: false};
	}
	if (isFunction(parsed.node)) {
		return signatureOf(parsed.node, parsed.text);
	}
	const own = parsed.node.body.body.find(member => member.type === 'MethodDefinition' && member.kind === 'constructor');
	if (own !== undefined && 'value' in own && isFunction(own.value)) {
		return signatureOf(own.value, parsed.text);
	}
	const parent: unknown = Object.getPrototypeOf(target);
	const isDerived = parsed.node.superClass !== null && parsed.node.superClass !== undefined;
	return isDerived && parent !== Function.prototype
		? readSignature(parent)
		: {isAsync: false, isGenerator: false, params: [], isExact: true};
}

/**
The signature of a class field that holds a function (`process = (records, minVal = 20) => ...`), read from the class
without an instance; `undefined` if there is none.
*/
export function readFieldSignature(classFunction: unknown, fieldName: string): Signature | undefined {
	const parsed = parseFunction(classFunction);
	if (parsed === undefined || !isClass(parsed.node)) {
		return undefined;
	}
	for (const member of parsed.node.body.body) {
		if (member.type === 'PropertyDefinition' && !member.static && !member.computed && keyOf(member.key) === fieldName) {
			const value = fieldFunction(member.value);
			return value === undefined ? undefined : signatureOf(value, parsed.text);
		}
	}
	return undefined;
}

/** Also looks inside a call, because esbuild and tsx write `process = __name((records) => ..., "process")`. */
function fieldFunction(value: unknown): FunctionNode | undefined {
	if (isFunction(value)) {
		return value;
	}
	const args: unknown = typeof value === 'object' && value !== null && 'arguments' in value ? value.arguments : undefined;
	return Array.isArray(args) ? args.find(isFunction) : undefined;
}

/**
`process(records, minVal=20, maxVal=80)`, with `async` and `*` as needed. A native or bound function shows its number of
parameters followed by an ellipsis.
*/
export function formatSignature(name: string, {isAsync, isGenerator, params, isExact}: Signature): string {
	const list = [...params.map(formatParameter), ...(isExact ? [] : ['…'])].join(', ');
	return `${isAsync ? 'async ' : ''}${isGenerator ? '*' : ''}${name}(${list})`;
}

function signatureOf(node: FunctionNode, text: string): Signature {
	return {
		isAsync: node.async,
		isGenerator: node.generator,
		params: node.params.map(pattern => parameterOf(pattern, text)),
		isExact: true,
	};
}

function unnamed(target: unknown): readonly Parameter[] {
	const count = typeof target === 'function' ? target.length : 0;
	return Array.from({length: count}, (_, index) => ({kind: 'plain', name: `arg${index}`, default: undefined}));
}

function parameterOf(pattern: Pattern, text: string, key = '', ownDefault?: ParameterDefault): Parameter {
	switch (pattern.type) {
		case 'AssignmentPattern':
			return parameterOf(pattern.left, text, key, {text: sourceOf(pattern.right, text), literal: literalOf(pattern.right)});
		case 'Identifier':
			return {kind: 'plain', name: key === '' ? pattern.name : key, default: ownDefault};
		case 'RestElement':
			return {kind: 'rest', name: sourceOf(pattern.argument, text)};
		case 'ObjectPattern': {
			const members = pattern.properties.map(property =>
				property.type === 'RestElement'
					? parameterOf(property, text)
					: parameterOf(property.value, text, property.computed ? sourceOf(property.key, text) : keyOf(property.key)),
			);
			return {kind: 'object', name: key, members, default: ownDefault};
		}
		case 'ArrayPattern': {
			const members = pattern.elements.map(
				(element, index): Parameter =>
					element === null ? {kind: 'plain', name: `arg${index}`, default: undefined} : parameterOf(element, text),
			);
			return {kind: 'array', name: key, members, default: ownDefault};
		}
		case 'MemberExpression':
			// impossible in a parameter list, but part of the type
			return {kind: 'plain', name: sourceOf(pattern, text), default: ownDefault};
	}
}

/** The source text of a node, joined into one line. */
function sourceOf(node: {readonly start: number; readonly end: number}, text: string): string {
	return text.slice(node.start, node.end).replaceAll(/\s*\n\s*/g, ' ');
}

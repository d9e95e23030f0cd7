import {
	type ArrowFunctionExpression,
	type Class,
	type Comment,
	type FunctionExpression,
	type Node,
	type Options,
	parseExpressionAt,
} from 'acorn';

/** The syntax tree of a live function's text. */
export type ParsedFunction = {
	/** The text that the tree's positions refer to. */
	readonly text: string;
	readonly comments: readonly Comment[];
	readonly node: FunctionNode | Class;
};

export type FunctionNode = FunctionExpression | ArrowFunctionExpression;

/**
Parses the result of `Function.prototype.toString()`: a function or class expression, an arrow function, a method, a
getter or a setter; also async, generator, private and with a computed name.

@returns `undefined` without source text (native and bound functions), and for syntax that is too new.
*/
export function parseFunction(fn: unknown): ParsedFunction | undefined {
	if (typeof fn !== 'function') {
		return undefined;
	}
	const source = Function.prototype.toString.call(fn);
	if (/\{\s*\[native code\]\s*\}$/.test(source)) {
		return undefined;
	}
	const parsed = parsedTexts.get(fn);
	if (parsed !== undefined) {
		return parsed;
	}
	for (const {wrap, find} of textForms) {
		for (const sourceType of ['module', 'script'] as const) {
			const result = parseAs(wrap(source), sourceType, find);
			if (result !== undefined) {
				parsedTexts.set(fn, result);
				return result;
			}
		}
	}
	return undefined;
}

const parsedTexts = new WeakMap<object, ParsedFunction>();

type TextForm = {readonly wrap: (source: string) => string; readonly find: (expression: Node) => unknown};

/** A method's text is valid only inside a class or an object, so each form is tried until one parses. */
const textForms: readonly TextForm[] = [
	{wrap: source => `(${source}\n)`, find: expression => expression},
	{
		wrap: source => `(class { ${source}\n})`,
		find: expression => (isClass(expression) ? memberValue(expression.body.body[0]) : undefined),
	},
	{
		wrap: source => `({ ${source}\n})`,
		find: expression =>
			expression.type === 'ObjectExpression' && 'properties' in expression ? firstValue(expression.properties) : undefined,
	},
];

function parseAs(text: string, sourceType: 'module' | 'script', find: TextForm['find']): ParsedFunction | undefined {
	const comments: Comment[] = [];
	const options: Options = {
		ecmaVersion: 'latest',
		sourceType,
		onComment: comments,
		allowAwaitOutsideFunction: true,
		allowSuperOutsideMethod: true,
		checkPrivateFields: false, // declared in the class that the method comes from
	};
	try {
		const node = find(parseExpressionAt(text, 0, options));
		return isFunction(node) || isClass(node) ? {text, comments, node} : undefined;
	} catch (error) {
		if (error instanceof SyntaxError) {
			return undefined;
		}
		throw error;
	}
}

export function isFunction(node: unknown): node is FunctionNode {
	return isNode(node) && (node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression');
}

export function isClass(node: unknown): node is Class {
	return isNode(node) && node.type === 'ClassExpression';
}

function isNode(value: unknown): value is {readonly type: string} {
	return typeof value === 'object' && value !== null && 'type' in value;
}

function memberValue(member: unknown): unknown {
	return isNode(member) && 'value' in member ? member.value : undefined;
}

function firstValue(properties: unknown): unknown {
	return Array.isArray(properties) ? memberValue(properties[0]) : undefined;
}

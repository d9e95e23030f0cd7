import type {Expression, Node} from 'acorn';
import type {JsonValue} from './parameter.ts';

/**
The value of an expression that is plain data (`20`, `-1`, `'x'`, `[1, 2]`, `{unit: 'C'}`, and `!0`, a minifier's
`true`). Runs nothing.
*/
export function literalOf(node: Node): {readonly value: JsonValue} | undefined {
	const expression = node as Expression;
	switch (expression.type) {
		case 'Literal':
			return isJsonScalar(expression.value) ? {value: expression.value} : undefined;
		case 'TemplateLiteral': {
			const [only] = expression.quasis;
			return expression.expressions.length === 0 && typeof only?.value.cooked === 'string' ? {value: only.value.cooked} : undefined;
		}
		case 'UnaryExpression':
			return unary(expression.operator, literalOf(expression.argument)?.value);
		case 'ArrayExpression':
			return all(expression.elements.map(element => (element === null ? undefined : literalOf(element))));
		case 'ObjectExpression': {
			const entries = expression.properties.map(property => {
				const value = property.type === 'Property' && !property.computed ? literalOf(property.value) : undefined;
				return value === undefined || property.type !== 'Property' ? undefined : ([keyOf(property.key), value.value] as const);
			});
			return entries.every(entry => entry !== undefined) ? {value: Object.fromEntries(entries)} : undefined;
		}
		default:
			return undefined;
	}
}

/** The name of a property whose key isn't computed. */
export function keyOf(key: Node): string {
	if (key.type === 'Identifier' && 'name' in key) {
		return String(key.name);
	}
	return 'value' in key ? String(key.value) : '';
}

function isJsonScalar(value: unknown): value is string | number | boolean | null {
	return value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function unary(operator: string, value: JsonValue | undefined): {readonly value: JsonValue} | undefined {
	if (operator === '!' && value !== undefined) {
		return {value: !value};
	}
	if (typeof value !== 'number') {
		return undefined;
	}
	return operator === '-' ? {value: -value} : operator === '+' ? {value} : undefined;
}

function all(values: ReadonlyArray<{readonly value: JsonValue} | undefined>): {readonly value: JsonValue} | undefined {
	return values.every(value => value !== undefined) ? {value: values.map(({value}) => value)} : undefined;
}

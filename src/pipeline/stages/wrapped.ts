/** Under this key a wrapper holds what it wraps. A registered symbol, so that wrappers of another copy of this library are seen through too. */
export const wrappedKey = Symbol.for('obs-top.wrapped');

/** Under this key a wrapper holds the component that its stage logs as. */
export const componentKey = Symbol.for('obs-top.component');

/** Makes `wrapper` answer for `original`: introspection shows the signature of the latter. */
export function markWrapped<F extends object>(wrapper: F, original: object, component?: string): F {
	Object.defineProperty(wrapper, wrappedKey, {value: original});
	if (component !== undefined) {
		Object.defineProperty(wrapper, componentKey, {value: component});
	}
	return wrapper;
}

/** What is at the bottom of any number of wrappers. */
export function unwrap(value: unknown): unknown {
	let current = value;
	for (let depth = 0; depth < maxDepth; depth++) {
		const inner = propertyOf(current, wrappedKey);
		if (inner === undefined) {
			break;
		}
		current = inner;
	}
	return current;
}

const maxDepth = 100; // an end to a wrapper that holds itself

/** The component of the outermost wrapper that has one. */
export function wrappedComponent(value: unknown): string | undefined {
	let current = value;
	for (let depth = 0; depth < maxDepth && current !== undefined; depth++) {
		const component = propertyOf(current, componentKey);
		if (typeof component === 'string') {
			return component;
		}
		current = propertyOf(current, wrappedKey);
	}
	return undefined;
}

function propertyOf(value: unknown, key: symbol): unknown {
	return (typeof value === 'object' && value !== null) || typeof value === 'function' ? Reflect.get(value, key) : undefined;
}

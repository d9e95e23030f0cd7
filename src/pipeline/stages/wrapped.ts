/**
The key under which a wrapper holds what it wraps. A registered symbol, so that it also works for wrappers from another
copy of this library.
*/
export const wrappedKey = Symbol.for('obs-top.wrapped');

/** The key under which a wrapper holds the component that its stage logs under. */
export const componentKey = Symbol.for('obs-top.component');

/** Marks `wrapper` as wrapping `original`, so that introspection shows the original's signature. */
export function markWrapped<F extends object>(wrapper: F, original: object, component?: string): F {
	Object.defineProperty(wrapper, wrappedKey, {value: original});
	if (component !== undefined) {
		Object.defineProperty(wrapper, componentKey, {value: component});
	}
	return wrapper;
}

/** The innermost value inside any number of wrappers. */
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

const maxDepth = 100; // stops at a wrapper that wraps itself

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

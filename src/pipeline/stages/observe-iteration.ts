/**
Observes each turn of an iteration: the start of a call to `next`, and its end with a value, with the end of the values
or with an error.
*/
export type IterationObserver = {
	readonly began: () => void;
	readonly ended: (outcome: 'value' | 'done' | 'error') => void;
};

/**
The same iterable, observed while it is iterated. All other members work as before, so a Node stream remains a stream.

@returns The value itself if it is not an object.
*/
export function observeIteration(value: unknown, observer: IterationObserver): unknown {
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	return new Proxy(value, {
		get(target, key) {
			const member: unknown = Reflect.get(target, key, target);
			if (typeof member !== 'function') {
				return member;
			}
			if (key === Symbol.iterator || key === Symbol.asyncIterator) {
				return () => observeIterator(Reflect.apply(member, target, []), observer);
			}
			// Bound, because built-in objects refuse a proxy as their `this`.
			return key === 'next' ? (...args: unknown[]) => turn(member, target, args, observer) : member.bind(target);
		},
	});
}

function observeIterator(iterator: unknown, observer: IterationObserver): unknown {
	return observeIteration(iterator, observer);
}

function turn(next: CallableFunction, iterator: object, args: unknown[], observer: IterationObserver): unknown {
	observer.began();
	let result: unknown;
	try {
		result = Reflect.apply(next, iterator, args);
	} catch (error) {
		observer.ended('error');
		throw error;
	}
	if (result instanceof Promise) {
		return result.then(
			value => settle(value, observer),
			error => {
				observer.ended('error');
				throw error;
			},
		);
	}
	return settle(result, observer);
}

function settle(result: unknown, observer: IterationObserver): unknown {
	const isDone = typeof result === 'object' && result !== null && 'done' in result && Boolean(result.done);
	observer.ended(isDone ? 'done' : 'value');
	return result;
}

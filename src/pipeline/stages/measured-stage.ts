import {StructuredLogger} from '../structured-logger.ts';
import {measureCall} from './measure-call.ts';
import {markWrapped} from './wrapped.ts';

type Method<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;
type MethodContext<This, Args extends unknown[], Result> = ClassMethodDecoratorContext<This, Method<This, Args, Result>>;

/**
A standard decorator that does for a method what `InstrumentedStage` does for a stage: it logs `stage_completed` or
`stage_failed` for each call. The method may be async, a generator or an async generator.

```ts
class ThresholdFilter {
	@measuredStage('filter')
	process(records: readonly number[], minVal = 20, maxVal = 80): number[] {
		return records.filter(value => value >= minVal && value <= maxVal);
	}
}
```

Without a name, the stage is named after the class if the method is `process`, otherwise after the method.
*/
export function measuredStage<This, Args extends unknown[], Result>(
	method: Method<This, Args, Result>,
	context: MethodContext<This, Args, Result>,
): Method<This, Args, Result>;
export function measuredStage(
	component: string | StructuredLogger,
): <This, Args extends unknown[], Result>(
	method: Method<This, Args, Result>,
	context: MethodContext<This, Args, Result>,
) => Method<This, Args, Result>;
export function measuredStage<This, Args extends unknown[], Result>(
	target: Method<This, Args, Result> | string | StructuredLogger,
	context?: MethodContext<This, Args, Result>,
): unknown {
	if (typeof target !== 'function' || context === undefined) {
		const logger = typeof target === 'string' ? new StructuredLogger(target) : target;
		return (method: Method<This, Args, Result>) =>
			measured(method, () => logger as StructuredLogger, (logger as StructuredLogger).component);
	}
	return measured(target, self => loggerOf(componentOf(self, context.name)));
}

function measured<This, Args extends unknown[], Result>(
	method: Method<This, Args, Result>,
	loggerFor: (self: This) => StructuredLogger,
	component?: string,
): Method<This, Args, Result> {
	function wrapper(this: This, ...args: Args): Result {
		const work = (...given: unknown[]): unknown => Reflect.apply(method, this, given);
		return measureCall(loggerFor(this), work, args) as Result;
	}
	Object.defineProperty(wrapper, 'name', {value: method.name, configurable: true});
	Object.defineProperty(wrapper, 'length', {value: method.length, configurable: true});
	return markWrapped(wrapper, method, component);
}

function componentOf(self: unknown, methodName: string | symbol): string {
	if (methodName !== 'process') {
		return typeof methodName === 'symbol' ? (methodName.description ?? 'stage') : methodName;
	}
	if (typeof self === 'function') {
		return self.name;
	}
	return typeof self === 'object' && self !== null ? self.constructor.name : 'stage';
}

function loggerOf(component: string): StructuredLogger {
	let logger = loggers.get(component);
	if (logger === undefined) {
		logger = new StructuredLogger(component);
		loggers.set(component, logger);
	}
	return logger;
}

const loggers = new Map<string, StructuredLogger>(); // one for each stage name, and those are few

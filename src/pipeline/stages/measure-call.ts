import type {StructuredLogger} from '../structured-logger.ts';
import {countRecords} from './count-records.ts';
import {measureAsyncIterator, measureIterator} from './measure-iterator.ts';
import {type EndListener, StageMeter} from './stage-meter.ts';

/**
Calls a stage's work and logs `stage_completed` or `stage_failed` when it ends: when it returns, when its promise
settles, or when its generator is exhausted or closed.

Returns the work's result; a generator is wrapped in one that passes values both ways. Errors are rethrown.
*/
export function measureCall(
	logger: StructuredLogger,
	work: (...args: unknown[]) => unknown,
	args: readonly unknown[],
	onEnded: EndListener = () => {},
): unknown {
	const meter = new StageMeter(logger, onEnded);
	const [records, ...rest] = args;
	const measured = args.length === 0 ? [] : [meter.input(records), ...rest];
	let result: unknown;
	meter.start();
	try {
		result = work(...measured);
	} catch (error) {
		meter.stop();
		meter.failed(error);
		throw error;
	}
	return result instanceof Promise ? settled(meter, result) : finish(meter, result);
}

async function settled(meter: StageMeter, promise: Promise<unknown>): Promise<unknown> {
	let result: unknown;
	try {
		result = await promise;
	} catch (error) {
		meter.stop();
		meter.failed(error);
		throw error;
	}
	return finish(meter, result);
}

function finish(meter: StageMeter, result: unknown): unknown {
	meter.stop();
	if (isAsyncIterator(result)) {
		return measureAsyncIterator(meter, result);
	}
	if (isIterator(result)) {
		return measureIterator(meter, result);
	}
	meter.completed(result === undefined ? undefined : (countRecords(result) ?? 1));
	return result;
}

function isIterator(value: unknown): value is Iterator<unknown, unknown, unknown> {
	return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value && typeof value.next === 'function';
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown, unknown, unknown> {
	return (
		typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'next' in value && typeof value.next === 'function'
	);
}

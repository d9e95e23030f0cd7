import type {StageMeter} from './stage-meter.ts';

/**
A generator that passes values, errors and an early return through to `inner`, times its turns and logs its end. Logs
nothing if it was never started.
*/
export function* measureIterator(meter: StageMeter, inner: Iterator<unknown, unknown, unknown>): Generator<unknown, unknown, unknown> {
	let recordsOut = 0;
	let isOver = false;
	const turn = (step: () => IteratorResult<unknown, unknown>): IteratorResult<unknown, unknown> => {
		meter.start();
		try {
			const result = step();
			meter.stop();
			isOver = result.done === true;
			return result;
		} catch (error) {
			meter.stop();
			isOver = true;
			meter.failed(error);
			throw error;
		}
	};
	try {
		let result = turn(() => inner.next());
		while (!isOver) {
			recordsOut++;
			let step: () => IteratorResult<unknown, unknown>;
			try {
				const sent = yield result.value;
				step = () => inner.next(sent);
			} catch (error) {
				step = () => throwInto(inner, error);
			}
			result = turn(step);
		}
		meter.completed(recordsOut);
		return result.value;
	} finally {
		if (!isOver) {
			turn(() => inner.return?.() ?? {done: true, value: undefined});
			meter.completed(recordsOut);
		}
	}
}

function throwInto(inner: Iterator<unknown, unknown, unknown>, error: unknown): IteratorResult<unknown, unknown> {
	if (inner.throw === undefined) {
		throw error;
	}
	return inner.throw(error);
}

/** Like `measureIterator`, for an async generator. */
export async function* measureAsyncIterator(
	meter: StageMeter,
	inner: AsyncIterator<unknown, unknown, unknown>,
): AsyncGenerator<unknown, unknown, unknown> {
	let recordsOut = 0;
	let isOver = false;
	const turn = async (step: () => Promise<IteratorResult<unknown, unknown>>): Promise<IteratorResult<unknown, unknown>> => {
		meter.start();
		try {
			const result = await step();
			meter.stop();
			isOver = result.done === true;
			return result;
		} catch (error) {
			meter.stop();
			isOver = true;
			meter.failed(error);
			throw error;
		}
	};
	try {
		let result = await turn(() => inner.next());
		while (!isOver) {
			recordsOut++;
			let step: () => Promise<IteratorResult<unknown, unknown>>;
			try {
				const sent = yield result.value;
				step = () => inner.next(sent);
			} catch (error) {
				step = () => throwIntoAsync(inner, error);
			}
			result = await turn(step);
		}
		meter.completed(recordsOut);
		return result.value;
	} finally {
		if (!isOver) {
			await turn(async () => (await inner.return?.()) ?? {done: true, value: undefined});
			meter.completed(recordsOut);
		}
	}
}

async function throwIntoAsync(inner: AsyncIterator<unknown, unknown, unknown>, error: unknown): Promise<IteratorResult<unknown, unknown>> {
	if (inner.throw === undefined) {
		throw error;
	}
	return inner.throw(error);
}

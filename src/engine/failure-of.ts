import {mendable, SourceError, SystemRefusal, UsageError} from '../errors.ts';
import type {FromEngine} from './protocol.ts';

type Failure = Extract<FromEngine, {readonly type: 'failed'}>;

/** Turns an error into a message for the main thread. */
export function failureOf(error: unknown): Failure {
	const mended = mendable(error);
	if (mended === undefined) {
		return {type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error), kind: 'bug'};
	}
	const kind = mended instanceof SourceError ? 'source' : mended instanceof UsageError ? 'usage' : 'system';
	return {type: 'failed', message: mended.message, kind};
}

/** The error of such a message. */
export function errorOf({kind, message}: Failure): Error {
	switch (kind) {
		case 'source':
			return new SourceError(message);
		case 'usage':
			return new UsageError(message);
		case 'system':
			return new SystemRefusal(message);
		case 'bug':
			return new Error(message);
	}
}

import {mendable, SourceError, UsageError} from '../errors.ts';
import type {FromEngine} from './protocol.ts';

/** Turns an error into a message for the main thread. */
export function failureOf(error: unknown): Extract<FromEngine, {readonly type: 'failed'}> {
	const mended = mendable(error);
	if (mended === undefined) {
		return {type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error), kind: 'bug'};
	}
	const kind = mended instanceof SourceError ? 'source' : mended instanceof UsageError ? 'usage' : 'system';
	return {type: 'failed', message: mended.message, kind};
}

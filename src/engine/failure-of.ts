import {ObsTopError, SourceError} from '../errors.ts';
import type {FromEngine} from './protocol.ts';

/** What an error is to the main thread. */
export function failureOf(error: unknown): Extract<FromEngine, {readonly type: 'failed'}> {
	if (error instanceof ObsTopError) {
		return {type: 'failed', message: error.message, kind: error instanceof SourceError ? 'source' : 'usage'};
	}
	return {type: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error), kind: 'bug'};
}

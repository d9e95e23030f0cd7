import {SourceError} from '../errors.ts';

/** The lines know nothing of where they come from; an error that a user reads must. */
export function withName<Result>(name: string, read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		throw error instanceof SourceError ? new SourceError(`${name}: ${error.message}`, {cause: error}) : error;
	}
}

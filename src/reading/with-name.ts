import {SourceError} from '../errors.ts';

/** Adds the source's name to an error, because the code that parses lines doesn't know it. */
export function withName<Result>(name: string, read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		throw error instanceof SourceError ? new SourceError(`${name}: ${error.message}`, {cause: error}) : error;
	}
}

import {UsageError} from '../errors.ts';

/** Why a recording can't be made, as one line. @param path - `undefined` for one that would have no name. */
export function recordingError(path: string | undefined, error: unknown): unknown {
	if (!(error instanceof Error) || !('code' in error)) {
		return error;
	}
	if (path === undefined) {
		return new UsageError(`no temporary file can be made: ${error.code} (set TMPDIR to a folder that can be written)`, {cause: error});
	}
	return error.code === 'EEXIST'
		? takenError('path' in error ? String(error.path) : path, {cause: error})
		: new UsageError(`recording ${path}: can't be written: ${error.code} (--no-record goes without)`, {cause: error});
}

export function takenError(path: string, options?: ErrorOptions): UsageError {
	return new UsageError(`recording ${path}: is there already (name another path, or remove it)`, options);
}

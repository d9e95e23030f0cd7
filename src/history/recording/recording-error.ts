import {OutputError, UsageError} from '../../errors.ts';
import {briefWhyUnwritten, codeOf, isSystemError, whyUnwritten} from '../../shared/system-error.ts';

/**
Why a recording can't be created, as one line.

@param path - `undefined` for a recording without a name.
*/
export function recordingError(path: string | undefined, error: unknown): unknown {
	const code = codeOf(error);
	if (code === undefined) {
		return error;
	}
	if (path === undefined) {
		return new OutputError(`can't create a temporary file: ${briefWhyUnwritten(code)} (set TMPDIR to a writable folder with room)`, {
			cause: error,
		});
	}
	return code === 'EEXIST'
		? takenError(isSystemError(error) ? (error.path ?? path) : path, {cause: error})
		: new OutputError(`recording ${path}: ${whyUnwritten(code)}; or use --no-record`, {cause: error});
}

export function takenError(path: string, options?: ErrorOptions): UsageError {
	return new UsageError(`recording ${path}: already exists (name another path, or remove it)`, options);
}

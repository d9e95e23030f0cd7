import {OutputError, UsageError} from '../errors.ts';
import {briefWhyUnwritten, codeOf, isSystemError, whyUnwritten} from '../shared/system-error.ts';

/** Why a recording can't be made, as one line. @param path - `undefined` for one that would have no name. */
export function recordingError(path: string | undefined, error: unknown): unknown {
	const code = codeOf(error);
	if (code === undefined) {
		return error;
	}
	if (path === undefined) {
		return new OutputError(
			`no temporary file can be made: ${briefWhyUnwritten(code)} (set TMPDIR to a folder that you may write to, with room)`,
			{cause: error},
		);
	}
	const {path: taken = path, syscall} = isSystemError(error) ? error : {};
	if (code === 'EEXIST' && syscall !== 'mkdir') {
		return takenError(taken, {cause: error});
	}
	const why = whyUnwritten(code === 'EEXIST' ? 'ENOTDIR' : code); // a file stands where its folder is to be
	return new OutputError(`recording ${path}: ${why}; --no-record goes without`, {cause: error});
}

export function takenError(path: string, options?: ErrorOptions): UsageError {
	return new UsageError(`recording ${path}: is there already (name another path, or remove it)`, options);
}

import {SourceError} from '../errors.ts';

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'no such file (check the path, or use --follow to wait for it)'],
	['ENOTDIR', 'a part of the path is no directory (check the path)'],
	['EACCES', 'permission denied (ask for read access, or run as a user who has it)'],
	['EPERM', 'permission denied (ask for read access, or run as a user who has it)'],
	['EISDIR', 'is a directory (name a file in it, or a pattern such as DIR/*.log)'],
	['ELOOP', 'too many symbolic links (check where it points)'],
	['EMFILE', 'too many open files (raise the limit: ulimit -n)'],
	['ENXIO', 'nothing to read there (is the other end open?)'],
]);

/** What can't be opened or read, as one line: `PATH: why (what to do)`. An error that is none of the file system's is handed back as it is. */
export function sourceFailure(path: string, error: unknown): unknown {
	if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || error instanceof SourceError) {
		return error;
	}
	return new SourceError(`${path}: ${reasons.get(error.code) ?? `can't be read: ${error.code}`}`, {cause: error});
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

import {SourceError} from '../errors.ts';
import {codeOf, systemReason} from '../shared/system-error.ts';

/** What can't be opened or read, as one line: `PATH: why (what to do)`. An error that is none of the file system's is handed back as it is. */
export function sourceFailure(path: string, error: unknown): unknown {
	const code = codeOf(error);
	return code === undefined || error instanceof SourceError
		? error
		: new SourceError(`${path}: ${systemReason({code}, 'read')}`, {cause: error});
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
	return codes.includes(codeOf(error) ?? '');
}

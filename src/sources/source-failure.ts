import {SourceError} from '../errors.ts';
import {codeOf, whyUnread} from '../shared/system-error.ts';

const access = 'get read access, or run as a user who has it';
const hints: ReadonlyMap<string, string> = new Map([
	['ENOENT', 'check the path, or use --follow to wait for it'],
	['EACCES', access],
	['EPERM', access],
	['EISDIR', 'name a file in it, or a pattern such as DIR/*.log'],
]);

/**
Turns a file system error into a one-line SourceError: `PATH: why (what to do)`. Returns any other error unchanged.
*/
export function sourceFailure(path: string, error: unknown): unknown {
	const code = codeOf(error);
	return code === undefined || error instanceof SourceError ? error : new SourceError(`${path}: ${whyUnread(code, hints)}`, {cause: error});
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
	return codes.includes(codeOf(error) ?? '');
}

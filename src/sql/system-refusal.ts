import {SystemRefusal} from '../errors.ts';
import {briefWhyUnwritten} from '../shared/system-error.ts';

/** DuckDB reports a failed write in the words of the system. */
const codes: ReadonlyArray<readonly [words: RegExp, code: string]> = [
	[/No space left on device|failed to offload data block|max_temp_directory_size/, 'ENOSPC'],
	[/Disk quota exceeded/, 'EDQUOT'],
	[/File too large/, 'EFBIG'],
	[/Too many open files/i, 'EMFILE'],
	[/Input\/output error/, 'EIO'],
	[/Read-only file system/, 'EROFS'],
	[/Permission denied/, 'EACCES'],
];

/** Only the reason, such as `the disk is full`; `undefined` if it isn't a system error. */
export function systemReasonIn(message: string): string | undefined {
	const code = codes.find(([words]) => words.test(message))?.[1];
	return code === undefined ? undefined : briefWhyUnwritten(code);
}

/**
The error if DuckDB could not write a temporary file, for its result or for data that doesn't fit in memory; `undefined`
for any other message.
*/
export function systemRefusal(message: string): SystemRefusal | undefined {
	const why = systemReasonIn(message);
	return why === undefined
		? undefined
		: new SystemRefusal(`query: a temporary file can't be written: ${why} (set TMPDIR to a folder with room)`);
}

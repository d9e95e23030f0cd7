import {SystemRefusal} from '../errors.ts';
import {briefWhyUnwritten} from '../shared/system-error.ts';

/** What the system says, in whose words DuckDB tells why it could not write. */
const codes: ReadonlyArray<readonly [words: RegExp, code: string]> = [
	[/No space left on device|failed to offload data block|max_temp_directory_size/, 'ENOSPC'],
	[/Disk quota exceeded/, 'EDQUOT'],
	[/File too large/, 'EFBIG'],
	[/Too many open files/i, 'EMFILE'],
	[/Input\/output error/, 'EIO'],
	[/Read-only file system/, 'EROFS'],
	[/Permission denied/, 'EACCES'],
];

/** The reason alone, `the disk is full`; `undefined` where it is not the system's. */
export function systemReasonIn(message: string): string | undefined {
	const code = codes.find(([words]) => words.test(message))?.[1];
	return code === undefined ? undefined : briefWhyUnwritten(code);
}

/** DuckDB needed a temporary file, for what has no room in memory or for its answer, and could not write it; `undefined` for any other message. */
export function systemRefusal(message: string): SystemRefusal | undefined {
	const why = systemReasonIn(message);
	return why === undefined
		? undefined
		: new SystemRefusal(`query: a temporary file can't be written: ${why} (set TMPDIR to a folder with room)`);
}

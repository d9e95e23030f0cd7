/** An error caused by the world around the program: a missing file, a full disk. */
export type SystemError = Error & {readonly code: string; readonly syscall: string; readonly path?: string};

type Reason = readonly [why: string, hint: string];

const server: Reason = ['the file server does not answer', 'check the mount'];
const room = 'free some space, or name a place on another disk';

/** For each code: why, and what to do. */
const reasons: ReadonlyMap<string, Reason> = new Map<string, Reason>([
	['ENOENT', ['no such file', 'check the path']],
	['ENOTDIR', ['part of the path is not a directory', 'check the path']],
	['EACCES', ['permission denied', 'get access, or run as a user who has it']],
	['EPERM', ['permission denied', 'get access, or run as a user who has it']],
	['EISDIR', ['is a directory', 'name a file in it']],
	['EEXIST', ['already exists', 'name another path, or remove it']],
	['ELOOP', ['too many symbolic links', 'check where they point']],
	['ENAMETOOLONG', ['the name is too long', 'use a shorter one']],
	['EROFS', ['the file system is read-only', 'name a place on another one']],
	['ENOSPC', ['the disk is full', room]],
	['EDQUOT', ['the disk quota is used up', room]],
	['EFBIG', ['file size limit reached', 'raise the limit: ulimit -f']],
	['EMFILE', ['too many open files', 'raise the limit: ulimit -n']],
	['ENFILE', ['too many open files in the whole system', 'end other programs']],
	['ENOMEM', ['out of memory', 'end other programs']],
	['EAGAIN', ['no more processes can be started', 'raise the limit: ulimit -u']],
	['EIO', ['input/output error', 'check the disk']],
	['ENXIO', ['nothing to read there', 'is the other end open?']],
	['ENODEV', ['no such device', 'check the path']],
	['ESRCH', ['its process has ended or gives no access', 'name another one']],
	['EBUSY', ['is in use', 'end the program that uses it']],
	['ETXTBSY', ['is a running program', 'name another path']],
	['ESTALE', ['the file server no longer has it', 'open it again']],
	['ENOTCONN', server],
	['EHOSTDOWN', server],
	['ETIMEDOUT', server],
	['EREMOTEIO', server],
]);

/** Better reasons for a failed write. */
const unwritten: ReadonlyMap<string, Reason> = new Map([
	['ENOENT', ['no such folder', 'make it first']],
	['EACCES', ['permission denied', 'name a place you can write to']],
	['EPERM', ['permission denied', 'name a place you can write to']],
]);

/**
Whether an error comes from a system call and has a cause outside the program. EBADF and EINVAL do not: they mean that
the call itself was wrong.
*/
export function isSystemError(error: unknown): error is SystemError {
	return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string' && reasons.has(codeOf(error) ?? '');
}

/**
Follows the name of what can't be read: `no such file (check the path)`.

@param hints - Better advice for some codes.
*/
export function whyUnread(code: string, hints?: ReadonlyMap<string, string>): string {
	const [why, hint] = reasons.get(code) ?? [];
	return why === undefined ? `can't be read: ${code}` : `${why} (${hints?.get(code) ?? hint})`;
}

/** The same for what can't be written: `the disk is full (free some space, ...)`. */
export function whyUnwritten(code: string): string {
	const [why, hint] = unwritten.get(code) ?? reasons.get(code) ?? [];
	return why === undefined ? `can't be written: ${code}` : `${why} (${hint})`;
}

/** The same for a program that can't be started. The error may be about the program's own file. */
export function whyNotStarted(code: string | undefined): string {
	const [why, hint] = reasons.get(code ?? '') ?? [];
	return `can't be run: ${why === undefined ? (code ?? 'unknown error') : `${why} (${hint})`}`;
}

/** Only the reason: `the disk is full`. */
export function briefWhyUnwritten(code: string): string {
	return (unwritten.get(code) ?? reasons.get(code))?.[0] ?? code;
}

/** The fallback for a system error that no caller explains better: one line, with the path if the error has one. */
export function systemFailure({code, syscall, path}: SystemError): string {
	switch (syscall) {
		case 'uv_cwd':
			return 'the working directory is gone (change to one that exists)';
		case 'mkdtemp':
			return `can't create a temporary file: ${path}: ${briefWhyUnwritten(code)} (set TMPDIR to a writable folder with room)`;
		default:
			return `${path ?? syscall}: ${whyUnread(code)}`;
	}
}

/** An error's code: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** An error of the world around the program: a file that is missing, a disk that is full. */
export type SystemError = Error & {readonly code: string; readonly syscall: string; readonly path?: string};

/** What was done when it came. */
export type SystemUse = 'read' | 'write';

type Reason = {readonly why: string; readonly read: string; readonly write: string};

const same = (why: string, what: string): Reason => ({why, read: what, write: what});
const permission = {
	why: 'permission denied',
	read: 'ask for read access, or run as a user who has it',
	write: 'name a place that you may write to',
};
const server = same('the file server does not answer', 'check the mount');
const full = {why: 'the disk is full', read: 'make room on it', write: 'make room on it, or name a place on another one'};

const reasons: ReadonlyMap<string, Reason> = new Map([
	['ENOENT', {why: 'no such file', read: 'check the path, or use --follow to wait for it', write: 'make its folder first'}],
	['ENOTDIR', same('a part of the path is no directory', 'check the path')],
	['EACCES', permission],
	['EPERM', permission],
	['EISDIR', {why: 'is a directory', read: 'name a file in it, or a pattern such as DIR/*.log', write: 'name a file in it'}],
	['EEXIST', same('is there already', 'name another path, or remove it')],
	['ELOOP', same('too many symbolic links', 'check where it points')],
	['ENAMETOOLONG', same('the name is too long', 'use a shorter one')],
	['EROFS', same('the file system is read-only', 'name a place on another one')],
	['ENOSPC', full],
	['EDQUOT', {...full, why: 'the disk quota is used up'}],
	['EFBIG', same('a file may not be larger', 'raise the limit: ulimit -f')],
	['EMFILE', same('too many open files', 'raise the limit: ulimit -n')],
	['ENFILE', same('too many open files in the whole system', 'end other programs')],
	['ENOMEM', same('out of memory', 'end other programs')],
	['EAGAIN', same('no more processes or threads can be started', 'raise the limit: ulimit -u')],
	['EIO', same('input/output error', 'check the disk')],
	['ENXIO', same('nothing to read there', 'is the other end open?')],
	['ENODEV', same('no such device', 'check the path')],
	['EBUSY', same('is in use', 'end who uses it')],
	['ETXTBSY', same('is a program that runs', 'name another path')],
	['EPIPE', same('nobody reads it', 'is the other end open?')],
	['ESTALE', same('the file server has it no more', 'open it again')],
	['ENOTCONN', server],
	['EHOSTDOWN', server],
	['ETIMEDOUT', server],
	['EREMOTEIO', server],
]);

/** Whether an error comes of a system call, and its cause can be outside of the program: not that the call was a wrong one (EBADF, EINVAL). */
export function isSystemError(error: unknown): error is SystemError {
	return error instanceof Error && 'syscall' in error && typeof error.syscall === 'string' && reasons.has(codeOf(error) ?? '');
}

/** `the disk is full (make room on it ...)`: as it reads after the name of what can't be read or written. */
export function systemReason({code}: {readonly code: string}, use: SystemUse): string {
	const reason = reasons.get(code);
	return reason === undefined ? `can't be ${use === 'read' ? 'read' : 'written'}: ${code}` : `${reason.why} (${reason[use]})`;
}

/** The code of an error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

import {accessSync, constants, fstatSync, readFileSync} from 'node:fs';
import {flushCompileCache} from 'node:module';
import process from 'node:process';

const shell = '/bin/sh';
const nonBlocking = 0o4000; // O_NONBLOCK of Linux

/**
Ends the process immediately, whatever its threads are doing, after the `process.on('exit')` handlers.

`process.exit` waits for every thread: for one in a system call that never returns, and sometimes for V8's compiler,
which itself waits forever for the main thread to collect garbage. An exec waits for none: the system ends all threads,
and the shell that replaces the process sets the exit code.

@see https://github.com/nodejs/node/issues/54918
*/
export function endProcess(exitCode: number): never {
	process.emit('exit', exitCode);
	attempt(flushCompileCache);
	attempt(() => process.chdir('/')); // the shell would complain about a folder that is gone
	for (const fd of [0, 1, 2]) {
		attempt(() => isNonBlocking(fd) && block(fd));
	}
	attempt(() => {
		accessSync(shell, constants.X_OK); // older versions of Node abort if an exec fails
		process.execve?.(shell, ['sh', '-c', `exit ${exitCode}`], {});
	});
	process.exit(exitCode); // no shell, or a sandbox that can't run it
}

/** What fails must not keep the process from ending. */
function attempt(step: () => unknown): void {
	try {
		step();
	} catch {}
}

/**
Node makes pipes non-blocking and only restores them when it exits itself; otherwise the shell's next command would
fail.
*/
function isNonBlocking(fd: number): boolean {
	try {
		const [, flags = '0'] = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? [];
		return (Number.parseInt(flags, 8) & nonBlocking) !== 0;
	} catch {
		const stat = fstatSync(fd); // no Linux
		return stat.isFIFO() || stat.isSocket();
	}
}

function block(fd: number): void {
	// Already loaded by whoever made it non-blocking.
	const [net, tty] = [process.getBuiltinModule('node:net'), process.getBuiltinModule('node:tty')];
	const open = () => (tty.isatty(fd) ? new tty.ReadStream(fd) : new net.Socket({fd, readable: false, writable: false}));
	const handle: unknown = Reflect.get(opened(open) ?? ownStream(fd), '_handle');
	if (handle instanceof Object && 'setBlocking' in handle && typeof handle.setBlocking === 'function') {
		handle.setBlocking(true);
	}
}

/**
@returns `undefined` while Node's own stream still waits for the descriptor, as it does when its last write has just
ended.
*/
function opened(open: () => object): object | undefined {
	try {
		return open();
	} catch {
		return undefined;
	}
}

const ownStream = (fd: number): object => (fd === 0 ? process.stdin : fd === 1 ? process.stdout : process.stderr);

import {accessSync, constants, fstatSync, readFileSync} from 'node:fs';
import {flushCompileCache} from 'node:module';
import process from 'node:process';

const shell = '/bin/sh';
const nonBlocking = 0o4000; // O_NONBLOCK of Linux

/**
Ends the process at once, whatever its threads are at; `process.on('exit')` is heard before.

`process.exit` waits for every thread: for one in a system call that never returns, and now and then for V8's compiler, which itself waits for the main thread to
collect garbage, for ever. An exec waits for none: the system ends them all, and the shell that is run in their place says the code.

@see https://github.com/nodejs/node/issues/54918
*/
export function endProcess(exitCode: number): never {
	process.emit('exit', exitCode);
	try {
		flushCompileCache();
		accessSync(shell, constants.X_OK); // where an exec fails, older versions of Node abort
		[0, 1, 2].filter(isNonBlocking).forEach(block);
		process.chdir('/'); // in a folder that is gone the shell would complain
		process.execve?.(shell, ['sh', '-c', `exit ${exitCode}`], {});
	} catch {
		// A system without it, or a sandbox that runs nothing.
	}
	process.exit(exitCode);
}

/** Node takes pipes over so that it need not wait at them, and puts that back only when it exits by itself: the shell's next command would fail at the same pipe. */
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
	const [net, tty] = [process.getBuiltinModule('node:net'), process.getBuiltinModule('node:tty')]; // loaded already by whoever took it over
	const stream: object = tty.isatty(fd) ? new tty.ReadStream(fd) : new net.Socket({fd, readable: false, writable: false});
	const handle: unknown = Reflect.get(stream, '_handle');
	if (handle instanceof Object && 'setBlocking' in handle && typeof handle.setBlocking === 'function') {
		handle.setBlocking(true);
	}
}

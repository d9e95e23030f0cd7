import {constants} from 'node:os';
import process from 'node:process';

/**
All that end a process unless it listens, but SIGKILL; SIGXFSZ and SIGUSR1, which end none of ours; and those that tell of a fault of the process itself (SIGSEGV, SIGBUS,
SIGFPE, SIGILL, SIGSYS, SIGTRAP), after which none of its code is to run on. Node has no listeners for real-time signals.
*/
const endSignals = [
	'SIGINT',
	'SIGTERM',
	'SIGHUP',
	'SIGQUIT',
	'SIGABRT',
	'SIGALRM',
	'SIGIO',
	'SIGPROF',
	'SIGPWR',
	'SIGSTKFLT',
	'SIGUSR2',
	'SIGVTALRM',
	'SIGXCPU',
] as const;
export type EndSignal = (typeof endSignals)[number];

/** Calls the listener for each signal that asks the process to end. @returns A function that stops listening. */
export function onEndSignal(listener: (signal: EndSignal) => void): () => void {
	for (const signal of endSignals) {
		process.on(signal, listener);
	}
	process.on('SIGXFSZ', noEnd);
	return () => {
		for (const signal of endSignals) {
			process.off(signal, listener);
		}
		process.off('SIGXFSZ', noEnd);
	};
}

/** A file may not grow any more (`ulimit -f`): that ends a recording, not the program. Node ignores the signal; what Ink brings ends the program by it, unless others listen, too. */
const noEnd = () => {};

/** 128 + N, as shells report a process that a signal ended. */
export const exitCodeOf = (signal: EndSignal): number => 128 + constants.signals[signal];

/** Ends the process at once as the signal does by default, so that whoever waits for it sees the same 128 + N. */
export function dieOf(signal: EndSignal): void {
	process.removeAllListeners(signal);
	process.kill(process.pid, signal);
}

import {constants} from 'node:os';
import process from 'node:process';

/**
All signals that end a process by default, except SIGKILL; SIGXFSZ and SIGUSR1, which our processes ignore; and those
for a fault of the process itself (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP), after which its code must not
continue. Node can't listen for real-time signals.
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

/**
SIGXFSZ means that a file can't grow any more (`ulimit -f`), which ends a recording but not the program. Node ignores
it, but a dependency of Ink ends the program unless there are other listeners.
*/
const noEnd = () => {};

/** 128 + N, as shells report a process ended by a signal. */
export const exitCodeOf = (signal: EndSignal): number => 128 + constants.signals[signal];

/**
Ends the process immediately with the signal's default action, so that whoever waits for it sees the same 128 + N.
*/
export function dieOf(signal: EndSignal): void {
	process.removeAllListeners(signal);
	process.kill(process.pid, signal);
}

import {constants} from 'node:os';
import process from 'node:process';

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
export type EndSignal = (typeof endSignals)[number];

/** Calls the listener for each signal that asks the process to end. @returns A function that stops listening. */
export function onEndSignal(listener: (signal: EndSignal) => void): () => void {
	for (const signal of endSignals) {
		process.on(signal, listener);
	}
	return () => {
		for (const signal of endSignals) {
			process.off(signal, listener);
		}
	};
}

/** 128 + N, as shells report a process that a signal ended. */
export const exitCodeOf = (signal: EndSignal): number => 128 + constants.signals[signal];

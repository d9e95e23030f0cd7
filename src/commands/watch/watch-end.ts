import process from 'node:process';
import {endProcess} from '../../end-process.ts';
import {type EndSignal, exitCodeOf, onEndSignal} from '../../terminal/end-signals.ts';

/** Why the screen ends. */
export type WatchEnd =
	| {readonly type: 'quit'}
	/** A signal, Ctrl-C, or a terminal that is gone. */
	| {readonly type: 'signal'; readonly exitCode: number}
	| {readonly type: 'failed'; readonly error: unknown};

/** The one place where all ways out meet; the first one counts. */
export type WatchEnding = {
	readonly ended: Promise<WatchEnd>;
	/** From now on there is something to put back, or to end, before a signal ends the process. */
	listen(): void;
	quit(): void;
	signal(signal: EndSignal): void;
	fail(error: unknown): void;
	/** What else a signalled process has to do when it was too slow to end in order. */
	whenLate(action: () => void): void;
};

const signalDeadlineMs = 1600; // whoever sends a signal expects the process gone within two seconds, and the last words may take 0.2 of them

/**
Hears of errors that nobody caught, and of signals from when it is told to listen. A signalled process that is still here at its deadline ends there and then.

@param lastWords - Puts the terminal back at once; called when nothing else got to it.
*/
export function createWatchEnding(lastWords: () => void): WatchEnding {
	const {promise: ended, resolve} = Promise.withResolvers<WatchEnd>();
	let actWhenLate = () => {};
	let isListening = false;
	const ending: WatchEnding = {
		ended,
		listen() {
			if (!isListening) {
				isListening = true;
				onEndSignal(ending.signal);
			}
		},
		quit: () => resolve({type: 'quit'}),
		signal(signal) {
			resolve({type: 'signal', exitCode: exitCodeOf(signal)});
			setTimeout(() => {
				lastWords();
				actWhenLate();
				endProcess(exitCodeOf(signal));
			}, signalDeadlineMs).unref();
		},
		fail: error => resolve({type: 'failed', error}),
		whenLate(action) {
			actWhenLate = action;
		},
	};
	process.on('uncaughtException', ending.fail);
	process.on('unhandledRejection', ending.fail);
	process.on('exit', lastWords);
	return ending;
}

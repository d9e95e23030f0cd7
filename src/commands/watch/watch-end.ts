import process from 'node:process';
import {endProcess} from '../../end-process.ts';
import {type EndSignal, exitCodeOf, onEndSignal} from '../../terminal/end-signals.ts';

/** Why the screen ends. */
export type WatchEnd =
	| {readonly type: 'quit'}
	/** A signal, Ctrl-C, or a terminal that is gone. */
	| {readonly type: 'signal'; readonly exitCode: number}
	| {readonly type: 'failed'; readonly error: unknown};

/** The one place where all ways out meet. The first one counts. */
export type WatchEnding = {
	readonly ended: Promise<WatchEnd>;
	/** From now on, a signal must restore the terminal or end the pipeline before it ends the process. */
	listen(): void;
	quit(): void;
	signal(signal: EndSignal): void;
	fail(error: unknown): void;
	/** Sets what else to do if a signalled process was too slow to end in order. */
	whenLate(action: () => void): void;
};

const signalDeadlineMs = 1600; // to be gone within two seconds of a signal; the last output may take 0.2 s

/**
Handles uncaught errors, and signals once told to listen. A signalled process that is still alive at the deadline ends
immediately.

@param lastWords - Restores the terminal immediately; called if nothing else has done so.
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

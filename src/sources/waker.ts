import {type FSWatcher, watch} from 'node:fs';
import {dirname} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';

const shortestMs = 1;

/** How long to wait before the next look at a file: longer and longer while nothing happens, and cut short by a hint of the file system. */
export class Waker {
	readonly #signal: AbortSignal;
	readonly #longestMs: number;
	readonly #watcher: FSWatcher | undefined;
	#delayMs = shortestMs;
	#wake: (() => void) | undefined;
	#hinted = false;

	/** @param longestMs - Between two looks; 0 looks without a pause. */
	constructor(path: string, signal: AbortSignal, longestMs: number) {
		this.#signal = signal;
		this.#longestMs = longestMs;
		this.#watcher = watchFolder(dirname(path), () => this.#hint());
		signal.addEventListener('abort', this.#onAbort);
	}

	/** There was something new. */
	reset(): void {
		this.#delayMs = shortestMs;
	}

	async wait(): Promise<void> {
		if (this.#signal.aborted) {
			return;
		}
		if (this.#longestMs === 0) {
			await nextTurn();
			return;
		}
		// A hint may have come between the look and this wait.
		const delayMs = this.#hinted ? shortestMs : this.#delayMs;
		this.#hinted = false;
		this.#delayMs = Math.min(this.#longestMs, this.#delayMs * 2);
		await new Promise<void>(resolve => {
			const timer = setTimeout(resolve, delayMs);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
		this.#wake = undefined;
	}

	close(): void {
		this.#watcher?.close();
		this.#signal.removeEventListener('abort', this.#onAbort);
	}

	readonly #onAbort = () => this.#wake?.();

	#hint(): void {
		this.#hinted = true;
		this.#wake?.();
	}
}

function watchFolder(folder: string, onHint: () => void): FSWatcher | undefined {
	try {
		const watcher = watch(folder, {persistent: false}, onHint);
		watcher.on('error', () => watcher.close());
		return watcher;
	} catch {
		return undefined; // no such folder yet, or no room in the watch table: looking is enough
	}
}

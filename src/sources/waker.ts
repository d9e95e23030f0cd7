import {type FSWatcher, watch} from 'node:fs';
import {dirname} from 'node:path';

const shortestMs = 1;
const longestMs = 250;

/** How long to wait before the next look at a file: longer and longer while nothing happens, and cut short by a hint of the file system. */
export class Waker {
	readonly #signal: AbortSignal;
	readonly #watcher: FSWatcher | undefined;
	#delayMs = shortestMs;
	#wake: (() => void) | undefined;
	#hinted = false;

	constructor(path: string, signal: AbortSignal) {
		this.#signal = signal;
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
		// A hint may have come between the look and this wait.
		const delayMs = this.#hinted ? shortestMs : this.#delayMs;
		this.#hinted = false;
		this.#delayMs = Math.min(longestMs, this.#delayMs * 2);
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

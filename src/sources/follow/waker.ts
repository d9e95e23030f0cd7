import {type FSWatcher, watch} from 'node:fs';
import {basename, dirname} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';

const shortestMs = 1;
const mostOthers = 1000; // a second

/**
Decides how long to wait before the next check of a file: longer and longer while nothing happens, cut short by file
system events.
*/
export class Waker {
	readonly #signal: AbortSignal;
	readonly #longestMs: number;
	readonly #watcher: FSWatcher | undefined;
	#delayMs = shortestMs;
	#wake: (() => void) | undefined;
	#hinted = false;

	/** @param longestMs - The longest wait between two checks; with 0, no wait. */
	constructor(path: string, signal: AbortSignal, longestMs: number) {
		this.#signal = signal;
		this.#longestMs = longestMs;
		this.#watcher = watchName(path, () => this.#hint());
		signal.addEventListener('abort', this.#onAbort);
	}

	/** Call when there was something new. */
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
		// An event may have arrived between the check and this wait.
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

/**
Watches the folder, because the file may not exist yet or may be replaced. Gives up if other files cause so many events
that polling is cheaper.
*/
function watchName(path: string, onHint: () => void): FSWatcher | undefined {
	let others = 0;
	let sinceMs = performance.now();
	try {
		const watcher = watch(dirname(path), {persistent: false}, (_, name) => {
			if (name === null || name === basename(path)) {
				onHint();
				return;
			}
			const nowMs = performance.now();
			others = nowMs - sinceMs < 1000 ? others + 1 : 1;
			sinceMs = others === 1 ? nowMs : sinceMs;
			if (others > mostOthers) {
				watcher.close();
			}
		});
		watcher.on('error', () => watcher.close());
		return watcher;
	} catch {
		return undefined; // no such folder yet, or the watch table is full: polling is enough
	}
}

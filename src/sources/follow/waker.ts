import {type FSWatcher, watch} from 'node:fs';
import {basename, dirname} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';

const shortestMs = 1;
const mostOthers = 1000; // a second

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
		this.#watcher = watchName(path, () => this.#hint());
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

/** Of its folder, for the file may not be there yet, or be replaced. Where others do so much that each hint for them costs more than looking, looking is enough. */
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
		return undefined; // no such folder yet, or no room in the watch table: looking is enough
	}
}

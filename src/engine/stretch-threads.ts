import {Worker} from 'node:worker_threads';
import type {FoldedStretch, StretchTask} from './stretch-protocol.ts';
import {workerUrl} from './worker-url.ts';

const maxYoungGenerationSizeMb = 16; // as of the engine: parsed lines die young

/** Threads that fold stretches of a file ahead of the one that reads it from its start. One that fails is as one that has ended. */
export class StretchThreads {
	readonly #workers = new Set<Worker>();
	#onChange = () => {};

	constructor(task: StretchTask, count: number, onFolded: (stretch: FoldedStretch) => void) {
		for (let started = 0; started < count; started++) {
			const worker = new Worker(workerUrl('./stretch-worker.ts', 'stretch-worker.mjs'), {
				workerData: task,
				resourceLimits: {maxYoungGenerationSizeMb},
			});
			this.#workers.add(worker);
			worker.on('message', (stretch: FoldedStretch) => {
				onFolded(stretch);
				this.#onChange();
			});
			worker.on('error', () => {});
			worker.on('exit', () => {
				this.#workers.delete(worker);
				this.#onChange();
			});
		}
	}

	/** Whether more stretches may come. */
	get isRunning(): boolean {
		return this.#workers.size > 0;
	}

	/** Resolves when a stretch came or a thread has ended. */
	changed(): Promise<void> {
		return new Promise(resolve => {
			this.#onChange = resolve;
		});
	}

	async end(): Promise<void> {
		await Promise.all([...this.#workers].map(worker => worker.terminate()));
	}
}

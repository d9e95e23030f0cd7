import {Worker} from 'node:worker_threads';

const maxYoungGenerationSizeMb = 16; // as of the engine: parsed lines die young

/** Threads that do parts of the work of the one that starts them, which of them they take themselves. One that fails is as one that has ended. */
export class HelperThreads<Answer> {
	readonly #workers = new Set<Worker>();
	readonly #onAnswer: (answer: Answer) => void;
	#onChange = () => {};
	/** Whether one has ended before its work was done. */
	hasFailed = false;

	constructor(onAnswer: (answer: Answer) => void) {
		this.#onAnswer = onAnswer;
	}

	/**
	@param code - Of the worker (`workerFile`).
	@param task - What it is started with.
	*/
	start(code: string, task: object, count: number): void {
		for (let started = 0; started < count; started++) {
			const worker = new Worker(code, {workerData: task, resourceLimits: {maxYoungGenerationSizeMb}});
			this.#workers.add(worker);
			worker.on('message', (answer: Answer) => {
				this.#onAnswer(answer);
				this.#onChange();
			});
			worker.on('error', () => {
				this.hasFailed = true;
			});
			worker.on('exit', () => {
				this.#workers.delete(worker);
				this.#onChange();
			});
		}
	}

	/** Whether more answers may come. */
	get isRunning(): boolean {
		return this.#workers.size > 0;
	}

	/** Resolves when an answer came or a thread has ended. */
	changed(): Promise<void> {
		return new Promise(resolve => {
			this.#onChange = resolve;
		});
	}

	async end(): Promise<void> {
		await Promise.all([...this.#workers].map(worker => worker.terminate()));
	}
}

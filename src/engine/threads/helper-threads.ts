import {Worker} from 'node:worker_threads';

const maxYoungGenerationSizeMb = 16; // as in the engine: parsed lines die young

/**
Threads that share the work of the thread that starts them; each claims its own parts. A thread that fails counts as
ended.
*/
export class HelperThreads<Answer> {
	readonly #workers = new Set<Worker>();
	readonly #onAnswer: (answer: Answer) => void;
	#onChange = () => {};
	/** Whether a thread died before finishing its work. */
	hasFailed = false;

	constructor(onAnswer: (answer: Answer) => void) {
		this.#onAnswer = onAnswer;
	}

	/**
	@param code - The worker's code (`workerFile`).
	@param task - Its `workerData`.
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

	/** Whether more answers may still come. */
	get isRunning(): boolean {
		return this.#workers.size > 0;
	}

	/** Resolves when an answer arrives or a thread ends. */
	changed(): Promise<void> {
		return new Promise(resolve => {
			this.#onChange = resolve;
		});
	}

	/**
	Ends them without waiting: V8's compiler or a system call may hold up a thread forever. Until it has ended, it may
	still read from its file descriptor, whatever that is by then, but nobody takes its answers.
	*/
	end(): void {
		for (const worker of this.#workers) {
			worker.unref();
			void worker.terminate();
		}
	}
}

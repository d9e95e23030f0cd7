import {pruneRecordings} from './prune-recordings.ts';

const afterMs = 1000; // the first lines are on the screen by then

/** Removes old recordings in a folder once, a while after a new one has begun there, or when that ends sooner. */
export class Pruning {
	readonly #folder: string;
	readonly #timer: NodeJS.Timeout;
	#done: Promise<unknown> | undefined;

	constructor(folder: string) {
		this.#folder = folder;
		this.#timer = setTimeout(() => void this.finish(), afterMs).unref();
	}

	async finish(): Promise<void> {
		clearTimeout(this.#timer);
		this.#done ??= pruneRecordings(this.#folder, Date.now()).catch(() => undefined); // what can't be removed stays: the next recording tries again
		await this.#done;
	}
}

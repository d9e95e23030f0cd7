import {pruneRecordings} from './prune-recordings.ts';

const afterMs = 1000; // by then the first lines are on the screen

/**
Removes old recordings from a folder once, shortly after a new one was started there, or when that one ends earlier.
*/
export class StartupPruning {
	readonly #folder: string;
	readonly #timer: NodeJS.Timeout;
	#done: Promise<unknown> | undefined;

	constructor(folder: string) {
		this.#folder = folder;
		this.#timer = setTimeout(() => void this.finish(), afterMs).unref();
	}

	async finish(): Promise<void> {
		clearTimeout(this.#timer);
		this.#done ??= pruneRecordings(this.#folder, Date.now()).catch(() => undefined); // the next recording tries again
		await this.#done;
	}
}

import type {History} from '../../history/history.ts';
import type {FromEngine} from '../protocol.ts';
import {exportLines} from './export-lines.ts';

/** Exports the matching lines to files, one export at a time. */
export class Exporter {
	readonly #history: History;
	readonly #post: (message: FromEngine) => void;
	#abort = new AbortController();

	constructor(history: History, post: (message: FromEngine) => void) {
		this.#history = history;
		this.#post = post;
	}

	/** Stops a running export first. */
	async start(id: number, path: string): Promise<void> {
		this.stop();
		this.#abort = new AbortController();
		const end = await exportLines(this.#history.matchingLines(), path, {
			signal: this.#abort.signal,
			onProgress: progress => this.#post({type: 'export-progressed', id, progress}),
		});
		this.#post({type: 'exported', id, end});
	}

	stop(): void {
		this.#abort.abort();
	}
}

import {createHash} from 'node:crypto';
import type {Pace} from '../pace.ts';
import type {EnrichedReading} from '../reading.ts';

export class DigestSink {
	static readonly description = 'Writes the readings and keeps a digest of them all.';
	readonly #pace: Pace;
	readonly #digest = createHash('sha256');

	constructor(pace: Pace) {
		this.#pace = pace;
	}

	async process(records: readonly EnrichedReading[], {separator = '\n'} = {}): Promise<void> {
		for (const record of records) {
			this.#digest.update(JSON.stringify(record) + separator);
		}
		await this.#pace.work(0.08);
	}
}

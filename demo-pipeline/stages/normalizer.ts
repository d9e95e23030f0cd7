import type {Pace} from '../pace.ts';
import type {Reading} from '../reading.ts';

export class Normalizer {
	static readonly description = 'Scales degrees between [lowest, highest] to 0..100.';
	readonly #pace: Pace;

	constructor(pace: Pace) {
		this.#pace = pace;
	}

	async process(readings: readonly Reading[], lowest = -12.5, highest = 112.5): Promise<readonly Reading[]> {
		await this.#pace.work(0.12);
		return readings.map(reading => ({...reading, value: (100 * (reading.value - lowest)) / (highest - lowest)}));
	}
}

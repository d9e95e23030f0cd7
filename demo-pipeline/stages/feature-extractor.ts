import type {Pace} from '../pace.ts';
import type {FeaturedReading, Reading} from '../reading.ts';

export class FeatureExtractor {
	static readonly description = 'Compares each reading with the last ones of its sensor.';
	/** How many times slower than usual the stage is, as if sharing the machine with a busy neighbour. */
	slowdown = 1;
	readonly #pace: Pace;
	readonly #recent = new Map<string, readonly number[]>();

	constructor(pace: Pace) {
		this.#pace = pace;
	}

	async process(records: readonly Reading[], windowSize = 16, {minSamples = 4} = {}): Promise<readonly FeaturedReading[]> {
		await this.#pace.work(0.3 * this.slowdown);
		return records.map(record => {
			const window = [...(this.#recent.get(record.sensorId) ?? []), record.value].slice(-windowSize);
			this.#recent.set(record.sensorId, window);
			const rollingMean = window.reduce((sum, value) => sum + value, 0) / window.length;
			const variance = window.reduce((sum, value) => sum + (value - rollingMean) ** 2, 0) / window.length;
			const isKnown = window.length >= minSamples && variance > 0;
			return {...record, rollingMean, zScore: isKnown ? (record.value - rollingMean) / Math.sqrt(variance) : 0};
		});
	}
}

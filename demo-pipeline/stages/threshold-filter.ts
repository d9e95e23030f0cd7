import type {StructuredLogger} from '../../src/pipeline/index.ts';
import type {Pace} from '../pace.ts';
import type {Reading} from '../reading.ts';

export class ThresholdFilter {
	static readonly description = 'Filters records outside [minVal, maxVal] range.';
	readonly #pace: Pace;
	readonly #log: StructuredLogger;

	constructor(pace: Pace, log: StructuredLogger) {
		this.#pace = pace;
		this.#log = log;
	}

	async process(records: readonly Reading[], minVal = 20, maxVal = 80): Promise<readonly Reading[]> {
		await this.#pace.work(0.03);
		return records.filter(({sensorId, value}) => {
			const isKept = value >= minVal && value <= maxVal;
			if (!isKept) {
				this.#log.debug('reading_rejected', {sensorId, value});
			}
			return isKept;
		});
	}
}

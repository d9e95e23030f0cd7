import type {Cache} from '../../src/pipeline/index.ts';
import type {Pace} from '../pace.ts';
import type {Random} from '../random.ts';
import type {Reading} from '../reading.ts';

/** The linear function that converts a sensor's millivolts to degrees. */
export type Calibration = {readonly slope: number; readonly offset: number};

export class Calibrator {
	static readonly description = "Turns millivolts into degrees by each sensor's own calibration.";
	readonly #pace: Pace;
	readonly #random: Random;
	readonly #cache: Cache<string, Calibration>;

	constructor(pace: Pace, random: Random, cache: Cache<string, Calibration>) {
		this.#pace = pace;
		this.#random = random;
		this.#cache = cache;
	}

	async process(readings: readonly Reading[], referencePoints = 12): Promise<readonly Reading[]> {
		const missesBefore = this.#cache.cacheInfo().misses;
		const calibrated = readings.map(reading => {
			const {slope, offset} = this.#cache.getOrCompute(reading.sensorId, () => calibrate(this.#random, referencePoints));
			return {...reading, value: reading.value * slope + offset};
		});
		const misses = this.#cache.cacheInfo().misses - missesBefore;
		await this.#pace.work(0.09 + misses * 0.004); // each miss means a look-up in the laboratory's database
		return calibrated;
	}
}

/** Least squares fit of a line to reference measurements. */
function calibrate(random: Random, referencePoints: number): Calibration {
	const points = Array.from({length: referencePoints}, (_, index) => {
		const millivolts = (5000 * index) / (referencePoints - 1);
		return {millivolts, degrees: millivolts / 40 - 12.5 + random.normal(0, 0.05)};
	});
	const meanX = points.reduce((sum, {millivolts}) => sum + millivolts, 0) / referencePoints;
	const meanY = points.reduce((sum, {degrees}) => sum + degrees, 0) / referencePoints;
	const covariance = points.reduce((sum, {millivolts, degrees}) => sum + (millivolts - meanX) * (degrees - meanY), 0);
	const variance = points.reduce((sum, {millivolts}) => sum + (millivolts - meanX) ** 2, 0);
	const slope = covariance / variance;
	return {slope, offset: meanY - slope * meanX};
}

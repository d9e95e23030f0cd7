import type {Random} from './random.ts';

export const sensorCount = 160;

export const batchSize = 500;

/**
The outside world: raw sensor messages as JSON text, some of which may arrive broken. Values are in millivolts; about 70
% of them are between 20 and 80 after calibration and normalization.
*/
export function readGateway(random: Random, atMs: number, brokenShare: number): readonly string[] {
	return Array.from({length: batchSize}, () => {
		const sensorId = `sensor-${random.below(sensorCount)}`;
		const isSpike = random.uniform() < spikeShare;
		const millivolts = isSpike ? random.normal(12_000, 100) : random.normal(2500, 1450);
		const message = JSON.stringify({sensorId, atMs, millivolts: Math.round(millivolts)});
		return random.uniform() < brokenShare ? message.slice(0, random.below(message.length)) : message;
	});
}

const spikeShare = 1 / 20_000; // about one every 40 batches

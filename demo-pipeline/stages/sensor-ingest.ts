import {errorText, type StructuredLogger} from '../../src/pipeline/index.ts';
import type {Pace} from '../pace.ts';
import type {Reading} from '../reading.ts';

export class SensorIngest {
	static readonly description = 'Parses raw sensor messages and drops broken ones.';
	readonly #pace: Pace;
	readonly #log: StructuredLogger;

	constructor(pace: Pace, log: StructuredLogger) {
		this.#pace = pace;
		this.#log = log;
	}

	async process(messages: readonly string[]): Promise<readonly Reading[]> {
		await this.#pace.work(0.08);
		return messages.flatMap(message => {
			try {
				const reading = readingOf(JSON.parse(message));
				this.#log.debug('reading_parsed', {sensorId: reading.sensorId, value: reading.value});
				return [reading];
			} catch (error) {
				this.#log.error('reading_broken', {error: errorText(error), bytes: message.length});
				return [];
			}
		});
	}
}

function readingOf(message: unknown): Reading {
	if (typeof message !== 'object' || message === null || !('sensorId' in message && 'atMs' in message && 'millivolts' in message)) {
		throw new TypeError('not a sensor message');
	}
	return {sensorId: String(message.sensorId), atMs: Number(message.atMs), value: Number(message.millivolts)};
}

import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {type Measure, median, percentile} from '../measure.ts';
import {runOnSlowLine} from '../paced-terminal.ts';
import {nodePath, obsTop} from '../processes.ts';

const settleMs = 10_000; // the first screen takes a few seconds
const spanMs = 15_000;

/** The age of the newest event on the screen, sampled continuously, at the end of a serial line of 9,600 bit/s. */
export const slowLine: Measure = {
	name: 'slow line',
	async run() {
		const feed = [nodePath, fileURLToPath(new URL('../ticking-pipeline.ts', import.meta.url))];
		const run = runOnSlowLine(nodePath, [obsTop, '--no-record', '--fps', '10', '--', ...feed], {
			columns: 80,
			rows: 24,
			bytesPerSecond: 960,
		});
		await sleep(settleMs);
		const agesMs: number[] = [];
		for (const end = Date.now() + spanMs; Date.now() < end; await sleep(50)) {
			const newestMs = Math.max(
				0,
				...[
					...run
						.rows()
						.join('\n')
						.matchAll(/\bt(\d{8})\b/g),
				].map(([, time]) => Number(time)),
			);
			agesMs.push((Date.now() % 86_400_000) - newestMs);
		}
		await run.end();
		return [
			{
				what: 'age of what 80x24 shows on a line of 9,600 bit/s, log scrolling: p95',
				ours: percentile(agesMs, 0.95) / 1000,
				peer: {name: 'median', value: median(agesMs) / 1000},
				unit: 's',
				goal: '<= 2',
				reached: percentile(agesMs, 0.95) <= 2000,
			},
		];
	},
};

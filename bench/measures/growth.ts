import {fileURLToPath} from 'node:url';
import type {Measure, Row} from '../measure.ts';
import {measureProcess, nodePath, obsTop} from '../processes.ts';

const endlessLog = fileURLToPath(new URL('../endless-log.ts', import.meta.url));
const megabytes = [10, 100, 1000, 10_000];
const flatMb = 100; // the series of a night grows until it reaches its bound
const linearFactor = 1.5;

/** How the time and memory of `obs-top health` grow with the length of a log read from a pipe. */
export const growth: Measure = {
	name: 'growth',
	async run() {
		const runs = [];
		for (const size of megabytes) {
			// `exec` makes the shell become obs-top, so that its memory is what is measured.
			const command = `exec ${nodePath} ${obsTop} health - < <(${nodePath} ${endlessLog} ${size * 1e6})`;
			runs.push({size, ...(await measureProcess('bash', ['-c', command]))});
		}
		const rows: Row[] = [];
		for (const [index, {size, ms, peakBytes}] of runs.entries()) {
			const before = runs[index - 1];
			const first = runs[index - 2];
			if (before === undefined || first === undefined) {
				continue;
			}
			// The start-up time cancels out in the difference.
			const msPerMb = (ms - before.ms) / (size - before.size);
			const msPerMbBefore = (before.ms - first.ms) / (before.size - first.size);
			rows.push(
				{
					what: `health, time per additional MB from ${before.size} to ${size} MB vs the step before`,
					ours: msPerMb,
					peer: {name: `${first.size} to ${before.size} MB`, value: msPerMbBefore},
					unit: 'ms',
					goal: `at most ${linearFactor} x: linear`,
					reached: msPerMb <= linearFactor * msPerMbBefore,
				},
				{
					what: `health, peak memory at ${size} MB vs the step before`,
					ours: peakBytes / 1e6,
					peer: {name: `${before.size} MB`, value: before.peakBytes / 1e6},
					unit: 'MB',
					goal: `at most ${flatMb} MB more: flat`,
					reached: peakBytes - before.peakBytes <= flatMb * 1e6,
				},
			);
		}
		return rows;
	},
};

import {type Measure, median} from '../measure.ts';
import {nodePath, obsTop, timeOf} from '../processes.ts';
import {runInTerminal} from '../terminal.ts';

const runs = 11;

/** From the start of the process to the first frame with data on the terminal, beside a Node that does nothing. */
export const start: Measure = {
	name: 'start',
	async run() {
		const frames: number[] = [];
		const bare: number[] = [];
		for (let run = 0; run < runs; run++) {
			const startedAt = performance.now();
			const terminal = runInTerminal(nodePath, [obsTop, '--file', 'test/fixtures/last-night.jsonl'], {columns: 120, rows: 36});
			await terminal.until(/enrichment/);
			frames.push(performance.now() - startedAt);
			await terminal.end();
			bare.push(await timeOf(nodePath, ['-e', '0']));
		}
		return [
			{
				what: 'first frame with data of obs-top --file, beside bare node',
				ours: median(frames),
				peer: {name: 'node -e 0', value: median(bare)},
				unit: 'ms',
				goal: '<= 200 where bare node takes 25 (8 x)',
				reached: median(frames) / median(bare) <= 8,
			},
		];
	},
};

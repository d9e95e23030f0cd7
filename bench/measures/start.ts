import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Measure, median, type Row} from '../measure.ts';
import {nodePath, obsTop, onPath, timeOf} from '../processes.ts';
import {runInTerminal} from '../terminal.ts';

const runs = 11;
const log = 'test/fixtures/last-night.jsonl';
const goal = '<= 130 if bare node takes 25 (5.2 x)';

/**
Time from the start of the process to the first frame with data, and to an answer on 1 kB, compared with a Node that
does nothing and with lnav.
*/
export const start: Measure = {
	name: 'start',
	async run() {
		const small = join(mkdtempSync(join(tmpdir(), 'obs-top-bench-')), 'small.jsonl');
		writeFileSync(small, readFileSync(log).subarray(0, 1000));
		const times = {frame: [] as number[], health: [] as number[], bare: [] as number[], lnav: [] as number[]};
		for (let run = 0; run < runs; run++) {
			times.frame.push(await untilShown(nodePath, [obsTop, '--file', log], /enrichment/));
			times.health.push(await timeOf(nodePath, [obsTop, 'health', '--file', small]));
			times.bare.push(await timeOf(nodePath, ['-e', '0']));
			if (onPath('lnav')) {
				times.lnav.push(await untilShown('lnav', [log], /enrichment/));
			}
		}
		const bare = {name: 'node -e 0', value: median(times.bare)};
		const beside = (what: string, taken: readonly number[]): Row => ({
			what,
			ours: median(taken),
			peer: bare,
			unit: 'ms',
			goal,
			reached: median(taken) / bare.value <= 5.2,
		});
		return [
			beside('first frame with data of obs-top --file', times.frame),
			beside('answer of obs-top health on 1 kB', times.health),
			{
				what: 'first frame with data of obs-top --file vs lnav',
				ours: median(times.frame),
				peer: times.lnav.length === 0 ? undefined : {name: 'lnav', value: median(times.lnav)},
				unit: 'ms',
				goal: '',
				reached: undefined,
			},
		];
	},
};

async function untilShown(command: string, arguments_: readonly string[], pattern: RegExp): Promise<number> {
	const startedAt = performance.now();
	const terminal = runInTerminal(command, arguments_, {columns: 120, rows: 36});
	await terminal.until(pattern);
	const elapsedMs = performance.now() - startedAt;
	await terminal.end();
	return elapsedMs;
}

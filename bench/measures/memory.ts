import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {Measure} from '../measure.ts';
import {nodePath, obsTop, rssBytesOf} from '../processes.ts';
import {runInTerminal} from '../terminal.ts';

const makeLog = fileURLToPath(new URL('../make-log.ts', import.meta.url));

/**
Resident memory of obs-top on a terminal after a pipe of 1 million and of 10 million events, both over eight hours.
*/
export const memory: Measure = {
	name: 'memory',
	async run() {
		const oneMillion = await rssAfter(1_000_000);
		const tenMillion = await rssAfter(10_000_000);
		return [
			{
				what: 'resident memory after 10 M events through a pipe vs after 1 M',
				ours: Math.round(tenMillion / 1e6),
				peer: {name: 'after 1 M events', value: Math.round(oneMillion / 1e6)},
				unit: 'MB',
				goal: '+- 20 MB',
				reached: Math.abs(tenMillion - oneMillion) <= 20e6,
			},
		];
	},
};

async function rssAfter(events: number): Promise<number> {
	// `exec` makes the shell become obs-top, so that its pid is the one we measure.
	const command = `exec ${nodePath} ${obsTop} --no-record < <(${nodePath} ${makeLog} ${events} 8)`;
	const terminal = runInTerminal('bash', ['-c', command]);
	await terminal.until(/ended/, 600_000);
	await sleep(2000);
	const rssBytes = rssBytesOf(terminal.pid);
	await terminal.end();
	return rssBytes;
}

import {readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Flood, type FloodEnd, withFlood} from './flood-run.ts';

export type MemorySample = {
	/** What the pipeline had written by then. */
	readonly lines: number;
	readonly rssBytes: number;
};

/** Resident memory of obs-top, twice a second until it has read a flood of lines. */
export async function measureMemory(
	flood: Flood,
	onSample: (sample: MemorySample) => void = () => {},
): Promise<FloodEnd & {readonly samples: readonly MemorySample[]}> {
	const samples: MemorySample[] = [];
	const end = await withFlood(flood, async ({terminal, written, hasEnded}) => {
		while (!hasEnded()) {
			const sample = {lines: written(), rssBytes: rssBytesOf(terminal.pid)};
			samples.push(sample);
			onSample(sample);
			await sleep(500);
		}
	});
	return {...end, samples};
}

function rssBytesOf(pid: number): number {
	const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}

import {readFileSync} from 'node:fs';
import {eventually} from '../helpers/eventually.ts';
import {type Flood, type FloodEnd, withFlood} from './flood-run.ts';

export type MemorySample = {
	/** How many lines the pipeline had written by then. */
	readonly lines: number;
	readonly rssBytes: number;
};

/** Resident memory of obs-top each time the pipeline is about 20,000 lines further, until there are enough samples. */
export async function measureMemory(
	flood: Flood,
	isEnough: (samples: readonly MemorySample[]) => boolean,
	end?: AbortSignal,
): Promise<FloodEnd & {readonly samples: readonly MemorySample[]}> {
	const samples: MemorySample[] = [];
	const result = await withFlood(
		flood,
		async ({terminal, written}) => {
			for (let lines = 0; !isEnough(samples); samples.push({lines, rssBytes: rssBytesOf(terminal.pid)})) {
				await eventually(() => written() > lines, 'the pipeline keeps writing', end);
				lines = written();
			}
		},
		end,
	);
	return {...result, samples};
}

function rssBytesOf(pid: number): number {
	const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}

import process from 'node:process';
import {measureMemory} from './memory-run.ts';
import {say} from './say.ts';

const mostBytes = 300e6;
const mostDeviation = 0.1;
const lines = Number(process.env.SOAK_LINES ?? 36_000_000);
const mostPerSecond = Number(process.env.SOAK_PACE ?? 100_000); // ten times what is required: an hour in six minutes

say(`P18: ${lines} lines of 1 kB (SOAK_LINES), the times as if 10,000 had come a second, ${mostPerSecond} a second (SOAK_PACE)`);
let said = 0;
const end = await measureMemory(
	{lines, lineBytes: 1000, linesPerSecond: 10_000, mostPerSecond, recordMax: '1GiB'},
	samples => {
		const last = samples.at(-1) ?? {lines: 0, rssBytes: 0};
		if (last.lines >= said + lines / 20) {
			said = last.lines;
			say(`P18: ${last.lines} lines: ${megabytes(last.rssBytes)} MB`);
		}
		return last.lines >= lines;
	},
	AbortSignal.timeout(4 * 3_600_000),
);
const second = end.samples.filter(sample => sample.lines >= lines / 2).map(({rssBytes}) => rssBytes);
const mean = second.reduce((sum, rssBytes) => sum + rssBytes, 0) / second.length;
const most = Math.max(...end.samples.map(({rssBytes}) => rssBytes));
const deviation = Math.max(...second.map(rssBytes => Math.abs(rssBytes / mean - 1)));
say(
	`P18: at most ${megabytes(most)} MB; in the second half ${megabytes(mean)} MB within ${(100 * deviation).toFixed(1)} %; ${end.lines} lines, ${end.batches} batches on the screen; ${Math.round(end.elapsedMs / 1000)} s`,
);
if (most >= mostBytes || deviation > mostDeviation || end.lines !== lines || end.batches !== Math.ceil(lines / 7)) {
	throw new Error('P18 does not hold');
}

function megabytes(bytes: number): number {
	return Math.round(bytes / 1e6);
}

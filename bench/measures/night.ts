import {logOf} from '../logs.ts';
import {type Measure, median, percentile, type Row} from '../measure.ts';
import {nodePath, obsTop, onPath, peakRssBytesOf, rssBytesOf, timeOf} from '../processes.ts';
import {runInTerminal, type TerminalRun} from '../terminal.ts';

const lines = 5_000_000;
const starts = 7;
const seeks = 100;
const rareText = 'econnrefused'; // in 1,000 of the 5 million lines
const rare = /1.000 of 5.000.000/;
const all = /5.000.000 lines/;

/** A night of 5 million lines (1.2 GB) on a 160x45 terminal: the first frame, a rare text, jumps in time, memory. */
export const night: Measure = {
	name: 'night',
	async run() {
		const log = await logOf(lines);
		const opening = await openingOf(log);
		const terminal = runInTerminal(nodePath, [obsTop, '--file', log]);
		await terminal.until(/enrichment/);
		const openedAt = performance.now();
		const readMs = (await terminal.untilShown(/ end /, 600_000)) - openedAt;
		const filterMs = await filterTimes(terminal);
		const seekMs = await seekTimes(terminal);
		const [peakBytes, rssBytes] = [peakRssBytesOf(terminal.pid), rssBytesOf(terminal.pid)];
		await terminal.end();
		const ripgrepMs = await ripgrepTimes(log);
		return [
			...opening,
			{what: 'reading 5 M lines, 1.2 GB, on the screen', ours: readMs / 1000, peer: undefined, unit: 's', goal: '', reached: undefined},
			{
				what: 'a rare text in 1.2 GB: all 1,000 matches counted on the screen vs rg -c',
				ours: median(filterMs),
				peer: ripgrepMs && {name: 'rg -c -i -F', value: median(ripgrepMs)},
				unit: 'ms',
				goal: ripgrepMs ? '<= 3 x' : 'rg is not installed',
				reached: ripgrepMs && median(filterMs) <= 3 * median(ripgrepMs),
			},
			{
				what: 'go to a time anywhere in 5 M lines: key to paint at p99',
				ours: percentile(seekMs, 0.99),
				peer: {name: 'median', value: median(seekMs)},
				unit: 'ms',
				goal: '< 50',
				reached: percentile(seekMs, 0.99) < 50,
			},
			{
				what: 'resident memory with 5 M lines: peak vs at the end',
				ours: Math.round(peakBytes / 1e6),
				peer: {name: 'at the end', value: Math.round(rssBytes / 1e6)},
				unit: 'MB',
				goal: '< 400',
				reached: peakBytes < 400e6,
			},
		];
	},
};

/** Time to the first frame with data, compared with a small file and with a Node that does nothing. */
async function openingOf(log: string): Promise<readonly Row[]> {
	const large: number[] = [];
	const small: number[] = [];
	const bare: number[] = [];
	for (let run = 0; run < starts; run++) {
		large.push(await firstFrame(log));
		small.push(await firstFrame('test/fixtures/last-night.jsonl'));
		bare.push(await timeOf(nodePath, ['-e', '0']));
	}
	return [
		{
			what: 'first frame with data of 1.2 GB vs bare node',
			ours: median(large),
			peer: {name: 'node -e 0', value: median(bare)},
			unit: 'ms',
			goal: '<= 300 if bare node takes 25 (12 x)',
			reached: median(large) / median(bare) <= 12,
		},
		{
			what: 'the same vs a file of 40 lines',
			ours: median(large),
			peer: {name: 'small file', value: median(small)},
			unit: 'ms',
			goal: '',
			reached: undefined,
		},
	];
}

async function firstFrame(path: string): Promise<number> {
	const startedAt = performance.now();
	const terminal = runInTerminal(nodePath, [obsTop, '--file', path], {columns: 120, rows: 36});
	await terminal.until(/enrichment/);
	const elapsedMs = performance.now() - startedAt;
	await terminal.end();
	return elapsedMs;
}

/** Time from Enter to the screen with the full count. */
async function filterTimes(terminal: TerminalRun): Promise<readonly number[]> {
	const times: number[] = [];
	for (let run = 0; run < 5; run++) {
		terminal.write('/');
		await terminal.untilShown(/filter \//);
		terminal.write(rareText);
		await terminal.untilShown(/filter \/ econnrefused/);
		const enteredAt = performance.now();
		terminal.write('\r');
		times.push((await terminal.untilShown(rare, 60_000)) - enteredAt);
		terminal.write('/');
		await terminal.untilShown(/filter \//);
		terminal.write('\x15\r');
		await terminal.untilShown(all);
	}
	return times;
}

/** Time from Enter to the new time in the header. The log covers 22:00 to 06:00. */
async function seekTimes(terminal: TerminalRun): Promise<readonly number[]> {
	const times: number[] = [];
	for (let run = 0; run < seeks; run++) {
		const time = new Date(Date.UTC(2024, 0, 15, 22) + ((run * 10_007) % 28_000) * 1000).toISOString().slice(11, 19);
		terminal.write('t');
		await terminal.untilShown(/go to time/);
		terminal.write(time);
		await terminal.untilShown(new RegExp(`go to time ${time}`));
		const enteredAt = performance.now();
		terminal.write('\r');
		times.push((await terminal.untilShown(new RegExp(`❚❚ ${time}`))) - enteredAt);
	}
	return times;
}

async function ripgrepTimes(log: string): Promise<readonly number[] | undefined> {
	if (!onPath('rg')) {
		return undefined;
	}
	const times: number[] = [];
	for (let run = 0; run < 5; run++) {
		times.push(await timeOf('rg', ['-c', '-i', '-F', rareText, log]));
	}
	return times;
}

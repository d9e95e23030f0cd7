import {spawn} from 'node:child_process';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {tenThousandEventsASecond} from '../demo.ts';
import {type Measure, percentile} from '../measure.ts';
import {cpuSecondsOf, nodePath, obsTop} from '../processes.ts';
import {runInTerminal} from '../terminal.ts';

const spanMs = 10_000;

/**
obs-top at 10,000 events/s on a 160x45 terminal at 10 frames/s: CPU, frames, and the time from a key to the screen.
*/
export const live: Measure = {
	name: 'live',
	async run() {
		const terminal = runInTerminal(nodePath, [obsTop, '--no-record', '--fps', '10', '--', ...tenThousandEventsASecond]);
		await terminal.until(/sink/);
		await sleep(3000);
		terminal.reset();
		const cpuShare = await cpuShareOf(terminal.pid);
		const framesPerSecond = terminal.frames() / (spanMs / 1000);
		const bytesPerFrame = terminal.bytes() / Math.max(1, terminal.frames());
		const delays = await keyDelays(terminal);
		await terminal.end();
		const bare = await bareCpuShare();
		return [
			{
				what: 'CPU of the whole tool at 10,000 events/s, 160x45, vs split2 + JSON.parse of the same pipe',
				ours: cpuShare,
				peer: {name: 'split2 + JSON.parse', value: bare},
				unit: '% of a core',
				goal: '< 18',
				reached: cpuShare < 18,
			},
			{
				what: 'frames at 10,000 events/s',
				ours: framesPerSecond,
				peer: undefined,
				unit: '/s',
				goal: '10 requested',
				reached: framesPerSecond >= 9,
			},
			{what: 'bytes per frame, log scrolling', ours: bytesPerFrame, peer: undefined, unit: 'B', goal: '', reached: undefined},
			{
				what: 'key to paint at p99',
				ours: percentile(delays, 0.99),
				peer: undefined,
				unit: 'ms',
				goal: '< 50',
				reached: percentile(delays, 0.99) < 50,
			},
		];
	},
};

async function cpuShareOf(pid: number): Promise<number> {
	const before = cpuSecondsOf(pid);
	const startedAt = performance.now();
	await sleep(spanMs);
	return ((cpuSecondsOf(pid) - before) / ((performance.now() - startedAt) / 1000)) * 100;
}

/** The CPU of a program that only splits and parses the same pipe. */
async function bareCpuShare(): Promise<number> {
	const [command = '', ...arguments_] = tenThousandEventsASecond;
	const pipeline = spawn(command, arguments_, {stdio: ['ignore', 'pipe', 'ignore']});
	const reader = spawn(nodePath, [fileURLToPath(new URL('../peers/split2-parse.ts', import.meta.url))], {
		stdio: [pipeline.stdout, 'ignore', 'inherit'],
	});
	await sleep(3000);
	const share = await cpuShareOf(reader.pid ?? 0);
	pipeline.kill();
	reader.kill();
	return share;
}

/** Opens and closes the help a hundred times and measures the time until its title appears or disappears. */
async function keyDelays(terminal: ReturnType<typeof runInTerminal>): Promise<number[]> {
	const delays: number[] = [];
	for (let press = 0; press < 100; press++) {
		terminal.reset();
		const pressedAt = performance.now();
		terminal.write(press % 2 === 0 ? '?' : '\x1B');
		await terminal.until(press % 2 === 0 ? /Help|Keys/ : /Stages/, 5000);
		delays.push(performance.now() - pressedAt);
		await sleep(60);
	}
	return delays;
}

import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {demo, tenThousandEventsASecond} from '../demo.ts';
import {logOf} from '../logs.ts';
import type {Measure, Row} from '../measure.ts';
import {cpuSecondsOf, nodePath, obsTop, onPath} from '../processes.ts';
import {runInTerminal} from '../terminal.ts';

const settleMs = 3000;
const spanMs = 6000;
const sizes = [
	{columns: 160, rows: 45},
	{columns: 80, rows: 24},
] as const;
const rates = [10, 2] as const; // frames per second

type Size = (typeof sizes)[number];
type Use = {readonly bytesPerSecond: number; readonly cpuPercent: number};

/**
The cost of the screen, in bytes to the terminal and CPU, compared with htop and btop at the same size and refresh rate.
*/
export const screen: Measure = {
	name: 'screen',
	async run() {
		const rows: Row[] = [];
		for (const size of sizes) {
			for (const framesPerSecond of rates) {
				rows.push(...(await rowsOf(size, framesPerSecond)));
			}
		}
		const idle = await use(nodePath, [obsTop, '--file', 'test/fixtures/last-night.jsonl'], sizes[0]);
		const replay = await use(nodePath, [obsTop, '--file', await logOf(500_000), '--speed', '100'], sizes[0]);
		return [
			...rows,
			row('idle: bytes per second', idle.bytesPerSecond, 'B/s', undefined, '0', idle.bytesPerSecond === 0),
			row('idle: CPU', idle.cpuPercent, '% of a core', undefined, '< 1', idle.cpuPercent < 1),
			row('replay at 100x, 160x45: bytes per second', replay.bytesPerSecond, 'B/s', undefined, ''),
			row('replay at 100x, 160x45: CPU', replay.cpuPercent, '% of a core', undefined, ''),
		];
	},
};

async function rowsOf(size: Size, framesPerSecond: number): Promise<readonly Row[]> {
	const at = `${size.columns}x${size.rows}, ${framesPerSecond} frames/s`;
	const options = [obsTop, '--no-record', '--fps', String(framesPerSecond), '--'];
	const scrolling = await use(nodePath, [...options, ...demo('calm')], size);
	const still = await use(nodePath, [...options, ...demo('calm')], size, '/level=fatal\r');
	const flood = await use(nodePath, [...options, ...tenThousandEventsASecond], size);
	const htop = await peer('htop', ['htop', '-d', String(10 / framesPerSecond)], size);
	const btop = await peer('btop', ['env', `XDG_CONFIG_HOME=${btopConfig(1000 / framesPerSecond)}`, 'btop', '--utf-force'], size);
	const cpuGoal = size.columns === 160 && framesPerSecond === 10 ? 18 : undefined;
	return [
		row(
			`log not scrolling, ${at}: bytes per second`,
			still.bytesPerSecond,
			'B/s',
			htop && {name: 'htop', value: htop.bytesPerSecond},
			'< htop',
			htop && still.bytesPerSecond < htop.bytesPerSecond,
		),
		row(
			`log scrolling, ${at}: bytes per second`,
			scrolling.bytesPerSecond,
			'B/s',
			btop && {name: 'btop', value: btop.bytesPerSecond},
			'<= 1/3 of btop',
			btop && scrolling.bytesPerSecond <= btop.bytesPerSecond / 3,
		),
		row(`10 events/s, ${at}: CPU`, scrolling.cpuPercent, '% of a core', htop && {name: 'htop', value: htop.cpuPercent}, ''),
		row(`10,000 events/s, ${at}: bytes per second`, flood.bytesPerSecond, 'B/s', btop && {name: 'btop', value: btop.bytesPerSecond}, ''),
		row(
			`10,000 events/s, ${at}: CPU of the whole tool`,
			flood.cpuPercent,
			'% of a core',
			btop && {name: 'btop', value: btop.cpuPercent},
			cpuGoal === undefined ? '' : `< ${cpuGoal}`,
			cpuGoal === undefined ? undefined : flood.cpuPercent < cpuGoal,
		),
	];
}

const row = (what: string, ours: number, unit: string, beside: Row['peer'], goal: string, reached?: boolean): Row => ({
	what,
	ours,
	unit,
	peer: beside,
	goal: goal !== '' && /top/.test(goal) && beside === undefined ? `${goal} (not installed)` : goal,
	reached,
});

async function peer(name: string, [command = '', ...arguments_]: readonly string[], size: Size): Promise<Use | undefined> {
	return onPath(name) ? use(command, arguments_, size) : undefined;
}

function btopConfig(updateMs: number): string {
	const folder = mkdtempSync(join(tmpdir(), 'bench-btop-'));
	mkdirSync(join(folder, 'btop'));
	writeFileSync(join(folder, 'btop', 'btop.conf'), `update_ms = ${updateMs}\n`);
	return folder;
}

/** Measures a program in a terminal, once it has settled. */
async function use(command: string, arguments_: readonly string[], size: Size, keys = ''): Promise<Use> {
	const terminal = runInTerminal(command, arguments_, size);
	await terminal.until(/sink|CPU|cpu/i);
	terminal.write(keys);
	await sleep(settleMs);
	terminal.reset();
	const [cpuBefore, startedAt] = [cpuSecondsOf(terminal.pid), performance.now()];
	await sleep(spanMs);
	const seconds = (performance.now() - startedAt) / 1000;
	const used = {bytesPerSecond: terminal.bytes() / seconds, cpuPercent: ((cpuSecondsOf(terminal.pid) - cpuBefore) / seconds) * 100};
	await terminal.end();
	return used;
}

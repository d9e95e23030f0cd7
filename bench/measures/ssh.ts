import {setTimeout as sleep} from 'node:timers/promises';
import {demo} from '../demo.ts';
import type {Measure, Row} from '../measure.ts';
import {nodePath, obsTop, onPath} from '../processes.ts';
import {runInTerminal} from '../terminal.ts';

const spanMs = 10_000;

/** Bytes that reach the terminal, as over SSH: the calm demo at 160x45, beside htop and btop in a terminal of the same size. */
export const ssh: Measure = {
	name: 'over SSH',
	async run() {
		const calm = await bytesOf(nodePath, [obsTop, '--no-record', '--fps', '10', '--', ...demo('calm')], /sink/);
		const frames = Math.max(1, calm.frames);
		const rows: Row[] = [
			{
				what: 'bytes a frame on the calm demo at 160x45',
				ours: calm.bytes / frames,
				peer: undefined,
				unit: 'B',
				goal: '<= 2,500',
				reached: calm.bytes / frames <= 2500,
			},
		];
		for (const [peer, arguments_] of [
			['htop', ['-d', '10']],
			['btop', ['--utf-force']],
		] as const) {
			const what = `bytes a second on the calm demo, beside ${peer}`;
			const theirs = onPath(peer) ? await bytesOf(peer, arguments_, /./) : undefined;
			rows.push({
				what,
				ours: calm.bytes / calm.seconds,
				peer: theirs && {name: peer, value: theirs.bytes / theirs.seconds},
				unit: 'B/s',
				goal: theirs ? '' : `${peer} is not installed`,
				reached: undefined,
			});
		}
		const idle = await bytesOf(nodePath, [obsTop, '--file', 'test/fixtures/last-night.jsonl'], /sink/);
		rows.push({
			what: 'bytes a second when nothing changes',
			ours: idle.bytes / idle.seconds,
			peer: undefined,
			unit: 'B/s',
			goal: '0',
			reached: idle.bytes === 0,
		});
		return rows;
	},
};

async function bytesOf(command: string, arguments_: readonly string[], ready: RegExp) {
	const terminal = runInTerminal(command, arguments_);
	await terminal.until(ready);
	await sleep(3000);
	terminal.reset();
	await sleep(spanMs);
	const result = {bytes: terminal.bytes(), frames: terminal.frames(), seconds: spanMs / 1000};
	await terminal.end();
	return result;
}

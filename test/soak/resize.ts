import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {say} from './say.ts';

const storms = 20;
const sizes = 100;
const mostMs = 200;
const strange: ReadonlyArray<readonly [number, number]> = [
	[1, 1],
	[400, 1],
	[1, 100],
	[2, 2],
];

/** Sizes that repeat; a terminal can't be made 0 x 0 from here. */
const sizeAt = (n: number): readonly [number, number] => strange[n % 7] ?? [20 + ((n * 37) % 180), 5 + ((n * 13) % 60)];

const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
const log = join(folder, 'log.jsonl');
writeFileSync(
	log,
	Array.from(
		{length: 500},
		(_, n) =>
			`${JSON.stringify({timestamp: new Date(Date.UTC(2024, 0, 15, 22, 0, n)).toISOString(), level: 'INFO', component: 'ingest', event: 'stage_completed', recordsIn: 500, recordsOut: 500, elapsedMs: 100})}\n`,
	).join(''),
);
const terminal = startInTerminal([...obsTop, log], {columns: 160, rows: 45});
const delaysMs: number[] = [];
try {
	await terminal.until(/ingest +█/, AbortSignal.timeout(60_000));
	for (let storm = 0; storm < storms; storm++) {
		for (let n = 0; n < sizes; n++) {
			terminal.resize(...sizeAt(n + storm));
			await sleep(1000 / sizes);
		}
		// A different width each time, so that output left from the previous storm can't be mistaken for it.
		const columns = 130 + storm;
		terminal.resize(columns, 40);
		const startedMs = performance.now();
		const isRight = (screen: string) => {
			const rows = screen.split('\n');
			return (
				/ingest +█/.test(screen) &&
				/^ \? help/.test(rows[39] ?? '') &&
				(rows[1] ?? '').length === columns &&
				/╭ 1 Stages/.test(rows[1] ?? '')
			);
		};
		await terminal.until(isRight, AbortSignal.timeout(20_000));
		delaysMs.push(performance.now() - startedMs);
	}
	terminal.press('q');
	if ((await terminal.exited) !== 0) {
		throw new Error('P16: it did not end well');
	}
} finally {
	terminal.kill('SIGKILL');
	rmSync(folder, {recursive: true, force: true});
}
delaysMs.sort((a, b) => a - b);
const median = Math.round(delaysMs[storms / 2] ?? Number.NaN);
say(
	`P16: ${storms} storms of ${sizes} sizes in a second: the right frame ${median} ms after the last in the median, ${Math.round(delaysMs.at(-1) ?? 0)} at most`,
);
if (!(median <= mostMs)) {
	throw new Error('P16 does not hold');
}

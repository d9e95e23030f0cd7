import {mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {eventually} from '../helpers/eventually.ts';
import {obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {say} from './say.ts';

const rotations = 24 * 60; // one day, one per minute
const everyMs = 50;
const keptMs = 5000; // a rotated file is still read this long after its last write

const line = (n: number): string =>
	`${JSON.stringify({timestamp: new Date(Date.UTC(2024, 0, 15, 22) + n * 60_000).toISOString(), level: 'INFO', component: 'ingest', event: 'stage_completed', recordsIn: 500, recordsOut: 500, elapsedMs: 100, n})}\n`;

const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
const log = join(folder, 'log.jsonl');
writeFileSync(log, line(0));
const terminal = startInTerminal([...obsTop, '--follow', log], {columns: 160, rows: 45});
const openFiles = (): number => readdirSync(`/proc/${terminal.pid}/fd`).length;
try {
	await terminal.until(/ingest +█/, AbortSignal.timeout(60_000));
	await sleep(1000);
	const before = openFiles();
	let most = before;
	for (let n = 1; n <= rotations; n++) {
		renameSync(log, `${log}.${n}`);
		writeFileSync(log, line(n));
		rmSync(`${log}.${n - 20}`, {force: true});
		await sleep(everyMs);
		most = Math.max(most, openFiles());
	}
	const shown = new RegExp(`n=${rotations}\\b`);
	await terminal.until(shown, AbortSignal.timeout(60_000));
	await sleep(keptMs);
	await eventually(() => openFiles() <= before + 8, 'the earlier files are closed', AbortSignal.timeout(30_000)).catch(() => undefined);
	const after = openFiles();
	say(
		`P24: ${rotations} rotations in ${Math.round((rotations * everyMs) / 1000)} s: ${before} files open before, at most ${most} meanwhile, ${after} after`,
	);
	if (after > before + 8) {
		throw new Error('P24 does not hold'); // 8 rotated files are kept open for reading back
	}
} finally {
	terminal.kill('SIGKILL');
	await terminal.exited;
	rmSync(folder, {recursive: true, force: true});
}

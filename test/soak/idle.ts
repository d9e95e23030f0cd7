import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {say} from './say.ts';

const spanMs = 60_000;
const mostCpuShare = 0.01;
const ticksPerSecond = 100; // the unit of /proc/PID/stat on Linux

const events = Array.from({length: 80}, (_, n) =>
	JSON.stringify({
		timestamp: new Date(Date.now() - 60_000 + 500 * n).toISOString(),
		level: 'INFO',
		component: n % 2 === 0 ? 'ingest' : 'feature',
		event: 'stage_completed',
		recordsIn: 500,
		recordsOut: 500,
		elapsedMs: 100,
	}),
);

const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
writeFileSync(join(folder, 'log.jsonl'), `${events.join('\n')}\n`);
const broken: string[] = [];
for (const [form, options, mostBytes] of [
	['a file that was read', [], 0],
	['a quiet followed file', ['--follow'], Number.POSITIVE_INFINITY],
] as const) {
	const terminal = startInTerminal([...obsTop, ...options, join(folder, 'log.jsonl')], {columns: 160, rows: 45});
	try {
		await terminal.until(/feature +█/, AbortSignal.timeout(60_000));
		await sleep(spanMs);
		const [cpuBefore, bytesBefore, startedMs] = [cpuSecondsOf(terminal.pid), terminal.output().length, performance.now()];
		await sleep(spanMs);
		const seconds = (performance.now() - startedMs) / 1000;
		const [cpuShare, bytes] = [(cpuSecondsOf(terminal.pid) - cpuBefore) / seconds, terminal.output().length - bytesBefore];
		say(`P20: ${form}: ${(100 * cpuShare).toFixed(2)} % CPU, ${(bytes / seconds).toFixed(1)} bytes/s, in the second minute`);
		if (cpuShare >= mostCpuShare || bytes > mostBytes) {
			broken.push(form);
		}
	} finally {
		terminal.kill('SIGKILL');
		await terminal.exited;
	}
}
rmSync(folder, {recursive: true, force: true});
if (broken.length > 0) {
	throw new Error(`P20 does not hold: ${broken.join('; ')}`);
}

function cpuSecondsOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const [user, system] = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13)
		.map(Number);
	return ((user ?? 0) + (system ?? 0)) / ticksPerSecond;
}

import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {obsTop} from '../helpers/real-terminal.ts';
import {say} from './say.ts';

const runs = Number(process.env.SOAK_RUNS ?? 10_000); // per command
const atOnce = 2;
const endsWithinMs = 20_000;

/**
Every run of every command without a screen ends, on small logs, several at a time. If one doesn't, its threads are
shown, if gdb is installed.
*/
const commands: Readonly<Record<string, (log: string) => readonly string[]>> = {
	health: log => ['health', '--file', log],
	events: log => ['events', '--file', log],
	incidents: log => ['incidents', '--json', '--file', log],
	query: log => ['query', '--file', log, 'SELECT count(*)'],
	inspect: log => ['inspect', '--json', '--file', log],
};

const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
const logs = smallLogs();
let isGood = true;
try {
	for (const [name, argvOf] of Object.entries(commands)) {
		const startedMs = performance.now();
		const ends = new Map<string, number>();
		let next = 0;
		const work = async () => {
			for (let run = next++; run < runs; run = next++) {
				const end = await endOf(argvOf(logs[run % logs.length] ?? ''));
				ends.set(end, (ends.get(end) ?? 0) + 1);
			}
		};
		await Promise.all(Array.from({length: atOnce}, work));
		const told = [...ends].map(([end, count]) => `${count} ${end}`).join(', ');
		say(`P27: ${name}: ${runs} runs in ${Math.round((performance.now() - startedMs) / 1000)} s: ${told}`);
		isGood &&= [...ends.keys()].every(end => /^ended with [01]$/.test(end));
	}
} finally {
	rmSync(folder, {recursive: true});
}
if (!isGood) {
	throw new Error('P27 does not hold');
}

async function endOf(argv: readonly string[]): Promise<string> {
	const [file = '', ...program] = obsTop;
	const child = spawn(file, [...program, ...argv], {stdio: ['ignore', 'pipe', 'ignore'], env: {...process.env, TMPDIR: folder}});
	child.stdout.resume();
	const late = new AbortController();
	const ended = once(child, 'close').finally(() => late.abort());
	await sleep(endsWithinMs, undefined, {signal: late.signal}).then(
		() => {
			say(`${argv.join(' ')} has not ended:\n${threadsOf(child.pid ?? 0)}`);
			child.kill('SIGKILL');
		},
		() => undefined, // it has ended
	);
	const [code, signal] = await ended;
	return signal === null ? `ended with ${code}` : `ended by ${signal}`;
}

function threadsOf(pid: number): string {
	try {
		return execFileSync('gdb', ['-p', String(pid), '-batch', '-ex', 'thread apply all backtrace 30'], {encoding: 'utf8', stdio: 'pipe'});
	} catch (error) {
		return String(error);
	}
}

function smallLogs(): readonly string[] {
	const night = readFileSync('test/fixtures/last-night.jsonl', 'utf8').split('\n');
	const parts = [night, night.slice(0, 300), night.slice(-500), night.slice(300, 1000), night.slice(0, 10)].map((lines, index) => {
		const path = join(folder, `${index}.jsonl`);
		writeFileSync(path, lines.join('\n'));
		return path;
	});
	return [...parts, 'test/fixtures/lecture/lecture-pipeline.jsonl', 'test/fixtures/corpus/lnav-test-logs/logfile_pino.0'];
}

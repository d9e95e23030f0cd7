import {execFile, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

export const obsTop = fileURLToPath(new URL('../bin/obs-top.js', import.meta.url));

export const run = promisify(execFile);

/** Whether a peer is installed. */
export const onPath = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/**
Wall time of a whole process in milliseconds; its output is discarded. Exit code 1 is fine, since `health` may report
DEGRADED.
*/
export async function timeOf(command: string, arguments_: readonly string[]): Promise<number> {
	const startedAt = performance.now();
	await run(command, arguments_, {maxBuffer: 1 << 28}).catch((error: {code?: unknown}) => {
		if (error.code !== 1) {
			throw error;
		}
	});
	return performance.now() - startedAt;
}

/** Wall time and peak resident memory of a whole process; its output is discarded. */
export async function measureProcess(
	command: string,
	arguments_: readonly string[],
): Promise<{readonly ms: number; readonly peakBytes: number}> {
	const startedAt = performance.now();
	const child = spawn(command, arguments_, {stdio: ['ignore', 'ignore', 'ignore']});
	let peakBytes = 0;
	const timer = setInterval(() => {
		peakBytes = Math.max(peakBytes, child.pid === undefined ? 0 : peakRssBytesOf(child.pid));
	}, 20);
	await once(child, 'close');
	clearInterval(timer);
	return {ms: performance.now() - startedAt, peakBytes};
}

/** CPU seconds used by a process so far, from /proc. */
export function cpuSecondsOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory of a process in bytes, from /proc. */
export function rssBytesOf(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(statusOf(pid))?.[1] ?? 0) * 1024;
}

/** Peak resident memory of a process in bytes, from /proc. */
export function peakRssBytesOf(pid: number): number {
	return Number(/VmHWM:\s+(\d+)/.exec(statusOf(pid))?.[1] ?? 0) * 1024;
}

/** The process's status; empty if it has just ended. */
function statusOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		return '';
	}
}

export const nodePath = process.execPath;

import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {tempFolder} from './temp-folder.ts';

// A FUSE file system without a program behind it: whoever accesses it waits, as for a server that is gone. It exists
// while the shell holds its end.
const mount = 'exec 3<>/dev/fuse; mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 none "$0" || exit 125; "$@" 3>&-; exit $?';
const beside = (hung: string): readonly [string, ...string[]] => ['unshare', '-rm', 'sh', '-c', mount, hung];

function canMount(): boolean {
	const [file, ...args] = beside('/mnt');
	return spawnSync(file, [...args, 'true']).status === 0;
}

/** Whether the tests can create one on this machine. */
export const canHang = canMount();

/**
A folder that never responds, and how to start a command that sees it: through a shell, which exits with the command's
code.
*/
export function hungMount(t: ExecutionContext): {readonly hung: string; readonly beside: readonly string[]} {
	const hung = join(tempFolder(t), 'hung');
	mkdirSync(hung);
	return {hung, beside: beside(hung)};
}

/** Whether a thread of a process, or of one it started, is in uninterruptible disk sleep, which no signal ends. */
export function waitsForDisk(pid: number | undefined): boolean {
	try {
		const folder = `/proc/${pid}/task`;
		const stats = readdirSync(folder).map(thread => readFileSync(`${folder}/${thread}/stat`, 'utf8'));
		const started = readFileSync(`${folder}/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
		return stats.some(stat => stat[stat.lastIndexOf(')') + 2] === 'D') || started.some(waitsForDisk);
	} catch {
		return false; // it doesn't exist yet, or a thread is gone
	}
}

/** The processes that the shell has started. */
export const startedBy = (shell: number): number => Number(readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8'));

import {readdirSync, readFileSync} from 'node:fs';
import process from 'node:process';

/**
Whether a process of the group still runs. One that has ended and waits to be collected by its parent does not: in a container whose first process collects nobody, such
remains stay for ever, and signals still reach them.
*/
export function groupLives(pgid: number): boolean {
	try {
		process.kill(-pgid, 0);
	} catch {
		return false;
	}
	try {
		return readdirSync('/proc').some(name => /^\d+$/.test(name) && isRunningIn(pgid, name));
	} catch {
		return true; // no /proc: the signal's word counts
	}
}

/** @see proc_pid_stat(5): after the name in parentheses stand the state, the parent and the group. */
function isRunningIn(pgid: number, pid: string): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return Number(group) === pgid && state !== 'Z' && state !== 'X';
	} catch {
		return false; // it has ended meanwhile
	}
}

import {readdirSync, readFileSync} from 'node:fs';

/** A process as listed in /proc. Pids are reused; pid and start time together identify it. */
export type Process = {
	readonly pid: number;
	readonly parent: number;
	readonly group: number;
	readonly session: number;
	/** In clock ticks since boot. */
	readonly startedTicks: number;
	/** The program's name as the kernel keeps it: any bytes, at most 15. */
	readonly name: string;
	/**
	It is a zombie, waiting to be reaped by its parent. In a container whose init reaps nothing, zombies stay forever, and
	signals to them still succeed.
	*/
	readonly hasEnded: boolean;
};

/** All running processes. @returns `undefined` without /proc. */
export function runningProcesses(): readonly Process[] | undefined {
	let names: readonly string[];
	try {
		names = readdirSync('/proc');
	} catch {
		return undefined;
	}
	return names.flatMap(name => {
		const process = /^\d+$/.test(name) ? processAt(Number(name)) : undefined;
		return process === undefined || process.hasEnded ? [] : [process];
	});
}

/** @see proc_pid_stat(5): the name is in parentheses and may contain some itself. */
export function processAt(pid: number): Process | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined; // it has ended in the meantime, or there is no /proc
	}
	const nameEnd = stat.lastIndexOf(')');
	const fields = stat.slice(nameEnd + 2).split(' ');
	const [state, parent, group, session] = fields;
	return {
		pid,
		parent: Number(parent),
		group: Number(group),
		session: Number(session),
		startedTicks: Number(fields[startedField]),
		name: stat.slice(stat.indexOf('(') + 1, nameEnd),
		hasEnded: state === 'Z' || state === 'X',
	};
}

const startedField = 19;

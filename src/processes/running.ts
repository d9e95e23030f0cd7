import {readdirSync, readFileSync} from 'node:fs';

/** A process as it stands in /proc. Its number may be given again: together with its start it is this one. */
export type Process = {
	readonly pid: number;
	readonly parent: number;
	readonly group: number;
	readonly session: number;
	/** In clock ticks since the system began. */
	readonly startedTicks: number;
	/** The program's, as the system keeps it: 15 bytes at most, and whatever bytes it likes. */
	readonly name: string;
	/** It waits to be collected by its parent. In a container whose first process collects nobody such remains stay for ever, and signals still reach them. */
	readonly hasEnded: boolean;
};

/** All that run. @returns `undefined` where the system has no /proc. */
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

/** @see proc_pid_stat(5): the name stands in parentheses and may hold some itself. */
export function processAt(pid: number): Process | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return undefined; // it has ended meanwhile, or there is no /proc
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

import {readFileSync, readlinkSync} from 'node:fs';
import {hostname} from 'node:os';
import process from 'node:process';
import {processAt} from './running.ts';

/**
Identifies a process for a later check, possibly from another machine that shares the folder, or from a container.
*/
export type ProcessIdentity = {
	readonly pid: number;
	/** `undefined` if the system doesn't report it. */
	readonly startedTicks: number | undefined;
	readonly host: string;
	/** The boot of the system, and the pid namespace. */
	readonly boot: string;
	readonly numbering: string;
};

export function identityOfProcess(pid: number = process.pid): ProcessIdentity {
	return {pid, startedTicks: processAt(pid)?.startedTicks, host: hostname(), boot: boot(), numbering: numbering()};
}

/**
@returns `undefined` if it can't be checked from here, because it runs or ran on another machine or in another
container.
*/
export function isRunning(identity: ProcessIdentity): boolean | undefined {
	if (identity.boot !== boot()) {
		return identity.host === hostname() ? false : undefined;
	}
	if (identity.numbering !== numbering()) {
		return undefined;
	}
	if (identity.startedTicks === undefined) {
		return isTaken(identity.pid);
	}
	const now = processAt(identity.pid);
	return now !== undefined && !now.hasEnded && now.startedTicks === identity.startedTicks;
}

/** Whether any process has this pid, when there is no start time to compare. */
function isTaken(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

const boot = (): string => told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
const numbering = (): string => told(() => readlinkSync('/proc/self/ns/pid'));

function told(read: () => string): string {
	try {
		return read();
	} catch {
		return '';
	}
}

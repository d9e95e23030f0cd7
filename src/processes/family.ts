import {readFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Process, processAt, runningProcesses} from './running.ts';

/** Processes left after a command was ended. */
export type Left = {
	/**
	Processes that detached: they have their own session, and their parents are gone. They are not ended, because a server
	started by a pipeline outlives it on purpose.
	*/
	readonly strays: readonly Process[];
	/** Processes that can't be ended: they belong to another user or hang in the kernel. */
	readonly survivors: readonly Process[];
};

const markName = 'OBS_TOP_PIPELINE';
const firstLookMs = 5;
const slowestLookMs = 100;
const killMs = 500; // SIGKILL takes no longer, unless a process hangs in the kernel

/** An environment variable that marks a command's processes; every process they start inherits it. */
export type FamilyMark = {readonly text: string; readonly environment: Readonly<Record<string, string>>};

/** Adds to the marks this process has itself, as it may be part of a pipeline that another obs-top watches. */
export function createMark(): FamilyMark {
	const text = crypto.randomUUID();
	const outer = process.env[markName];
	return {text, environment: {[markName]: outer === undefined ? text : `${outer}:${text}`}};
}

/**
A command and everything it started: all processes in its session and their descendants, in whatever session those
are. Processes are identified by pid and start time, because a pid may be reused before a signal is sent.

Without /proc it is the process group.
*/
export class ProcessFamily {
	readonly #leader: number;
	readonly #leaderTicks: number | undefined;
	readonly #mark: string;
	/** Start times of the processes seen, by pid. */
	readonly #known = new Map<number, number>();
	#isGroupGone = false;
	#deadline = Number.POSITIVE_INFINITY;
	#ended: Promise<void> | undefined;

	/**
	@param leader - Pid of the command, which leads its own session.
	@param endsWithUs - Whether `endFamilies` ends it.
	*/
	constructor(leader: number, mark: FamilyMark, endsWithUs = true) {
		this.#leader = leader;
		this.#leaderTicks = processAt(leader)?.startedTicks;
		this.#mark = mark.text;
		if (endsWithUs) {
			families.add(this);
		}
	}

	/** Call when the command has exited. While its session has processes left, its pid is not reused. */
	leaderExited(): void {
		if (this.#leaderTicks !== undefined) {
			for (const {pid, session, group, startedTicks} of runningProcesses() ?? []) {
				if (session === this.#leader || group === this.#leader) {
					this.#known.set(pid, startedTicks);
				}
			}
		}
		this.#isGroupGone = !this.#signalGroup(0);
	}

	/**
	Sends SIGTERM to all of it, and SIGKILL to what is left after the deadline. If called again, the earlier deadline
	counts.
	*/
	end(deadlineMs: number): Promise<void> {
		this.#deadline = Math.min(this.#deadline, performance.now() + deadlineMs);
		this.#ended ??= this.#end();
		return this.#ended;
	}

	/** Whether `end` was called. */
	get isEnding(): boolean {
		return this.#ended !== undefined;
	}

	/** Excludes it from `endFamilies`. */
	release(): void {
		families.delete(this);
	}

	/** Sends SIGKILL to all of it, without waiting. */
	endNow(): void {
		this.#signal('SIGKILL');
	}

	/** What is left after it was ended; nothing if there is no /proc. */
	get left(): Left {
		const survivors = this.#members() ?? [];
		const known = new Set(survivors.map(({pid}) => pid));
		const since = this.#leaderTicks ?? Number.POSITIVE_INFINITY;
		const strays = (runningProcesses() ?? []).filter(each => each.startedTicks >= since && !known.has(each.pid) && this.#isMarked(each));
		return {strays, survivors};
	}

	async #end(): Promise<void> {
		this.#signal('SIGTERM');
		for (let lookMs = firstLookMs; this.#lives() && performance.now() < this.#deadline; lookMs = Math.min(lookMs * 2, slowestLookMs)) {
			await sleep(lookMs);
		}
		for (const end = performance.now() + killMs; this.#lives() && performance.now() < end; ) {
			this.#signal('SIGKILL');
			await sleep(firstLookMs);
		}
	}

	#lives(): boolean {
		const members = this.#members();
		return members === undefined ? !this.#isGroupGone && this.#signalGroup(0) : members.length > 0;
	}

	#signal(signal: NodeJS.Signals): void {
		const members = this.#members();
		if (members === undefined ? !this.#isGroupGone : members.some(({group}) => group === this.#leader)) {
			this.#signalGroup(signal); // also reaches a process forked in the meantime
		}
		for (const {pid, group} of members ?? []) {
			if (group !== this.#leader) {
				send(pid, signal);
			}
		}
	}

	#signalGroup(signal: NodeJS.Signals | 0): boolean {
		return send(-this.#leader, signal);
	}

	/** `undefined` without /proc. */
	#members(): readonly Process[] | undefined {
		const all = this.#leaderTicks === undefined ? undefined : runningProcesses();
		if (all === undefined) {
			return undefined;
		}
		const members = new Set(all.filter(each => this.#isKnown(each) || (each.session === this.#leader && this.#isMarked(each))));
		for (let size = -1; members.size !== size; ) {
			size = members.size;
			const [pids, sessions] = [new Set<number>(), new Set<number>()];
			for (const {pid, session} of members) {
				pids.add(pid);
				sessions.add(session);
			}
			for (const each of all) {
				if (pids.has(each.parent) || sessions.has(each.session)) {
					members.add(each);
				}
			}
		}
		for (const {pid, startedTicks} of members) {
			this.#known.set(pid, startedTicks);
		}
		return [...members];
	}

	#isKnown({pid, startedTicks}: Process): boolean {
		return (pid === this.#leader && startedTicks === this.#leaderTicks) || this.#known.get(pid) === startedTicks;
	}

	#isMarked({pid}: Process): boolean {
		try {
			const variables = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
			const mine = variables.find(variable => variable.startsWith(`${markName}=`));
			return (
				mine
					?.slice(markName.length + 1)
					.split(':')
					.includes(this.#mark) ?? false
			);
		} catch {
			return false; // it has ended, or belongs to another user
		}
	}
}

const families = new Set<ProcessFamily>();

/** Ends everything this process has started. */
export async function endFamilies(deadlineMs: number): Promise<Left> {
	await Promise.all([...families].map(family => family.end(deadlineMs)));
	const left = [...families].map(family => family.left);
	return {strays: left.flatMap(({strays}) => strays), survivors: left.flatMap(({survivors}) => survivors)};
}

/** Sends SIGKILL to everything this process has started, without waiting. */
export function endFamiliesNow(): void {
	for (const family of families) {
		family.endNow();
	}
}

/** @returns Whether it was delivered to any process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		return false;
	}
}

import {readFileSync} from 'node:fs';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Process, processAt, runningProcesses} from './running.ts';

/** Who is left once a command was ended. */
export type Left = {
	/** Who has left it: in a session of its own, its parents gone. They are not ended: a server that a pipeline started outlives it on purpose. */
	readonly strays: readonly Process[];
	/** Who can't be ended: another user's, or one that hangs in the kernel. */
	readonly survivors: readonly Process[];
};

const markName = 'OBS_TOP_PIPELINE';
const firstLookMs = 5;
const slowestLookMs = 100;
const killMs = 500; // SIGKILL takes no longer, except for what hangs in the kernel

/** What tells a command's processes by their environment, which they hand on to those that they start. */
export type FamilyMark = {readonly text: string; readonly environment: Readonly<Record<string, string>>};

/** One more than those that this process has itself: it may be a part of a pipeline that another one watches. */
export function createMark(): FamilyMark {
	const text = crypto.randomUUID();
	const outer = process.env[markName];
	return {text, environment: {[markName]: outer === undefined ? text : `${outer}:${text}`}};
}

/**
A command and all that it started: who is in its session, or descends from one who is, whatever session that is in itself. Processes are told by their number and their
start, since a number alone may be another's by the time a signal is sent to it.

Where there is no /proc it is the process group.
*/
export class ProcessFamily {
	readonly #leader: number;
	readonly #leaderTicks: number | undefined;
	readonly #mark: string;
	/** Those that were seen, by their numbers. */
	readonly #known = new Map<number, number>();
	#isGroupGone = false;
	#deadline = Number.POSITIVE_INFINITY;
	#ended: Promise<void> | undefined;

	/**
	@param leader - The command, which leads a session of its own.
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

	/** To be called when the command has exited: as long as somebody is left in its session, its number is nobody else's. */
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

	/** SIGTERM to all of it, and SIGKILL to those who are left after the deadline, or after the nearest one where it is called again. */
	end(deadlineMs: number): Promise<void> {
		this.#deadline = Math.min(this.#deadline, performance.now() + deadlineMs);
		this.#ended ??= this.#end();
		return this.#ended;
	}

	/** Whether somebody ends it. */
	get isEnding(): boolean {
		return this.#ended !== undefined;
	}

	/** `endFamilies` does not end it any more. */
	release(): void {
		families.delete(this);
	}

	/** SIGKILL to all of it; nothing to wait for. */
	endNow(): void {
		this.#signal('SIGKILL');
	}

	/** Who is left once it was ended; nobody where there is no /proc to look. */
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
			this.#signalGroup(signal); // one that is forked meanwhile gets it too
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

	/** `undefined` where there is no /proc. */
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
			return false; // it has ended, or is another user's
		}
	}
}

const families = new Set<ProcessFamily>();

/** Ends what this process has started. */
export async function endFamilies(deadlineMs: number): Promise<Left> {
	await Promise.all([...families].map(family => family.end(deadlineMs)));
	const left = [...families].map(family => family.left);
	return {strays: left.flatMap(({strays}) => strays), survivors: left.flatMap(({survivors}) => survivors)};
}

/** The same without waiting: SIGKILL. */
export function endFamiliesNow(): void {
	for (const family of families) {
		family.endNow();
	}
}

/** @returns Whether there was one to get it. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
	try {
		process.kill(pid, signal);
		return true;
	} catch {
		return false;
	}
}

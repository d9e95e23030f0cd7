import type {ParsedLine} from '../events/event.ts';
import {maxLineBytes, type SplitLine} from '../events/lines/split-lines.ts';
import type {OrderedFile} from './order-files.ts';

/** A line that was read and may have to wait for its turn. */
export type ReadLine = {readonly line: SplitLine; readonly parsed: ParsedLine};

/** One of several files while it is read. */
export type MergeInput<Line extends ReadLine> = {
	/** Hands over some more lines. @returns Whether there may be more of them. */
	read(): Promise<boolean>;
	/** A line that has to wait, in memory of its own. */
	hold(line: Line): Line;
	/** It is a line's turn. */
	take(line: Line): void;
	/** All of its lines were taken. */
	end(): void;
};

export type OpenInput<Line extends ReadLine> = (file: OrderedFile, onLine: (line: Line) => void) => MergeInput<Line>;

/** When the next line of a file is due; of equal times the lower rank comes first. */
export type Due = {readonly dueMs: number; readonly rank: number};

/** So much after a line is asked whether its time is right: no more of it is held. */
const lookAhead = {lines: 16, bytes: maxLineBytes};
const heldPieces = {lines: 1000, bytes: maxLineBytes};

/** The lines of one file on their way into the log of all files. It reads no further ahead than it must to know when its next line is due. */
export class MergeLane<Line extends ReadLine> implements Due {
	readonly rank: number;
	readonly #file: OrderedFile;
	readonly #open: OpenInput<Line>;
	#input: MergeInput<Line> | undefined;
	#queue: Line[] = [];
	#next = 0;
	#hasEnded = false;
	#dueMs: number;
	#limit: Due | undefined;

	constructor(file: OrderedFile, open: OpenInput<Line>) {
		this.rank = file.rank;
		this.#file = file;
		this.#open = open;
		this.#dueMs = file.firstMs ?? Number.POSITIVE_INFINITY;
	}

	get dueMs(): number {
		return this.#dueMs;
	}

	/**
	Takes all lines that are due before another file's next one.

	@returns `later` when its next line has to wait, `short` when more must be read to know.
	*/
	takeUntil(limit: Due | undefined): 'later' | 'short' | 'ended' {
		this.#limit = limit;
		while (this.#next < this.#queue.length) {
			const due = this.#dueOf(this.#next);
			if (due === 'later' || due === 'short') {
				return due;
			}
			this.#take(this.#queue[this.#next++]);
		}
		this.#queue = [];
		this.#next = 0;
		if (this.#hasEnded) {
			this.#input?.end();
			return 'ended';
		}
		return 'short';
	}

	/** Lines that are due are taken as they are read, and never held. */
	async read(): Promise<void> {
		this.#queue = this.#queue.slice(this.#next);
		this.#next = 0;
		this.#input ??= this.#open(this.#file, line => this.#onLine(line));
		this.#hasEnded = !(await this.#input.read());
	}

	#onLine(line: Line): void {
		if (this.#queue.length === 0 && this.#isDueAnyway(line)) {
			this.#take(line);
		} else {
			this.#queue.push(this.#input?.hold(line) ?? line);
		}
	}

	#take(line: Line | undefined): void {
		if (line !== undefined) {
			this.#input?.take(line);
		}
	}

	/** Whether it is a line's turn, whatever comes after it. */
	#isDueAnyway(line: Line): boolean {
		const timeMs = timeOf(line);
		return this.#limit === undefined || (timeMs === undefined ? !isPiece(line) : isBefore(timeMs, this.rank, this.#limit));
	}

	#dueOf(index: number): 'now' | 'later' | 'short' {
		const line = this.#queue[index];
		if (line === undefined || this.#isDueAnyway(line)) {
			return 'now';
		}
		const timed = isPiece(line) ? this.#nextTimed(index) : index;
		const timedLine = this.#queue[timed];
		const timeMs = timedLine && timeOf(timedLine);
		if (timeMs === undefined) {
			return this.#ahead(index, heldPieces).isAll ? 'now' : 'short';
		}
		if (isBefore(timeMs, this.rank, this.#limit)) {
			return 'now';
		}
		const ahead = this.#ahead(timed + 1, lookAhead);
		if (!ahead.isAll) {
			return 'short';
		}
		if (isContradicted(timeMs, ahead.lines)) {
			return 'now';
		}
		this.#dueMs = timeMs;
		return 'later';
	}

	/** Lines in the queue. @returns Whether that is all: the most that is held, or all up to the end. */
	#ahead(from: number, most: typeof lookAhead): {readonly lines: readonly Line[]; readonly isAll: boolean} {
		const lines: Line[] = [];
		let bytes = 0;
		for (let line = this.#queue[from]; line !== undefined && lines.length < most.lines; line = this.#queue[from + lines.length]) {
			bytes += line.line.byteLength;
			if (bytes > most.bytes) {
				return {lines, isAll: true};
			}
			lines.push(line);
		}
		return {lines, isAll: this.#hasEnded || lines.length === most.lines};
	}

	#nextTimed(index: number): number {
		const found = this.#queue.findIndex((line, at) => at > index && timeOf(line) !== undefined);
		return found === -1 ? this.#queue.length : found;
	}
}

/** Whether a line is due before that of another file, or before nothing. */
export function isDueBefore({dueMs, rank}: Due, other: Due | undefined): boolean {
	return isBefore(dueMs, rank, other);
}

function isBefore(dueMs: number, rank: number, other: Due | undefined): boolean {
	return other === undefined || dueMs < other.dueMs || (dueMs === other.dueMs && rank < other.rank);
}

/** Whether a time is after most of those that come after it: its clock was ahead. */
function isContradicted(timeMs: number, after: readonly ReadLine[]): boolean {
	let balance = 0;
	for (const line of after) {
		const nextMs = timeOf(line);
		balance += nextMs === undefined ? 0 : nextMs < timeMs ? 1 : -1;
	}
	return balance > 0;
}

function timeOf({parsed}: ReadLine): number | undefined {
	return parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined;
}

/** Of a line that a container runtime has split, all pieces but the last, which has its time. */
function isPiece({parsed}: ReadLine): boolean {
	return parsed.type === 'event' && parsed.events.length === 0;
}

import {isPiece, type ParsedLine} from '../events/event.ts';
import {maxLineBytes, type SplitLine} from '../events/lines/split-lines.ts';
import type {OrderedFile} from './order-files.ts';

/** A line that has been read and may have to wait for its turn. */
export type ReadLine = {readonly line: SplitLine; readonly parsed: ParsedLine};

/** One of several files that are being read. */
export type MergeInput<Line extends ReadLine> = {
	/** Passes on some more lines. @returns Whether there may be more. */
	read(): Promise<boolean>;
	/** Copies a line that has to wait into its own memory. */
	hold(line: Line): Line;
	/** Called when it is the line's turn. */
	take(line: Line): void;
	/** Called after its last line was taken. */
	end(): void;
};

export type OpenInput<Line extends ReadLine> = (file: OrderedFile, onLine: (line: Line) => void) => MergeInput<Line>;

/** When a file's next line is due; if times are equal, the lower rank comes first. */
export type Due = {readonly dueMs: number; readonly rank: number};

/** How much after a line is held to judge whether its time is right. */
const lookAhead = {lines: 16, bytes: maxLineBytes};
const heldPieces = {lines: 1000, bytes: maxLineBytes};

/**
The lines of one file on their way into the merged log. Reads ahead only as far as needed to know when the next line is
due.
*/
export class MergeQueue<Line extends ReadLine> implements Due {
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
	Takes all lines that are due before the next line of another file.

	@returns `later` if its next line has to wait, `short` if more must be read to decide.
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

	/** Reads more. Lines that are already due are taken immediately, without being held. */
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

	/** Whether it is the line's turn regardless of what comes after it. */
	#isDueAnyway(line: Line): boolean {
		const timeMs = timeOf(line);
		return this.#limit === undefined || (timeMs === undefined ? !isPiece(line.parsed) : isBefore(timeMs, this.rank, this.#limit));
	}

	#dueOf(index: number): 'now' | 'later' | 'short' {
		const line = this.#queue[index];
		if (line === undefined || this.#isDueAnyway(line)) {
			return 'now';
		}
		const timed = isPiece(line.parsed) ? this.#nextTimed(index) : index;
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

	/**
	Lines in the queue from an index.

	@returns `isAll`: no more will be held, because of the limit or the end of the file.
	*/
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

/** Whether a line is due before that of another file; true if there is no other. */
export function isDueBefore({dueMs, rank}: Due, other: Due | undefined): boolean {
	return isBefore(dueMs, rank, other);
}

function isBefore(dueMs: number, rank: number, other: Due | undefined): boolean {
	return other === undefined || dueMs < other.dueMs || (dueMs === other.dueMs && rank < other.rank);
}

/** Whether most of the following times are earlier, that is, whether its clock ran ahead. */
function isContradicted(timeMs: number, after: readonly ReadLine[]): boolean {
	let balance = 0;
	for (const line of after) {
		const nextMs = timeOf(line);
		balance += nextMs === undefined ? 0 : nextMs < timeMs ? 1 : -1;
	}
	return balance > 0;
}

function timeOf({parsed}: ReadLine): number | undefined {
	return parsed.events[0]?.timeMs;
}

import type {ParsedLine} from '../../events/event.ts';
import type {SplitLine} from '../../events/lines/split-lines.ts';
import {Misreadings} from '../../events/misreadings.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {ScannedEvent} from '../../events/scan/scanned-event.ts';
import {emptyCounts} from '../../insight/empty-snapshot.ts';
import type {SourceCounts} from '../../insight/snapshot.ts';

/** Exact counts of what was read: lines of each kind, lines per file, and the dialects seen. */
export class LineTally {
	readonly #counts = {...emptyCounts};
	readonly #misread: Misreadings;
	#isUnderstood = true;
	readonly #dialects = new Set<string>();
	#lastDialect: string | undefined;
	readonly #lines: number[] = [];
	readonly #newestMs: Array<number | undefined> = [];

	constructor(read: ReadOptions) {
		this.#misread = new Misreadings(read);
	}

	get counts(): SourceCounts {
		const {notUnderstood, unreadTime} = this.#misread;
		return {...this.#counts, notUnderstood, unreadTime};
	}

	/** Whether the line added last was understood. */
	get isUnderstood(): boolean {
		return this.#isUnderstood;
	}

	/** In order of appearance. */
	get dialects(): readonly string[] {
		return [...this.#dialects];
	}

	/** Number of lines read from a file. */
	linesOf(file: number): number {
		return this.#lines[file] ?? 0;
	}

	/** The time of the file's last line that has one. */
	newestMsOf(file: number): number | undefined {
		return this.#newestMs[file];
	}

	/** @returns The line's number within its file. */
	add(file: number, line: SplitLine, parsed: ParsedLine): number {
		const {byteLength, oversized, malformed} = line;
		const counts = this.#counts;
		counts.lines++;
		counts.bytes += byteLength;
		counts.oversizedLines += Number(oversized);
		counts.malformedLines += Number(malformed);
		switch (parsed.type) {
			case 'event':
				counts.eventLines++;
				counts.mendedLines += Number(parsed.mended !== undefined);
				this.#addDialect(parsed.dialect);
				break;
			case 'raw':
				counts.rawLines++;
				break;
			case 'blank':
				counts.blankLines++;
				break;
		}
		const number = this.linesOf(file) + 1;
		this.#lines[file] = number;
		this.#isUnderstood = this.#misread.add({file, line: number}, line, parsed);
		return number;
	}

	/** Adds scanned lines, each with one event that passes the selection. */
	addEvents(file: number, event: ScannedEvent, from: number, to: number): void {
		const counts = this.#counts;
		const lines = to - from;
		for (let row = from; row < to; row = event.dialectEnd(row, to)) {
			event.moveTo(row);
			this.#addDialect(event.dialect);
		}
		counts.lines += lines;
		counts.eventLines += lines;
		counts.events += lines;
		counts.bytes += event.bytesOf(from, to);
		this.#misread.addRows({file, line: this.linesOf(file) + 1}, event, from, to);
		this.#lines[file] = this.linesOf(file) + lines;
	}

	addTime(file: number, timeMs: number | undefined): void {
		this.#newestMs[file] = timeMs ?? this.#newestMs[file];
	}

	/** Counts an event that passes the selection. */
	addEvent(): void {
		this.#counts.events++;
	}

	#addDialect(dialect: string | undefined): void {
		if (dialect !== this.#lastDialect && dialect !== undefined) {
			this.#lastDialect = dialect;
			this.#dialects.add(dialect);
		}
	}
}

import type {ParsedLine} from '../events/event.ts';
import type {ReadOptions} from '../events/read-options.ts';
import {zoneClock} from '../shared/time-zone.ts';
import type {Block, BlockSegment, IndexedLine} from './index/block.ts';
import {countLine} from './index/count-line.ts';
import {countsOf} from './index/counts-of.ts';
import {type EnteredRows, enterRows} from './index/enter-rows.ts';
import {FieldWatch} from './index/field-watch.ts';
import {findLine, isMatch, sliceMs} from './index/find-line.ts';
import {LineIndex} from './index/line-index.ts';
import {type MatchingLines, matchingLines} from './index/matching-lines.ts';
import {readBlock} from './index/read-block.ts';
import {lineAt} from './line-at.ts';
import {compileMatcher, type LineMatcher, type Selection} from './line-matcher.ts';
import {type Matches, pageRows} from './page-walk.ts';
import {preview} from './preview.ts';
import type {FindRequest, LogRow, PageRequest, RowPage} from './row.ts';
import {RowCache} from './row-cache.ts';
import {BlockScan} from './scan/block-scan.ts';

export type HistoryOptions = {
	readonly read: ReadOptions;
	/** Lines outside it are never shown. */
	readonly selection: Selection;
	/** The first time in the log, once it is known. Lines before it get this time. */
	readonly firstMs: () => number | undefined;
	/**
	How long a page may spend on blocks that have not been searched. If that is not enough, the page is not full. 30 by
	default: a third of a frame.
	*/
	readonly pageBudgetMs?: number;
	/** Real time in milliseconds, for dividing a search into slices. */
	readonly now?: () => number;
};

/** A line to enter: where to read it back, and what decides whether it matches. Its text is only read when needed. */
export type EnteredLine = IndexedLine & {
	readonly parsed: ParsedLine;
	readonly line: {readonly text: string};
	readonly isUnterminated?: boolean;
};

const allTimes = {sinceMs: undefined, untilMs: undefined};
const cachedRows = 8 * 256; // the screen requests the same page repeatedly
const cachedMatches = 1024;
const maxUnterminated = 4096;
const defaultPageBudgetMs = 30;

/**
Access to every line of the log: by page, by filter, by the next match. Memory holds an index of blocks and the counts
of matches, but no lines.
*/
export class History {
	readonly #options: HistoryOptions;
	readonly #now: () => number;
	readonly #index = new LineIndex();
	readonly #rows = new RowCache(cachedRows);
	/** For the blocks of the page, which are many when matches are rare. */
	readonly #matchedRows = new RowCache(cachedMatches);
	#filter: string | undefined;
	#matcher: LineMatcher | undefined;
	#scan: BlockScan | undefined;
	/** Blocks from here on have been counted. */
	#countedFrom = 0;
	#outOfOrder = 0;
	/** Indexes of lines that their source ended without a newline: one per file and one per rotation. */
	readonly #unterminated = new Set<number>();
	#finds = 0;
	/** The filter's problem: a field that no line has. */
	#problem: string | undefined;
	#isExplained = true;

	constructor(options: HistoryOptions) {
		this.#options = options;
		this.#now = options.now ?? (() => performance.now());
		this.#matcher = compileMatcher(options.selection, [options.selection.filter]);
	}

	/** Lines that were read and can no longer be shown. */
	get droppedLines(): number {
		return this.#index.droppedLines;
	}

	/** Whether all blocks were searched for the filter. */
	get isSearched(): boolean {
		return this.#countedFrom === 0;
	}

	add(line: EnteredLine): void {
		const {parsed, timeMs, isUnterminated} = line;
		const matches = this.#matches(parsed, line.line, timeMs);
		if (isUnterminated === true && this.#unterminated.size < maxUnterminated) {
			this.#unterminated.add(this.#index.endIndex);
		}
		this.#index.add(line, countLine(parsed, matches, zoneClock(this.#options.read.timeZone)));
		this.#outOfOrder += Number(isLate(line));
		if (matches === undefined) {
			this.#countedFrom = this.#index.blocks.length;
		}
	}

	/**
	Enters scanned lines.

	@returns Whether they were entered. They are not if a filter must look at each of them.
	*/
	addRows(rows: EnteredRows): boolean {
		if (this.#matcher !== undefined) {
			return false;
		}
		this.#outOfOrder += enterRows(this.#index, rows);
		return true;
	}

	/** Forgets lines that a store has dropped, or those of segments for which `isGone` returns true. */
	drop(isGone?: (segment: BlockSegment) => boolean): void {
		const before = this.#index.blocks.length;
		this.#index.drop(isGone);
		this.#countedFrom = Math.max(0, this.#countedFrom - (before - this.#index.blocks.length));
		const isDropped = (block: Block) =>
			block.firstIndex < this.#index.firstIndex || block.segments.some(segment => isGone?.(segment) === true);
		this.#rows.drop(isDropped);
		this.#matchedRows.drop(isDropped);
	}

	/**
	Selects other lines and ends the previous search.

	@throws FilterError
	*/
	setFilter(filter: string | undefined): void {
		const {selection} = this.#options;
		this.#matcher = compileMatcher(selection, [selection.filter, filter]);
		this.#scan = undefined;
		this.#matchedRows.drop(() => true);
		this.#filter = filter;
		this.#problem = undefined;
		this.#isExplained = filter === undefined;
		for (const block of this.#index.blocks) {
			block.matched = this.#matcher === undefined ? block.filled : undefined;
		}
		this.#countedFrom = this.#matcher === undefined ? 0 : this.#index.blocks.length;
	}

	/**
	Continues counting matches, newest blocks first.

	@returns Whether anything was left to do.
	*/
	search(): boolean {
		const end = this.#now() + sliceMs;
		const hadWork = this.#countedFrom > 0;
		while (this.#countedFrom > 0 && this.#now() < end) {
			this.#countedFrom = Math.min(this.#countedFrom, this.#index.blocks.length) - 1;
			const block = this.#index.blocks[this.#countedFrom];
			if (block !== undefined && block.matched === undefined) {
				this.#count(block);
			}
			this.#countedFrom = Math.max(0, this.#countedFrom);
		}
		return hadWork;
	}

	page(request: PageRequest): RowPage {
		const endMs = this.#now() + (this.#options.pageBudgetMs ?? defaultPageBudgetMs);
		const {rows, after} = pageRows(this.#matchesUntil(endMs), request);
		const {matched, total, searched} = countsOf(this.#index.blocks);
		return {
			rows,
			matched,
			total,
			searched,
			after,
			outOfOrder: this.#outOfOrder,
			filter: this.#filter,
			problem: matched === 0 ? this.#problem : undefined,
			firstIndex: this.#index.firstIndex,
		};
	}

	/**
	Searches in slices, so reading continues meanwhile. A newer request ends it.

	@returns Index of the line. `undefined` when there is none.
	*/
	find({from, direction, filter}: FindRequest): Promise<number | undefined> {
		const id = ++this.#finds;
		const {selection} = this.#options;
		const matcher = compileMatcher(selection, [selection.filter, this.#filter, filter]);
		return this.#find(matcher, {from, direction}, () => id === this.#finds);
	}

	/**
	When everything was searched and nothing matches, checks whether any line has the requested fields.

	@returns Whether there is something new to report.
	*/
	async explainNothing(): Promise<boolean> {
		if (this.#isExplained || !this.isSearched || countsOf(this.#index.blocks).matched > 0) {
			return false;
		}
		this.#isExplained = true;
		const filter = this.#filter;
		const watch = new FieldWatch(filter);
		for (const name of watch.missing) {
			const index = await this.#find(
				compileMatcher(allTimes, [`has("${name}")`]),
				{from: 'end', direction: 'up'},
				() => this.#filter === filter,
			);
			if (index !== undefined) {
				watch.found(name);
			}
		}
		const last = this.#index.blocks.at(-1);
		for (const {parsed} of last === undefined ? [] : this.#rowsOf(last)) {
			watch.take(parsed);
		}
		if (this.#filter === filter) {
			this.#problem = watch.problem;
		}
		return this.#problem !== undefined;
	}

	#find(matcher: LineMatcher | undefined, request: Omit<FindRequest, 'filter'>, goesOn: () => boolean): Promise<number | undefined> {
		const read = (block: Block) => this.#read(block);
		return findLine({index: this.#index, matcher, scan: this.#scanFor(matcher), read, now: this.#now}, request, goesOn);
	}

	/** The last line at or before a time. `undefined` when there is none. */
	indexAt(timeMs: number): number | undefined {
		return lineAt(this.#index.blocks, block => this.#rowsOf(block), timeMs);
	}

	/** A line by its file and its number there, from 1. `undefined` when it is not available. */
	rowOf(file: number, line: number): LogRow | undefined {
		const block = this.#index.blocks.find(({segments}) =>
			segments.some(segment => segment.file === file && segment.firstLine <= line && line < segment.firstLine + segment.lines),
		);
		return block && this.#rowsOf(block).find(row => row.file === file && row.line === line);
	}

	/**
	The lines around one, including itself, without a filter: as many before as after it, fewer at the ends of the log.
	Blank lines are left out.
	*/
	around(index: number, count: number): readonly LogRow[] {
		const all: Matches = {
			blocks: this.#index.blocks,
			count: block => block.filled,
			rows: block => this.#rowsOf(block).filter(({parsed}) => parsed.type !== 'blank'),
			find: line => this.#index.find(line),
		};
		const beside = Math.floor(count / 2);
		const {rows} = pageRows(all, {anchor: index, offset: beside, count});
		const at = rows.findIndex(row => row.index === index);
		return rows.filter((_, place) => Math.abs(place - at) <= beside);
	}

	/** The currently matching lines, as written. A later filter and later lines don't change the result. */
	matchingLines(): Iterable<MatchingLines> {
		const matcher = this.#matcher;
		return matchingLines({index: this.#index, matcher, scan: this.#scanFor(matcher), read: block => this.#read(block)});
	}

	/** Whether a line just read matches. `undefined` when that depends on its time, which is not known yet. */
	#matches(parsed: ParsedLine, line: EnteredLine['line'], timeMs: number | undefined): boolean | undefined {
		if (this.#matcher === undefined) {
			return parsed.type !== 'blank';
		}
		return this.#matcher.needsTime && timeMs === undefined && parsed.type !== 'blank'
			? undefined
			: this.#matcher.matchesLine(parsed, line.text, timeMs);
	}

	#matchesUntil(endMs: number): Matches {
		return {
			blocks: this.#index.blocks,
			count: block => block.matched ?? (this.#now() < endMs ? this.#count(block) : undefined),
			rows: block =>
				this.#matchedRows.of(block, this.#startMs(block), () =>
					this.#matcher === undefined
						? this.#rowsOf(block).filter(row => isMatch(undefined, row))
						: this.#read(block)
								.filter(row => isMatch(this.#matcher, row))
								.map(preview),
				),
			find: index => this.#index.find(index),
		};
	}

	#scanFor(matcher: LineMatcher | undefined): BlockScan | undefined {
		return matcher && new BlockScan(matcher, this.#options.read);
	}

	#count(block: Block): number {
		this.#scan ??= this.#scanFor(this.#matcher);
		block.matched = this.#scan?.count(block) ?? this.#read(block).filter(row => isMatch(this.#matcher, row)).length;
		return block.matched;
	}

	#rowsOf(block: Block): readonly LogRow[] {
		return this.#rows.of(block, this.#startMs(block), () => this.#read(block).map(preview));
	}

	/** Don't keep the result: rows that are used only once are cheap only if they die young. */
	#read(block: Block): readonly LogRow[] {
		const rows = readBlock(block, this.#options.read, this.#options.firstMs());
		const marked = this.#unterminated;
		return marked.size === 0 ? rows : rows.map(row => (marked.has(row.index) ? {...row, isUnterminated: true} : row));
	}

	/** The time that its first line gets. It may become known after its rows were requested. */
	#startMs({timeMs}: Block): number | undefined {
		return timeMs ?? this.#options.firstMs();
	}
}

function isLate({parsed, previousMs}: EnteredLine): boolean {
	const ownMs = parsed.events[0]?.timeMs;
	return ownMs !== undefined && previousMs !== undefined && ownMs < previousMs;
}

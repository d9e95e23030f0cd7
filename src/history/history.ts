import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ParsedLine} from '../events/event.ts';
import type {ReadOptions} from '../events/read-options.ts';
import type {Block, BlockSegment, IndexedLine} from './index/block.ts';
import {countLine} from './index/count-line.ts';
import {countsOf} from './index/counts-of.ts';
import {type EnteredRows, enterRows} from './index/enter-rows.ts';
import {FieldWatch} from './index/field-watch.ts';
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
	/** Lines outside it are not shown at all. */
	readonly selection: Selection;
	/** The first time of the log, once it is known: lines before it take it. */
	readonly firstMs: () => number | undefined;
	/** How long a page may take over blocks that were not searched yet; it is not full when that is not enough. 30 by default: a third of a frame. */
	readonly pageBudgetMs?: number;
	/** Real time in milliseconds, by which a search is cut into slices. */
	readonly now?: () => number;
};

/** A line as it is entered: what can be read back, and what tells whether it matches; its text is only asked for where that is needed. */
export type EnteredLine = IndexedLine & {
	readonly parsed: ParsedLine;
	readonly line: {readonly text: string};
	readonly isUnterminated?: boolean;
};

const allTimes = {sinceMs: undefined, untilMs: undefined};
const cachedRows = 8 * 256; // the screen asks for the same page again and again
const cachedMatches = 1024;
const maxUnterminated = 4096;
const defaultPageBudgetMs = 30;
const sliceMs = 10;

/** Every line of the log again: by page, by filter, by what comes next. Memory holds an index of blocks and the counts of what matches, no lines. */
export class History {
	readonly #options: HistoryOptions;
	readonly #now: () => number;
	readonly #index = new LineIndex();
	readonly #rows = new RowCache(cachedRows);
	/** Of the blocks of the page: where matches are rare, there are many. */
	readonly #matchedRows = new RowCache(cachedMatches);
	#filter: string | undefined;
	#matcher: LineMatcher | undefined;
	#scan: BlockScan | undefined;
	/** Blocks from here on are counted. */
	#countedFrom = 0;
	#outOfOrder = 0;
	/** Lines that their source ended without a newline, by index: one a file, and one a rotation. */
	readonly #unterminated = new Set<number>();
	#finds = 0;
	/** Of the filter: a field that no line has. */
	#problem: string | undefined;
	#isExplained = true;

	constructor(options: HistoryOptions) {
		this.#options = options;
		this.#now = options.now ?? (() => performance.now());
		this.#matcher = compileMatcher(options.selection, [options.selection.filter]);
	}

	/** Lines that were read and can't be shown any more. */
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
		this.#index.add(line, countLine(parsed, matches));
		this.#outOfOrder += Number(isLate(line));
		if (matches === undefined) {
			this.#countedFrom = this.#index.blocks.length;
		}
	}

	/** Lines that were scanned. @returns Whether they were entered: not where a filter has to look at each of them. */
	addRows(rows: EnteredRows): boolean {
		if (this.#matcher !== undefined) {
			return false;
		}
		this.#outOfOrder += enterRows(this.#index, rows);
		return true;
	}

	/** Forgets lines that are gone: those that a store has dropped, or of which `isGone` says so. */
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
	Asks for other lines; the search for the ones before is over.

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

	/** Goes on counting matches, the newest blocks first. @returns Whether anything was left to do. */
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

	/** In slices, so that reading goes on. A newer question ends it. @returns Index of the line; `undefined` where there is none. */
	find({from, direction, filter}: FindRequest): Promise<number | undefined> {
		const id = ++this.#finds;
		const {selection} = this.#options;
		const matcher = compileMatcher(selection, [selection.filter, this.#filter, filter]);
		return this.#find(matcher, from, direction, () => id === this.#finds);
	}

	/** Where all was searched and nothing matches, looks whether any line has the fields that are asked for. @returns Whether there is something new to say. */
	async explainNothing(): Promise<boolean> {
		if (this.#isExplained || !this.isSearched || countsOf(this.#index.blocks).matched > 0) {
			return false;
		}
		this.#isExplained = true;
		const filter = this.#filter;
		const watch = new FieldWatch(filter);
		for (const name of watch.missing) {
			const index = await this.#find(compileMatcher(allTimes, [`has("${name}")`]), 'end', 'up', () => this.#filter === filter);
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

	/** The next line that matches. @param goesOn - Asked now and then. */
	async #find(
		matcher: LineMatcher | undefined,
		from: FindRequest['from'],
		direction: FindRequest['direction'],
		goesOn: () => boolean,
	): Promise<number | undefined> {
		const scan = this.#scanFor(matcher);
		const step = direction === 'down' ? 1 : -1;
		const start = from === 'end' ? this.#index.endIndex : from;
		let sliceEnd = this.#now() + sliceMs;
		let at = this.#index.find(start);
		for (let block = this.#index.blocks[at]; block !== undefined && goesOn(); block = this.#index.blocks[at]) {
			const rows =
				scan?.count(block) === 0
					? []
					: this.#read(block).filter(row => (direction === 'down' ? row.index > start : row.index < start) && isMatch(matcher, row));
			const found = direction === 'down' ? rows[0] : rows.at(-1);
			if (found !== undefined) {
				return found.index;
			}
			const {firstIndex} = block;
			if (this.#now() > sliceEnd) {
				await nextTurn();
				sliceEnd = this.#now() + sliceMs;
				at = this.#index.find(firstIndex);
			}
			at += step;
		}
		return undefined;
	}

	/** The last line at or before a time; `undefined` where there is none. */
	indexAt(timeMs: number): number | undefined {
		return lineAt(this.#index.blocks, block => this.#rowsOf(block), timeMs);
	}

	/** A line by its file and its number there, from 1; `undefined` where it is not held. */
	rowOf(file: number, line: number): LogRow | undefined {
		const block = this.#index.blocks.find(({segments}) =>
			segments.some(segment => segment.file === file && segment.firstLine <= line && line < segment.firstLine + segment.lines),
		);
		return block && this.#rowsOf(block).find(row => row.file === file && row.line === line);
	}

	/** Lines around one, itself included, with no filter: as many before it as after it, fewer at the ends of the log. Blank ones are left out. */
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

	/** The lines that match by now, as they were written: another filter, and what is entered later, don't change them. */
	matchingLines(): Iterable<MatchingLines> {
		const matcher = this.#matcher;
		return matchingLines({index: this.#index, matcher, scan: this.#scanFor(matcher), read: block => this.#read(block)});
	}

	/** Whether a line just read matches; `undefined` where its time decides and isn't known yet. */
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

	/** Not to be kept: rows that are looked at once are cheap only as long as they die young. */
	#read(block: Block): readonly LogRow[] {
		const rows = readBlock(block, this.#options.read, this.#options.firstMs());
		const marked = this.#unterminated;
		return marked.size === 0 ? rows : rows.map(row => (marked.has(row.index) ? {...row, isUnterminated: true} : row));
	}

	/** What its first line takes for its time: known later than its rows may be asked for. */
	#startMs({timeMs}: Block): number | undefined {
		return timeMs ?? this.#options.firstMs();
	}
}

function isLate({parsed, previousMs}: EnteredLine): boolean {
	const ownMs = parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined;
	return ownMs !== undefined && previousMs !== undefined && ownMs < previousMs;
}

function isMatch(matcher: LineMatcher | undefined, {parsed, text, timeMs}: LogRow): boolean {
	return matcher === undefined ? parsed.type !== 'blank' : matcher.matchesLine(parsed, text, timeMs);
}

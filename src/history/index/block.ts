import type {LevelSet} from '../../events/values/level-set.ts';
import type {ByteStore} from '../byte-store.ts';
import type {LineSet} from '../line-set.ts';

/** Lines of a block that are adjacent in one store. */
export type BlockSegment = {
	readonly store: ByteStore;
	/** Index of the source. */
	readonly file: number;
	/** Whether the lines come from a child's stdout and stderr. */
	readonly tagged: boolean;
	readonly offset: number;
	/** The number of its first line in its source, from 1. */
	readonly firstLine: number;
	/** The newest time in its source before its first line. */
	readonly previousMs: number | undefined;
	lines: number;
	byteLength: number;
};

/** Lines entered one after the other: from one store, or from several files that are read as one log. */
export type Block = {
	/** One for each file that has lines here, in order of first appearance. */
	readonly segments: BlockSegment[];
	/** For each line, the segment that it is the next line of. `undefined` when there is just one segment. */
	order: Uint8Array | undefined;
	/** Whether lines of other files may come in between. */
	readonly isMerged: boolean;
	/** Index of its first line among all lines. */
	readonly firstIndex: number;
	/** The time for its first line, if that has none. */
	readonly timeMs: number | undefined;
	lines: number;
	byteLength: number;
	/** Lines that are not blank. */
	filled: number;
	/** Lines that match the current filter. `undefined` until they are counted. */
	matched: number | undefined;
	/** The levels of its events. */
	levels: LevelSet;
	/**
	Whether an event in it may have a value that is not literally in its line: from joined pieces, composed by a
	dialect, or a local time that occurs twice.
	*/
	hasDerived: boolean;
	/** Its lines from stderr. */
	readonly stderr: LineSet;
};

/** A line to enter. */
export type IndexedLine = {
	readonly store: ByteStore;
	readonly file: number;
	/** Whether it comes from a child's stdout or stderr, and from which. */
	readonly tagged: boolean;
	readonly isStderr: boolean;
	readonly offset: number;
	readonly byteLength: number;
	/** Its number in its source, from 1. */
	readonly lineNumber: number;
	/** The newest time in its source before it. */
	readonly previousMs: number | undefined;
	/** Whether its file is read together with others. Such a file stays readable to the end. */
	readonly isMerged: boolean;
	readonly timeMs: number | undefined;
};

/** What is counted for a line. */
export type LineCount = {
	readonly isBlank: boolean;
	/** A piece of a split line: it must be read together with what follows. */
	readonly isPiece: boolean;
	/** `undefined` when it is not known yet. */
	readonly matches: boolean | undefined;
	readonly levels: LevelSet;
	readonly isDerived: boolean;
};

const maxSegments = 256; // the index of a segment fits into a byte

type Start = Pick<BlockSegment, 'store' | 'file' | 'tagged' | 'offset'>;

/** The segment of a block that something directly follows, or -1. */
export function segmentBefore({segments, order, lines}: Block, next: Start): number {
	const last = order?.[lines - 1] ?? 0;
	return isBefore(segments[last], next) ? last : segments.findIndex(segment => isBefore(segment, next));
}

function isBefore(segment: BlockSegment | undefined, {store, file, tagged, offset}: Start): boolean {
	return (
		segment !== undefined &&
		segment.store === store &&
		segment.offset + segment.byteLength === offset &&
		segment.file === file &&
		segment.tagged === tagged
	);
}

/** Whether a block can take a line: the next one of its only file, or any line when files are merged. */
export function mayTake(block: Block, line: IndexedLine): boolean {
	return block.isMerged === line.isMerged && ((line.isMerged && block.segments.length < maxSegments) || segmentBefore(block, line) !== -1);
}

/** A segment that begins with a line but does not contain it yet. */
export function segmentAt({store, file, tagged, offset, lineNumber, previousMs}: IndexedLine): BlockSegment {
	return {store, file, tagged, offset, firstLine: lineNumber, previousMs, lines: 0, byteLength: 0};
}

/** Adds the next line. */
export function takeLine(block: Block, line: IndexedLine): void {
	let at = segmentBefore(block, line);
	if (at === -1) {
		at = block.segments.push(segmentAt(line)) - 1;
	}
	const segment = block.segments[at];
	if (segment !== undefined) {
		segment.lines++;
		segment.byteLength += line.byteLength;
	}
	if (block.segments.length > 1) {
		block.order = withRoom(block.order, block.lines + 1);
		block.order[block.lines] = at;
	}
	block.lines++;
	block.byteLength += line.byteLength;
}

/** Whether two blocks can become one, regardless of their size. */
export function mayJoin(left: Block, right: Block): boolean {
	const [first] = right.segments;
	const isOfOneFile = left.segments.length === 1 && right.segments.length === 1 && first !== undefined;
	return (
		left.isMerged === right.isMerged &&
		((isOfOneFile && segmentBefore(left, first) === 0) || (left.isMerged && left.segments.length + right.segments.length <= maxSegments))
	);
}

/** Adds the lines of the next block. */
export function joinBlocks(left: Block, right: Block): void {
	const places = right.segments.map(segment => {
		const at = segmentBefore(left, segment);
		const before = left.segments[at];
		if (before === undefined) {
			return left.segments.push(segment) - 1;
		}
		before.lines += segment.lines;
		before.byteLength += segment.byteLength;
		return at;
	});
	if (left.segments.length > 1) {
		const order = new Uint8Array(left.lines + right.lines);
		order.set(left.order?.subarray(0, left.lines) ?? []);
		for (let line = 0; line < right.lines; line++) {
			order[left.lines + line] = places[right.order?.[line] ?? 0] ?? 0;
		}
		left.order = order;
	}
	left.stderr.append(right.stderr, left.lines);
	left.lines += right.lines;
	left.byteLength += right.byteLength;
	left.filled += right.filled;
	left.levels |= right.levels;
	left.hasDerived ||= right.hasDerived;
	left.matched = left.matched === undefined || right.matched === undefined ? undefined : left.matched + right.matched;
}

function withRoom(order: Uint8Array | undefined, length: number): Uint8Array {
	if (order !== undefined && order.length >= length) {
		return order;
	}
	const grown = new Uint8Array(Math.max(64, 2 * length));
	grown.set(order ?? []);
	return grown;
}

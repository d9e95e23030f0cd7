// AssemblyScript: scripts/build.ts compiles it, with its imports, to find-lines.wasm. line-finder.ts fills its memory,
// and search-layout.ts has the layout.
//
// The search is a conjunction of clauses. A clause is two sets of tests: at least one of the first passes, or at least
// one of the second fails. The first tests are texts anywhere in the line, the others apply to its fields. Lines are
// found by some texts, which may not be those of the clauses (write-wanted.ts).

import {writeMask} from '../json/bytes.as';
import {writePowers} from '../json/numbers.as';
import {
	anchorsAt,
	clauseCountAt,
	clausesAt,
	fieldsAt,
	inexactAt,
	isExactAt,
	isFilledAt,
	keyWanted,
	matches,
	maxTexts,
	mayMatch,
	nextPlacesAt,
	nothingFound,
	patternBytes,
	patternsAt,
	resultAt,
	valueWanted,
	wantedAt,
} from '../search-layout';
import {isRead, isSure, lineAt, passed, readLine, tokenEnd, tokenKey, tokenStart, wantsKey, wantsParser} from './read-line.as';
import {findOne} from './search-bytes.as';

export {addKey, addValue} from './known.as';

/** Only the parser can decide on a longer line. */
const longestLine: i32 = 1024 * 1024;

/** Call it first. It writes the tables of the JSON reader. */
export function start(): void {
	writeMask();
	writePowers();
}

/** Call it when the lines have changed. */
export function begin(): void {
	for (let text: i32 = 0; text < maxTexts; text++) {
		store<u32>(nextPlacesAt + 4 * text, 0);
	}
}

/**
The first line from `from`, the start of a line, that matches or may match. There is a newline at or before `to`, and
sixty-four more after it.
*/
export function nextLine(from: i32, to: i32): i32 {
	const texts = load<i32>(wantedAt);
	const anchors = load<u32>(wantedAt, anchorsAt);
	const fields = load<u32>(wantedAt, fieldsAt);
	let line = from;
	while (line < to) {
		if (anchors !== 0) {
			const place = nextAnchor(anchors, line, to);
			if (place >= to) {
				return nothingFound;
			}
			line = lineStart(line, place);
		}
		const state = fields === 0 ? isRead : readLine(line);
		if (state > wantsParser) {
			return found(state === wantsKey ? keyWanted : valueWanted, line, line);
		}
		const end = fields !== 0 && state === isRead ? lineAt : lineEnd(fields === 0 ? line : lineAt, to);
		const isLong = end - line > longestLine;
		const isOpen = isLong || state !== isRead;
		const bits = passedTexts(texts, anchors, line, end, to) | (isOpen ? fields : passed);
		const isCertain = !isOpen && isSure;
		if (end > line && satisfies(bits, isLong ? 0xffff_ffff : isCertain ? 0 : fields)) {
			const isEnough = isCertain && load<i32>(wantedAt, isExactAt) !== 0 && (fields !== 0 || load<i32>(wantedAt, isFilledAt) !== 0);
			return found(isEnough ? matches : mayMatch, line, end);
		}
		line = end + 1;
	}
	return nothingFound;
}

/** The first position in `from..to` where a text occurs, or `to`. */
export function nextOf(text: i32, from: i32, to: i32): i32 {
	return findOne(patternsAt + text * patternBytes, from, to);
}

function found(what: i32, line: i32, end: i32): i32 {
	store<u32>(resultAt, <u32>line);
	store<u32>(resultAt, <u32>end, 4);
	store<u32>(resultAt, <u32>tokenStart, 8);
	store<u32>(resultAt, <u32>tokenEnd, 12);
	store<u32>(resultAt, <u32>tokenKey, 16);
	return what;
}

/** @param open - Undecided tests: they both pass and fail. */
function satisfies(bits: u32, open: u32): bool {
	const failed = ~bits | open | load<u32>(wantedAt, inexactAt);
	const end = clausesAt + 8 * load<i32>(wantedAt, clauseCountAt);
	for (let clause = clausesAt; clause < end; clause += 8) {
		if (((bits & load<u32>(clause)) | (failed & load<u32>(clause, 4))) === 0) {
			return false;
		}
	}
	return true;
}

function nextAnchor(anchors: u32, from: i32, to: i32): i32 {
	let nearest = to;
	for (let left = anchors; left !== 0; left &= left - 1) {
		const text = <i32>ctz(left);
		let place = load<i32>(nextPlacesAt + 4 * text);
		if (place < from) {
			place = findOne(patternsAt + text * patternBytes, from, to);
			store<u32>(nextPlacesAt + 4 * text, <u32>place);
		}
		nearest = min(nearest, place);
	}
	return nearest;
}

/** Which texts occur in a line. If lines are found by some of them, the others are only searched for in those lines. */
function passedTexts(texts: i32, anchors: u32, line: i32, end: i32, to: i32): u32 {
	let bits: u32 = 0;
	for (let text = 0; text < texts; text++) {
		const pattern = patternsAt + text * patternBytes;
		let place: i32;
		if (anchors !== 0 && (anchors & (1 << text)) === 0) {
			place = findOne(pattern, line, end);
		} else {
			place = load<i32>(nextPlacesAt + 4 * text);
			if (place < line) {
				place = findOne(pattern, line, to);
				store<u32>(nextPlacesAt + 4 * text, <u32>place);
			}
		}
		bits |= u32(place < end) << text;
	}
	return bits;
}

function lineStart(from: i32, within: i32): i32 {
	let place = within;
	const newlines = i8x16.splat(0x0a);
	for (; place >= from + 16; place -= 16) {
		const places = i8x16.bitmask(i8x16.eq(v128.load(place - 16), newlines));
		if (places !== 0) {
			return place + 16 - <i32>clz(places);
		}
	}
	while (place > from && load<u8>(place - 1) !== 0x0a) {
		place--;
	}
	return place;
}

function lineEnd(from: i32, to: i32): i32 {
	const newlines = i8x16.splat(0x0a);
	for (let at = from; at < to; at += 16) {
		const places = i8x16.bitmask(i8x16.eq(v128.load(at), newlines));
		if (places !== 0) {
			return min(at + <i32>ctz(places), to);
		}
	}
	return to;
}

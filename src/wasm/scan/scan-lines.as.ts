// AssemblyScript: scripts/build.ts compiles it to scan-lines.wasm. docs/scanner.md explains it.
//
// Turns the lines of a log into rows. A row has an event's numbers and texts under the common aliases, or only the
// position of the line if its meaning can't be decided here. layout.ts has the layout of the memory.

import {lineEnd, newline, quote, skipSpace, writeMask} from '../json/bytes.as';
import {digitAt, writePowers} from '../json/numbers.as';
import {emptyObjectType, objectType, skipValue, tellValue} from '../json/values.as';
import {
	elapsedSlot,
	fromAt,
	isEventAt,
	keyInnerAt,
	keyNominatesAt,
	keySlotAt,
	levelSlot,
	maxRows,
	noDialect,
	timestampSlot,
	toAt,
	unknownKey,
	unsureKey,
	unsureShape,
} from '../layout';
import {readNumber, readText} from './fields.as';
import {forgetLastTexts, hasMarkers, isFirstInLine, isKept, keyAfter, keyEnd, knownOf, startOf, usualKeyAfter} from './keys.as';
import {beginFacts, finishRow, setKindLetters} from './line-facts.as';
import {beginRow, clearRow, setCode} from './row.as';
import {addToShape, beginShape, clearShapes, dialectOfShape, spoilShape} from './shapes.as';
import {clearTexts, isFull} from './texts.as';
import {setTimes} from './times.as';

/** The verdict on every shape when a dialect is forced. 0 to detect it. */
let forced: i32 = 0;
/** Bits of the dialects that are asked anyway. */
let always: i32 = 0;
let line: i32 = 0;
let nominated: i32 = 0;
let stoppedAt: i32 = 0;

/** Call it first. */
export function start(
	earliestMs: f64,
	latestMs: f64,
	isUtc: bool,
	asksTimes: bool,
	letters: i32,
	forcedDialect: i32,
	alwaysAsked: i32,
): void {
	writeMask();
	writePowers();
	setTimes(earliestMs, latestMs, isUtc, asksTimes);
	setKindLetters(letters);
	forced = forcedDialect;
	always = alwaysAsked;
}

/** Where the last scan ended. */
export function stopped(): i32 {
	return stoppedAt;
}

/** Forgets all texts because there is no room for another. */
export function forgetTexts(): void {
	clearTexts();
	clearShapes();
	forgetLastTexts();
}

/**
@param to - After a newline.
@returns How many rows there are. Fewer than lines if there are too many lines or the dictionary is full.
*/
export function scan(from: i32, to: i32): i32 {
	let at = from;
	let rows = 0;
	while (at < to && rows < maxRows) {
		beginRow(rows);
		let end = readLine(at);
		if (isFull) {
			break;
		}
		if (end === 0) {
			clearRow();
			end = lineEnd(at);
		} else {
			setCode(isEventAt, 1);
		}
		setCode(fromAt, <i32>at);
		setCode(toAt, <i32>(end + 1));
		at = end + 1;
		rows++;
	}
	stoppedAt = at;
	return rows;
}

/** @returns The position of its newline. 0 when it is not an event, or can't be decided here. */
function readLine(from: i32): i32 {
	line++;
	nominated = 0;
	beginFacts();
	beginShape();
	const keepsShape = hasMarkers;
	let at = skipSpace(from);
	if (load<u8>(at) !== 0x7b) {
		return 0;
	}
	at = readObject(at + 1, 0);
	if (at === 0) {
		return 0;
	}
	at = skipSpace(at);
	if (load<u8>(at) !== newline) {
		return 0;
	}
	if (!keepsShape && nominated !== 0) {
		clearRow(); // the first marker of all: the shape lacks the keys before it
		return readLine(from);
	}
	const said = saidOfLine(from);
	if (said === unsureShape || isFull) {
		return 0;
	}
	finishRow(said);
	return isFull ? 0 : at;
}

function saidOfLine(from: i32): i32 {
	if (forced !== 0) {
		return (nominated & always) === 0 ? forced : unsureShape;
	}
	return nominated === 0 ? noDialect : dialectOfShape(nominated, from);
}

/**
@param from - After the brace.
@returns The position after the object. 0 when it can't be decided here.
*/
function readObject(from: i32, scope: i32): i32 {
	let at = skipSpace(from);
	if (load<u8>(at) === 0x7d) {
		tellValue(emptyObjectType, from, at);
		return at + 1;
	}
	let key = startOf(scope);
	let next: i32 = 0;
	while (true) {
		if (next === 0) {
			if (load<u8>(at) !== quote) {
				return 0;
			}
			next = keyAfter(key, scope, at + 1);
			if (next === 0) {
				return 0;
			}
			at = skipSpace(keyEnd + 1);
			if (load<u8>(at) !== 0x3a) {
				return 0;
			}
			at = skipSpace(at + 1);
		} else {
			at = skipSpace(keyEnd + 2);
		}
		key = next;
		at = knownOf(key) !== unknownKey ? readKnown(key, at) : skipValue(at, 0);
		if (at === 0) {
			return 0;
		}
		if (hasMarkers && scope === 0) {
			if (isKept(key)) {
				addToShape(key);
			} else {
				spoilShape();
			}
		}
		next = usualKeyAfter(key, at);
		if (next !== 0) {
			continue;
		}
		at = skipSpace(at);
		const byte = load<u8>(at);
		if (byte === 0x7d) {
			tellValue(objectType, from, at);
			return at + 1;
		}
		if (byte !== 0x2c) {
			return 0;
		}
		at = skipSpace(at + 1);
	}
}

function readKnown(key: i32, from: i32): i32 {
	if (!isFirstInLine(key, line) || knownOf(key) === unsureKey) {
		return 0;
	}
	nominated |= load<i32>(key, keyNominatesAt);
	const byte = load<u8>(from);
	if (byte === quote) {
		return readText(key, from + 1);
	}
	if (byte === 0x2d || digitAt(from) <= 9) {
		return readNumber(key, from);
	}
	const slot = load<i32>(key, keySlotAt);
	if ((byte === 0x7b && (slot === levelSlot || slot === elapsedSlot)) || ((byte === 0x7b || byte === 0x5b) && slot === timestampSlot)) {
		return 0; // some loggers write these as objects, and times as lists
	}
	const inner = load<i32>(key, keyInnerAt);
	return byte === 0x7b && inner !== 0 ? readObject(from + 1, inner) : skipValue(from, 0);
}

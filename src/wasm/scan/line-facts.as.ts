// AssemblyScript. Facts about a line that are not in its row, and how they complete an event, the way read-event.ts
// does it.

import {
	bareUnitsAt,
	componentAt,
	componentSlot,
	dialectAt,
	elapsedAt,
	escapedSpelling,
	eventTextAt,
	firstDialect,
	kindAt,
	kindCode,
	levelAt,
	mappedWeight,
	newStateAt,
	oldStateAt,
	otherKind,
	recordsInAt,
	recordsOutAt,
	stageCompletedKind,
	stageDescribedKind,
	stageFailedKind,
	throughputAt,
} from '../layout';
import {codeAt, numberAt, setCode, setNumber, weightOf} from './row.as';
import {codeOf} from './texts.as';

const longestKind: i32 = 32;

let stage: i32 = 0;
let severity: i32 = 0;
let transition: i32 = 0;
let isElapsedBare: bool = false;
let kindLetters: u32 = 0;

/** @param letters - The first letters of all kind names, as bits from `a` on. */
export function setKindLetters(letters: u32): void {
	kindLetters = letters;
}

export function beginFacts(): void {
	stage = 0;
	severity = 0;
	transition = 0;
	isElapsedBare = false;
}

export function tellStage(text: i32): void {
	stage = text;
}

export function tellElapsed(isBare: bool): void {
	isElapsedBare = isBare;
}

export function tellSeverity(code: i32): bool {
	severity = code;
	return code !== 0;
}

export function tellTransition(code: i32): bool {
	transition = code;
	return code !== 0;
}

/**
Whether a text could be the name of a kind in any spelling. Few messages start with the same letter and are as short.
*/
export function mayBeKind(from: i32, to: i32, spelling: i32): bool {
	if (spelling === escapedSpelling) {
		return to - from <= 6 * longestKind;
	}
	if (to - from > 3 * longestKind) {
		return false;
	}
	let at = from;
	while (true) {
		const byte = load<u8>(at);
		if (byte !== 0x5f && byte !== 0x2d && byte !== 0x2e && byte !== 0x20) {
			break;
		}
		at++;
	}
	const first = load<u8>(at);
	const letter = <u32>(first | 0x20) - 0x61;
	return first >= 0x80 || (letter < 26 && ((kindLetters >> letter) & 1) !== 0);
}

/** @param said - The verdict on the shape: which dialect it is. */
export function finishRow(said: i32): void {
	const kind = kindOfRow();
	setCode(kindAt, kind);
	const isAboutStage = kind === stageCompletedKind || kind === stageFailedKind || kind === stageDescribedKind;
	if (stage !== 0 && isAboutStage && weightOf(componentSlot) < mappedWeight) {
		setCode(componentAt, stage);
	}
	if (codeAt(levelAt) === 0) {
		setCode(levelAt, severity);
	}
	if (transition !== 0) {
		if (codeAt(oldStateAt) === 0) {
			setCode(oldStateAt, transition >> 2);
		}
		if (codeAt(newStateAt) === 0) {
			setCode(newStateAt, transition & 3);
		}
	}
	let elapsedMs = numberAt(elapsedAt);
	if (said >= firstDialect) {
		setCode(dialectAt, said - firstDialect + 1);
		if (isElapsedBare) {
			elapsedMs *= load<f64>(bareUnitsAt + 8 * (said - firstDialect));
			setNumber(elapsedAt, elapsedMs);
		}
	}
	const isProducing = !(numberAt(recordsInAt) > 0) && numberAt(recordsOutAt) > 0;
	const records = numberAt(isProducing ? recordsOutAt : recordsInAt);
	if (kind !== stageFailedKind && F64.isNaN(numberAt(throughputAt)) && !F64.isNaN(records) && elapsedMs > 0) {
		setNumber(throughputAt, (records / elapsedMs) * 1000);
	}
}

function kindOfRow(): i32 {
	const text = codeAt(eventTextAt);
	return text === 0 ? otherKind : codeOf(text, kindCode) - 1;
}

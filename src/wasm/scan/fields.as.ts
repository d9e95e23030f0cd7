// AssemblyScript. Writes the value of a known key into the row, the way read-event.ts reads the keys of an object.

import {backslash, spelling, stringEnd, tellSpelling} from '../json/bytes.as';
import {isExact, number, numberEnd} from '../json/numbers.as';
import {numberType, tellText, tellValue} from '../json/values.as';
import {
	batchNumberAt,
	batchSlot,
	batchTextAt,
	elapsedSlot,
	eventAt,
	eventSlot,
	eventTextAt,
	hitRateSlot,
	hitsSlot,
	keySlotAt,
	keyUnitAt,
	keyWeightAt,
	levelSlot,
	missesSlot,
	noSlot,
	numberSpelling,
	plainSpelling,
	reasonAt,
	reasonSlot,
	recordsInSlot,
	recordsOutSlot,
	severityNumberSlot,
	stageSlot,
	throughputSlot,
	timeAt,
	timestampSlot,
	unreadTimeAt,
} from '../layout';
import {readValue} from './answers.as';
import {fillName, fillNumber} from './fill.as';
import {mayBeKind, tellElapsed} from './line-facts.as';
import {setCode, setNumber, setSpan, setWeight, weightOf} from './row.as';
import {lengthOfText, rememberText, textOf, usualText} from './texts.as';
import {isoTimeEnd, takeEpoch, timeMs} from './times.as';

/**
@param from - After the opening quote.
@returns The position after the closing quote. 0 when it can't be decided here.
*/
export function readText(key: i32, from: i32): i32 {
	const slot = load<i32>(key, keySlotAt);
	const weight = load<i32>(key, keyWeightAt);
	if (slot === noSlot || weight <= weightOf(slot)) {
		return end(from, stringEnd(from));
	}
	switch (slot) {
		case timestampSlot: {
			const to = isoTimeEnd(from);
			if (to === 0) {
				return askForText(key, slot, weight, from);
			}
			setNumber(timeAt, timeMs);
			setWeight(slot, weight);
			tellText(from, to, plainSpelling);
			return to + 1;
		}
		case eventSlot:
			return readEvent(key, weight, from);
		case reasonSlot: {
			const to = stringEnd(from);
			if (to > from) {
				setSpan(reasonAt, from, to, spelling);
				setWeight(slot, weight);
			}
			return end(from, to);
		}
		case recordsInSlot:
		case recordsOutSlot:
		case elapsedSlot:
		case throughputSlot:
		case hitsSlot:
		case missesSlot:
		case hitRateSlot:
			return askForText(key, slot, weight, from);
		default:
			return readName(key, slot, weight, from);
	}
}

/** @returns The position after the number. 0 when it can't be decided here. */
export function readNumber(key: i32, from: i32): i32 {
	const to = numberEnd(from);
	if (to === 0) {
		return 0;
	}
	tellValue(numberType, from, to);
	const slot = load<i32>(key, keySlotAt);
	const weight = load<i32>(key, keyWeightAt);
	if (slot === noSlot || weight <= weightOf(slot)) {
		return to;
	}
	switch (slot) {
		case timestampSlot: {
			const ms = isExact && takeEpoch(number) ? timeMs : readValue(slot, NaN, from, to, numberSpelling);
			fillTime(weight, ms);
			return to;
		}
		case recordsInSlot:
		case recordsOutSlot:
		case throughputSlot:
		case hitsSlot:
		case missesSlot:
		case hitRateSlot: {
			const isPlain = isExact && number >= 0 && (number <= 1 || slot !== hitRateSlot);
			fillNumber(slot, weight, isPlain ? number : readValue(slot, NaN, from, to, numberSpelling));
			return to;
		}
		case elapsedSlot: {
			const unitMs = load<f64>(key, keyUnitAt);
			const factor = F64.isNaN(unitMs) ? 1 : unitMs;
			const isPlain = isExact && number >= 0;
			if (fillNumber(slot, weight, isPlain ? number * factor : readValue(slot, factor, from, to, numberSpelling))) {
				tellElapsed(F64.isNaN(unitMs));
			}
			return to;
		}
		case batchSlot:
			setNumber(batchNumberAt, isExact ? number : readValue(slot, NaN, from, to, numberSpelling));
			setCode(batchTextAt, 0);
			setWeight(slot, weight);
			return to;
		case levelSlot:
		case severityNumberSlot:
		case stageSlot: {
			const text = textOf(from, to, numberSpelling);
			if (text !== 0) {
				fillName(slot, weight, text);
			}
			return text === 0 ? 0 : to;
		}
		default:
			return to;
	}
}

/** The end of a string that was skipped or used. */
function end(from: i32, to: i32): i32 {
	tellText(from, to, spelling);
	return to === 0 ? 0 : to + 1;
}

function askForText(key: i32, slot: i32, weight: i32, from: i32): i32 {
	const to = stringEnd(from);
	if (to !== 0) {
		const unitMs = load<f64>(key, keyUnitAt);
		const value = readValue(slot, F64.isNaN(unitMs) ? 1 : unitMs, from, to, spelling);
		if (value === Infinity) {
			return 0;
		}
		if (slot === timestampSlot) {
			fillTime(weight, value);
		} else if (fillNumber(slot, weight, value) && slot === elapsedSlot) {
			tellElapsed(false);
		}
	}
	return end(from, to);
}

function fillTime(weight: i32, ms: f64): void {
	if (!fillNumber(timestampSlot, weight, ms)) {
		setCode(unreadTimeAt, 1);
	}
}

function readName(key: i32, slot: i32, weight: i32, from: i32): i32 {
	let text = usualText(key, from);
	let to: i32 = 0;
	if (text !== 0) {
		to = from + lengthOfText(text);
		tellSpelling(plainSpelling);
	} else {
		to = stringEnd(from);
		if (to === 0) {
			return 0;
		}
		text = to === from ? 0 : textOf(from, to, spelling);
		if (text === 0 && to !== from) {
			return 0;
		}
		rememberText(key, spelling === plainSpelling ? text : 0);
	}
	if (text !== 0) {
		fillName(slot, weight, text);
	}
	return end(from, to);
}

/**
An event's text is only put into the dictionary if it may be the name of a kind, because messages are all different.
*/
function readEvent(key: i32, weight: i32, from: i32): i32 {
	let text = usualText(key, from);
	let to: i32 = 0;
	if (text !== 0) {
		to = from + lengthOfText(text);
		tellSpelling(plainSpelling);
	} else {
		to = stringEnd(from);
		if (to > from && mayBeKind(from, to, spelling)) {
			text = textOf(from, to, spelling);
			if (text === 0) {
				return 0;
			}
			rememberText(key, spelling === plainSpelling ? text : 0);
		}
	}
	if (to > from) {
		// Possibly an object that is the event itself.
		if (load<u8>(from) === 0x7b || load<u8>(from) === backslash) {
			return 0;
		}
		setSpan(eventAt, from, to, spelling);
		setCode(eventTextAt, text);
		setWeight(eventSlot, weight);
	}
	return end(from, to);
}

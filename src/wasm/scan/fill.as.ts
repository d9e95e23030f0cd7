// AssemblyScript. Puts a value into its slot if it fits. If not, the next key with the same meaning is tried.

import {
	batchNumberAt,
	batchSlot,
	batchTextAt,
	cacheNameAt,
	cacheNameSlot,
	circuitNameAt,
	circuitNameSlot,
	componentAt,
	componentSlot,
	elapsedAt,
	elapsedSlot,
	hitRateAt,
	hitsAt,
	hitsSlot,
	hostAt,
	hostSlot,
	levelAt,
	levelCode,
	levelSlot,
	missesAt,
	missesSlot,
	newStateAt,
	newStateSlot,
	oldStateAt,
	oldStateSlot,
	recordsInAt,
	recordsInSlot,
	recordsOutAt,
	recordsOutSlot,
	severityCode,
	severityNumberSlot,
	stageSlot,
	stateCode,
	stateTransitionSlot,
	throughputAt,
	throughputSlot,
	timeAt,
	timestampSlot,
	transitionCode,
} from '../layout';
import {tellSeverity, tellStage, tellTransition} from './line-facts.as';
import {setCode, setNumber, setWeight, weightOf} from './row.as';
import {codeOf} from './texts.as';

/** @returns Whether it fits. */
export function fillNumber(slot: i32, weight: i32, value: f64): bool {
	if (F64.isNaN(value)) {
		return false;
	}
	setNumber(numberPlaceOf(slot), value);
	setWeight(slot, weight);
	return true;
}

function numberPlaceOf(slot: i32): i32 {
	switch (slot) {
		case timestampSlot:
			return timeAt;
		case recordsInSlot:
			return recordsInAt;
		case recordsOutSlot:
			return recordsOutAt;
		case elapsedSlot:
			return elapsedAt;
		case throughputSlot:
			return throughputAt;
		case hitsSlot:
			return hitsAt;
		case missesSlot:
			return missesAt;
		default:
			return hitRateAt;
	}
}

/** Puts a text of the dictionary into a slot if it fits. */
export function fillName(slot: i32, weight: i32, text: i32): void {
	let isOne = true;
	switch (slot) {
		case levelSlot:
			isOne = fillCode(levelAt, codeOf(text, levelCode));
			break;
		case severityNumberSlot:
			isOne = tellSeverity(codeOf(text, severityCode));
			break;
		case componentSlot:
			setCode(componentAt, text);
			break;
		case stageSlot:
			tellStage(text);
			if (weight > weightOf(componentSlot)) {
				setCode(componentAt, text);
				setWeight(componentSlot, weight);
			}
			break;
		case hostSlot:
			setCode(hostAt, text);
			break;
		case batchSlot:
			setCode(batchTextAt, text);
			setNumber(batchNumberAt, NaN);
			break;
		case circuitNameSlot:
			setCode(circuitNameAt, text);
			break;
		case cacheNameSlot:
			setCode(cacheNameAt, text);
			break;
		case oldStateSlot:
			isOne = fillCode(oldStateAt, codeOf(text, stateCode));
			break;
		case newStateSlot:
			isOne = fillCode(newStateAt, codeOf(text, stateCode));
			break;
		case stateTransitionSlot:
			isOne = tellTransition(codeOf(text, transitionCode));
			break;
		default:
			isOne = false;
	}
	if (isOne) {
		setWeight(slot, weight);
	}
}

function fillCode(place: i32, code: i32): bool {
	if (code !== 0) {
		setCode(place, code);
	}
	return code !== 0;
}

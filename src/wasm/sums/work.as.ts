// AssemblyScript. What a completed stage adds to its open bucket, the way stages.ts does it.

import {
	binCountAt,
	binsAt,
	completionsColumn,
	componentAt,
	countedColumn,
	elapsedAt,
	elapsedColumn,
	firstMsAt,
	firstPlaceAt,
	hostAt,
	isOpenAt,
	knownWorksAt,
	knownWorksSize,
	lastMsColumn,
	lastPlaceColumn,
	lastRpsColumn,
	maxBins,
	maxElapsedColumn,
	maxTexts,
	passInColumn,
	passOutColumn,
	rateInColumn,
	rateMsColumn,
	recordsInAt,
	recordsInColumn,
	recordsOutAt,
	recordsOutColumn,
	throughputAt,
	timedColumn,
	workBytes,
	worksAt,
} from '../layout';
import {noteFirst, openWork, workOf} from './buckets.as';
import {isNotBefore} from './place.as';

const largest: f64 = 1e15; // as in sane-numbers.ts
const smallest: f64 = 1e-9;

const mostTries: i32 = 8;

// As in latency-bins.ts.
const lowestMs: f64 = 1.0 / 1024;
const lowestBits: i32 = (1023 - 10) * 64;
const lastBin: i32 = 63 * 64;

/** The throughput of the completion added last. NaN when it is unknown. */
export let rps: f64 = NaN;

/** @returns Where the cells of a row's stage and host are, with the bucket open. 0 when the row can't be added here. */
export function findWork(row: i32, index: i32, ms: f64, place: f64, bucket: f64): i32 {
	const component = load<i32>(row, componentAt);
	if (component === 0) {
		return 0;
	}
	const number = numberOf(component, load<i32>(row, hostAt));
	if (number === 0) {
		return 0;
	}
	const work = worksAt + number * workBytes;
	if (!isNotBefore(ms, place, load<f64>(work, firstMsAt), load<f64>(work, firstPlaceAt))) {
		noteFirst(number, index, ms, place);
	}
	if (load<f64>(work) !== bucket || load<i32>(work, isOpenAt) === 0 || load<i32>(work, binCountAt) === maxBins) {
		openWork(number, bucket);
	}
	return work;
}

/** Looks up each component and host once. */
function numberOf(component: i32, host: i32): i32 {
	const key = component * maxTexts + host;
	let slot = (<u32>key * 0x9e3779b1) >> 16;
	for (let tries = 0; tries < mostTries; tries++) {
		const entry = knownWorksAt + (slot & (knownWorksSize - 1)) * 8;
		const known = load<i32>(entry);
		if (known === key) {
			return load<i32>(entry, 4);
		}
		if (known === 0) {
			const number = workOf(component, host);
			if (number !== 0) {
				store<i32>(entry, key);
				store<i32>(entry, number, 4);
			}
			return number;
		}
		slot++;
	}
	return workOf(component, host);
}

export function addCompletion(work: i32, row: i32, ms: f64, place: f64): void {
	const recordsIn = amountIn(load<f64>(row, recordsInAt));
	const recordsOut = amountIn(load<f64>(row, recordsOutAt));
	const elapsedMs = amountIn(load<f64>(row, elapsedAt));
	const told = amountIn(load<f64>(row, throughputAt));
	const isProducing = !(recordsIn > 0) && recordsOut > 0; // as in event-draft.ts
	rps = F64.isNaN(told) ? rateIn(isProducing ? recordsOut : recordsIn, elapsedMs) : told;
	const isCounted = !F64.isNaN(recordsIn);
	const isTimed = !F64.isNaN(elapsedMs);
	add(work, 8 * completionsColumn, 1);
	if (isCounted) {
		add(work, 8 * countedColumn, 1);
		add(work, 8 * recordsInColumn, recordsIn);
	}
	if (!F64.isNaN(recordsOut)) {
		add(work, 8 * recordsOutColumn, recordsOut);
		if (isCounted) {
			add(work, 8 * passInColumn, recordsIn);
			add(work, 8 * passOutColumn, recordsOut);
		}
	}
	if (isTimed) {
		add(work, 8 * timedColumn, 1);
		add(work, 8 * elapsedColumn, elapsedMs);
		if (isCounted) {
			add(work, 8 * rateInColumn, recordsIn);
			add(work, 8 * rateMsColumn, elapsedMs);
		}
		store<f64>(work, max(load<f64>(work, 8 * maxElapsedColumn), elapsedMs), 8 * maxElapsedColumn);
		addBin(work, binOf(elapsedMs));
	}
	if (isNewLast(work, ms, place)) {
		store<f64>(work, place, 8 * lastPlaceColumn);
		store<f64>(work, ms, 8 * lastMsColumn);
		store<f64>(work, rps, 8 * lastRpsColumn);
	}
}

function add(work: i32, place: i32, value: f64): void {
	store<f64>(work + place, load<f64>(work + place) + value);
}

function isNewLast(work: i32, ms: f64, place: f64): bool {
	const lastPlace = load<f64>(work, 8 * lastPlaceColumn);
	if (lastPlace === 0) {
		return true;
	}
	const wasUnknown = F64.isNaN(load<f64>(work, 8 * lastRpsColumn));
	return wasUnknown === F64.isNaN(rps) ? isNotBefore(ms, place, load<f64>(work, 8 * lastMsColumn), lastPlace) : wasUnknown;
}

function amountIn(value: f64): f64 {
	return value >= 0 && value <= largest ? (value < smallest ? 0 : value) : NaN;
}

function rateIn(records: f64, elapsedMs: f64): f64 {
	return elapsedMs === 0 ? NaN : amountIn((records * 1000) / elapsedMs);
}

function binOf(elapsedMs: f64): i32 {
	return elapsedMs < lowestMs ? 0 : min(lastBin, <i32>(reinterpret<u64>(elapsedMs) >> 46) - lowestBits + 1);
}

function addBin(work: i32, bin: i32): void {
	const count = load<i32>(work, binCountAt);
	store<u16>(binsAt + ((work - worksAt) / workBytes) * maxBins * 2 + 2 * count, bin);
	store<i32>(work, count + 1, binCountAt);
}

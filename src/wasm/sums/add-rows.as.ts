// AssemblyScript: scripts/build.ts compiles it to add-rows.wasm. It works in the memory of the scanner whose rows it adds up.
//
// Rows of usual lines into the open buckets of their series, as series.ts adds one event: completed stages, and what only counts for its level. It ends at the first
// row that says more. Where the numbers of a bucket come from and go to is for add-rows.ts to say.

import {
	componentAt,
	earliestMsAt,
	firstErrorLevel,
	kindAt,
	lastMsAt,
	latestMsAt,
	levelAt,
	otherKind,
	rowBytes,
	rowsAt,
	stageCompletedKind,
	timeAt,
} from '../layout';
import {addToBatch, beginRuns} from './batch-runs.as';
import {tallyRow} from './tally-row.as';
import {addCompletion, findWork, rps} from './work.as';

let bucket: f64 = 0;
let bucketFromMs: f64 = 0;
let bucketToMs: f64 = 0;

export {countRuns} from './batch-runs.as';

/**
@param firstPlace - Of the row `from`.
@param timeMs - That a row without a time takes.
@returns The first row that was not added; `to` where all were.
*/
export function addRows(from: i32, to: i32, firstPlace: f64, stepMs: f64, timeMs: f64): i32 {
	beginRuns();
	bucketToMs = bucketFromMs;
	let earliestMs = Infinity;
	let latestMs = -Infinity;
	let lastMs = timeMs;
	let place = firstPlace;
	let index = from;
	for (; index < to; index++) {
		const row = rowsAt + index * rowBytes;
		const ownMs = load<f64>(row, timeAt);
		const ms = F64.isNaN(ownMs) ? lastMs : ownMs;
		if (!(ms >= bucketFromMs && ms < bucketToMs)) {
			findBucket(ms, stepMs);
		}
		const kind = load<i32>(row, kindAt);
		const level = load<i32>(row, levelAt);
		const isTrouble = level >= firstErrorLevel && load<i32>(row, componentAt) !== 0;
		if (kind === stageCompletedKind && !isTrouble) {
			const work = F64.isNaN(ownMs) ? 0 : findWork(row, index, ms, place, bucket);
			if (work === 0) {
				break;
			}
			addCompletion(work, row, ms, place);
			addToBatch(row, index, ms, place, bucket, rps);
		} else if (kind !== otherKind || isTrouble) {
			break;
		}
		tallyRow(level, ms, place, bucket);
		earliestMs = min(earliestMs, ms);
		latestMs = max(latestMs, ms);
		lastMs = ms;
		place += 1;
	}
	store<f64>(lastMsAt, lastMs);
	store<f64>(earliestMsAt, earliestMs);
	store<f64>(latestMsAt, latestMs);
	return index;
}

function findBucket(ms: f64, stepMs: f64): void {
	bucket = Math.floor(ms / stepMs);
	bucketFromMs = bucket * stepMs;
	bucketToMs = bucketFromMs + stepMs;
}

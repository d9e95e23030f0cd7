// AssemblyScript: scripts/build.ts compiles it to add-rows.wasm. It works in the memory of the scanner whose rows it
// adds.
//
// Adds the rows of usual lines to the open buckets of their series, the way series.ts adds an event: completed stages,
// and events that only count for their level. It ends at the first row that is more than that. row-sums.ts copies the
// buckets in and out.

import {
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
@param timeMs - For rows without a time.
@returns The first row that was not added, or `to`.
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
		const isTrouble = level >= firstErrorLevel; // an error of a component, or a crash
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

// AssemblyScript. The batches of the completions. Most lines continue the batch of the line before. Together they form
// a run, which batches.ts adds at once.

import {
	batchNumberAt,
	batchTextAt,
	runBucketAt,
	runBytes,
	runFromAt,
	runMsAt,
	runNumberAt,
	runPlaceAt,
	runRpsAt,
	runsAt,
	runTextAt,
	runToAt,
} from '../layout';

let runs: i32 = 0;
let run: i32 = 0;

export function beginRuns(): void {
	runs = 0;
	run = 0;
}

/** The number of runs. */
export function countRuns(): i32 {
	return runs;
}

/** A completion without an id is a separate run. So is one that is earlier than the start of its run. */
export function addToBatch(row: i32, index: i32, ms: f64, place: f64, bucket: f64, rps: f64): void {
	const text = load<i32>(row, batchTextAt);
	const number = load<f64>(row, batchNumberAt);
	const isSame = text !== 0 ? text === load<i32>(run, runTextAt) : number === load<f64>(run, runNumberAt);
	if (run !== 0 && isSame && bucket === load<f64>(run, runBucketAt) && ms >= load<f64>(run, runMsAt)) {
		const lowest = load<f64>(run, runRpsAt);
		if (F64.isNaN(lowest) || rps < lowest) {
			store<f64>(run, rps, runRpsAt);
		}
		store<i32>(run, index + 1, runToAt);
		return;
	}
	run = runsAt + runs * runBytes;
	runs++;
	store<f64>(run, ms, runMsAt);
	store<f64>(run, place, runPlaceAt);
	store<f64>(run, rps, runRpsAt);
	store<f64>(run, bucket, runBucketAt);
	store<f64>(run, number, runNumberAt);
	store<i32>(run, text, runTextAt);
	store<i32>(run, index, runFromAt);
	store<i32>(run, index + 1, runToAt);
}

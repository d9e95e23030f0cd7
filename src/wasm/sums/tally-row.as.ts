// AssemblyScript. What is counted for every event, the way tally.ts does it.

import {tallyAt, tallyColumns, tallyLevelsColumn, tallyMsColumn, tallyPlaceColumn} from '../layout';
import {openTally} from './buckets.as';
import {isNotBefore} from './place.as';

const unsetAt: i32 = tallyAt + 8 * (tallyColumns - 1);

export function tallyRow(level: i32, ms: f64, place: f64, bucket: f64): void {
	if (load<f64>(tallyAt) !== bucket) {
		openTally(bucket);
	}
	const lastPlace = load<f64>(tallyAt, 8 * tallyPlaceColumn);
	if (lastPlace === 0 || isNotBefore(ms, place, load<f64>(tallyAt, 8 * tallyMsColumn), lastPlace)) {
		store<f64>(tallyAt, ms, 8 * tallyMsColumn);
		store<f64>(tallyAt, place, 8 * tallyPlaceColumn);
	}
	const at = level === 0 ? unsetAt : tallyAt + 8 * (tallyLevelsColumn + level - 1);
	store<f64>(at, load<f64>(at) + 1);
}

import type {TimeSlice} from '../timeline/time-slices.ts';
import type {TimelineSignal} from '../timeline/timeline-view.ts';
import type {CircuitTimeline} from './circuit-timelines.ts';

type Change = {readonly ms: number; readonly by: number};

/**
For each slice, the most circuits open simultaneously. It is exact: a circuit that was open only briefly counts.
`undefined` in a log without circuits.
*/
export function openCircuitsIn(timelines: readonly CircuitTimeline[], slices: ReadonlyArray<TimeSlice | undefined>): TimelineSignal {
	const changes = timelines.flatMap(changesOf).sort((a, b) => a.ms - b.ms || b.by - a.by);
	let open = timelines.reduce((sum, {before, count}) => sum + (before === 'open' ? count : 0), 0);
	let next = 0;
	return slices.map(slice => {
		if (slice === undefined || timelines.length === 0) {
			return undefined;
		}

		let most: number | undefined;
		for (let change = changes[next]; change !== undefined && change.ms < slice.endMs; change = changes[++next]) {
			if (change.ms >= slice.startMs) {
				most ??= open;
			}

			open += change.by;
			most = most === undefined ? undefined : Math.max(most, open);
		}

		return most ?? open;
	});
}

function changesOf({changes, before, count}: CircuitTimeline): readonly Change[] {
	let isOpen = before === 'open';
	const counted: Change[] = [];
	for (const {ms, state} of changes) {
		const wasOpen = isOpen;
		isOpen = state === 'open';
		const last = counted.at(-1);
		if (isOpen && !wasOpen && last?.by === -count && last.ms === ms) {
			counted.pop(); // the probe failed in the same instant, so it was open all along
		} else if (isOpen !== wasOpen) {
			counted.push({ms, by: isOpen ? count : -count});
		}
	}

	return counted;
}

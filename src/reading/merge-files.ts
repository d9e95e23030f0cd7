import {readOneOf} from './each-readable.ts';
import {isDueBefore, MergeLane, type OpenInput, type ReadLine} from './merge-lane.ts';
import type {OrderedFile} from './order-files.ts';

/**
Reads files as one log: the line with the earliest time comes next; if times are equal, the one from the file of lower
rank. Lines of one file keep their order whatever their times. A line without a time directly follows the line before
it, and so does a line whose time most of the next 16 lines contradict: a clock that runs ahead must not hold back
everything after it. A file is opened when its first line is due.

@param files - In the order of `orderFiles`.
@param reading.onProblem - Called if a file can no longer be read; the others continue.
@param reading.isAborted - Checked whenever more has to be read.
@throws SourceError if the file that can't be read is the only one.
*/
export async function mergeFiles<Line extends ReadLine>(
	files: readonly OrderedFile[],
	open: OpenInput<Line>,
	{onProblem, isAborted = () => false}: {readonly onProblem: (problem: string) => void; readonly isAborted?: () => boolean},
): Promise<void> {
	const later = files.map(file => new MergeLane(file, open));
	const lanes: Array<MergeLane<Line>> = [];
	for (;;) {
		while (later[0] !== undefined && isDueBefore(later[0], earliest(lanes))) {
			lanes.push(...later.splice(0, 1));
		}
		const lane = earliest(lanes);
		if (lane === undefined) {
			return;
		}
		const other = earliest(lanes, lane);
		const limit = other === undefined || (later[0] !== undefined && isDueBefore(later[0], other)) ? later[0] : other;
		let state = lane.takeUntil(limit);
		while (state === 'short') {
			if (isAborted()) {
				return;
			}
			state = (await readOneOf(files.length, () => lane.read(), onProblem)) ? lane.takeUntil(limit) : 'ended';
		}
		if (state === 'ended') {
			lanes.splice(lanes.indexOf(lane), 1);
		}
	}
}

function earliest<Line extends ReadLine>(lanes: ReadonlyArray<MergeLane<Line>>, except?: MergeLane<Line>): MergeLane<Line> | undefined {
	let found: MergeLane<Line> | undefined;
	for (const lane of lanes) {
		if (lane !== except && isDueBefore(lane, found)) {
			found = lane;
		}
	}
	return found;
}

import {readOneOf} from './each-readable.ts';
import {isDueBefore, MergeQueue, type OpenInput, type ReadLine} from './merge-queue.ts';
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
	const later = files.map(file => new MergeQueue(file, open));
	const queues: Array<MergeQueue<Line>> = [];
	for (;;) {
		while (later[0] !== undefined && isDueBefore(later[0], earliest(queues))) {
			queues.push(...later.splice(0, 1));
		}
		const queue = earliest(queues);
		if (queue === undefined) {
			return;
		}
		const other = earliest(queues, queue);
		const limit = other === undefined || (later[0] !== undefined && isDueBefore(later[0], other)) ? later[0] : other;
		let state = queue.takeUntil(limit);
		while (state === 'short') {
			if (isAborted()) {
				return;
			}
			state = (await readOneOf(files.length, () => queue.read(), onProblem)) ? queue.takeUntil(limit) : 'ended';
		}
		if (state === 'ended') {
			queues.splice(queues.indexOf(queue), 1);
		}
	}
}

function earliest<Line extends ReadLine>(queues: ReadonlyArray<MergeQueue<Line>>, except?: MergeQueue<Line>): MergeQueue<Line> | undefined {
	let found: MergeQueue<Line> | undefined;
	for (const queue of queues) {
		if (queue !== except && isDueBefore(queue, found)) {
			found = queue;
		}
	}
	return found;
}

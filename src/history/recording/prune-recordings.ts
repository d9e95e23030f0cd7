import {basename} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {openFiles} from '../../processes/open-files.ts';
import {recordingsIn, type StoredRecording} from './recordings.ts';
import {removeSegment} from './segment-names.ts';

/** What is kept of the recordings in a folder. */
export type RecordingBounds = {readonly most: number; readonly mostBytes: number; readonly longestMs: number};

const dayMs = 24 * 3600 * 1000;
export const recordingBounds: RecordingBounds = {most: 50, mostBytes: 4 * 1024 ** 3, longestMs: 30 * dayMs};

/**
Removes recordings that have ended, the ones first that were written to longest ago, until the rest is within its bounds. One in use stays: somebody writes it or waits to go on with
it, or any process has it open. Where that can't be told, because it is another machine's or another container's, its age alone counts.

@returns What was removed.
*/
export async function pruneRecordings(folder: string, nowMs: number, bounds = recordingBounds): Promise<readonly StoredRecording[]> {
	const {recordings, leftovers} = recordingsIn(folder);
	let count = recordings.length;
	let byteLength = recordings.reduce((sum, each) => sum + each.byteLength, 0);
	const removed: StoredRecording[] = [];
	let open: ReadonlySet<string> | undefined;
	for (const recording of recordings) {
		const isOld = nowMs - recording.writtenMs > bounds.longestMs;
		const isOver = count > bounds.most || byteLength > bounds.mostBytes;
		if (!isOld && !(isOver && recording.isRunning === false)) {
			continue;
		}
		open ??= openFiles(new Set(recordings.flatMap(({segments}) => segments.map(({path}) => basename(path)))));
		if (recording.isRunning === true || isOpen(recording, open)) {
			continue;
		}
		count--;
		byteLength -= recording.byteLength;
		removed.push(recording);
		await removeAll(recording.segments);
	}
	await removeAll(leftovers);
	return removed;
}

const isOpen = ({segments}: StoredRecording, open: ReadonlySet<string>): boolean =>
	segments.some(({lines}) => open.has(`${lines.dev}:${lines.ino}`));

/** To remove large files takes its time: other work gets its turn in between. */
async function removeAll(segments: StoredRecording['segments']): Promise<void> {
	for (const segment of segments) {
		removeSegment(segment);
		await nextTurn();
	}
}

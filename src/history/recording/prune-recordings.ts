import {basename} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {openFiles} from '../../processes/open-files.ts';
import {recordingsIn, type StoredRecording} from './recordings.ts';
import {removeSegment} from './segment-names.ts';

/** The limits for the recordings in a folder. */
export type RecordingBounds = {readonly most: number; readonly mostBytes: number; readonly longestMs: number};

const dayMs = 24 * 3600 * 1000;
export const recordingBounds: RecordingBounds = {most: 50, mostBytes: 4 * 1024 ** 3, longestMs: 30 * dayMs};

/**
Removes finished recordings, least recently written first, until the rest is within the limits. A recording in use
stays: someone writes it, waits to continue it, or has it open. If that can't be determined, because it belongs to
another machine or container, only its age counts.

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

/** Removing large files takes time, so other work gets its turn in between. */
async function removeAll(segments: StoredRecording['segments']): Promise<void> {
	for (const segment of segments) {
		removeSegment(segment);
		await nextTurn();
	}
}

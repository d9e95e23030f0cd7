import process from 'node:process';
import {pruneRecordings, recordingBounds} from '../../history/recording/prune-recordings.ts';
import {recordingsFolder} from '../../history/recording/recording-path.ts';
import {recordingsIn, type StoredRecording, type StoredRecordings} from '../../history/recording/recordings.ts';
import {formatAge, formatBytes} from '../../screen/format/format.ts';
import {sanitize} from '../../screen/text/sanitize.ts';
import {displayWidth} from '../../screen/text/width.ts';
import {print} from '../print.ts';
import {safeJson} from '../safe-json.ts';
import {tell} from '../tell.ts';

export type RecordingsOptions = {
	readonly isJson: boolean;
	/** Remove old recordings. */
	readonly prunes: boolean;
};

/** Lists the recordings, newest first, or removes old ones and lists those. */
export async function run({isJson, prunes}: RecordingsOptions): Promise<number> {
	const folder = recordingsFolder(process.env);
	const nowMs = Date.now();
	const removed = prunes ? await pruneRecordings(folder, nowMs) : [];
	const {recordings, others} = recordingsIn(folder);
	await print(isJson ? `${safeJson(jsonOf(folder, recordings, removed))}\n` : textOf(prunes ? removed : recordings, nowMs));
	if (!isJson) {
		tell(summaryOf(folder, recordings, prunes ? removed : undefined));
	}
	if (others.count > 0) {
		tell(othersIn(folder, others));
	}
	return 0;
}

function jsonOf(folder: string, recordings: readonly StoredRecording[], removed: readonly StoredRecording[]) {
	const {most, mostBytes, longestMs} = recordingBounds;
	return {
		folder,
		kept: {recordings: most, bytes: mostBytes, afterLastWriteMs: longestMs},
		recordings: recordings.toReversed().map(recordingJson),
		removed: removed.map(recordingJson),
	};
}

const recordingJson = ({path, mark, segments, byteLength, writtenMs, isRunning}: StoredRecording) => ({
	path,
	source: mark.source,
	isRunning: isRunning ?? null,
	startedAt: new Date(mark.startedMs).toISOString(),
	lastWriteAt: new Date(writtenMs).toISOString(),
	bytes: byteLength,
	files: segments.map(segment => segment.path),
});

function textOf(recordings: readonly StoredRecording[], nowMs: number): string {
	const rows = recordings
		.toReversed()
		.map(({path, mark, byteLength, writtenMs, isRunning}) => [
			formatAge(nowMs - mark.startedMs),
			formatAge(nowMs - writtenMs),
			formatBytes(byteLength),
			isRunning === true ? 'running' : isRunning === false ? 'ended' : 'elsewhere',
			sanitize(path),
			sanitize(mark.source),
		]);
	const table = rows.length === 0 ? [] : [['AGE', 'WRITTEN', 'SIZE', 'STATE', 'PATH', 'SOURCE'], ...rows];
	const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map(row => displayWidth(row[column] ?? ''))));
	return table
		.map(
			row =>
				`${row
					.map((text, column) => text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(text))))
					.join('  ')
					.trimEnd()}\n`,
		)
		.join('');
}

function summaryOf(folder: string, recordings: readonly StoredRecording[], removed: readonly StoredRecording[] | undefined): string {
	const {most, mostBytes, longestMs} = recordingBounds;
	const there = `${countOf(recordings)} in ${folder}`;
	const bounds = `limits: ${most} recordings, ${formatBytes(mostBytes)}, ${formatAge(longestMs).replace(/d\d+h$/, ' days')} after the last line`;
	return removed === undefined ? `${there} (${bounds})` : `removed ${countOf(removed)}; ${countOf(recordings)} left in ${folder}`;
}

function countOf(recordings: readonly StoredRecording[]): string {
	const bytes = recordings.reduce((sum, {byteLength}) => sum + byteLength, 0);
	return recordings.length === 0
		? 'no recordings'
		: `${recordings.length} ${recordings.length === 1 ? 'recording' : 'recordings'} (${formatBytes(bytes)})`;
}

function othersIn(folder: string, {count, byteLength}: StoredRecordings['others']): string {
	return `left alone: ${count} ${count === 1 ? 'file' : 'files'} in ${folder} (${formatBytes(byteLength)}) that ${count === 1 ? 'belongs' : 'belong'} to no recording`;
}

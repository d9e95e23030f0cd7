import {readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {isRunning} from '../../processes/identity.ts';
import {markOf, type RecordingMark, sideFileOf} from './recording-mark.ts';
import {timesPath} from './recording-names.ts';
import type {NamedSegment} from './segment-names.ts';

/** A recording in a folder. */
export type StoredRecording = {
	readonly mark: RecordingMark;
	/** Of its newest file. */
	readonly path: string;
	readonly segments: readonly NamedSegment[];
	/** Including side files. */
	readonly byteLength: number;
	/** When it was last written to. */
	readonly writtenMs: number;
	/**
	Whether someone writes it or waits to continue it. `undefined` when that can't be determined from here: on another
	machine that shares the folder, or in another container.
	*/
	readonly isRunning: boolean | undefined;
};

export type StoredRecordings = {
	/** Oldest first. */
	readonly recordings: readonly StoredRecording[];
	/** Side files of recordings whose lines someone has removed. */
	readonly leftovers: readonly NamedSegment[];
	/** Files that do not identify themselves as recordings, so they belong to someone else. */
	readonly others: {readonly count: number; readonly byteLength: number};
};

type Found = NamedSegment & {readonly mark: RecordingMark; readonly byteLength: number; readonly writtenMs: number};

/** The contents of a folder of recordings. */
export function recordingsIn(folder: string): StoredRecordings {
	const paths = filesIn(folder);
	const found = paths.flatMap(foundAt);
	const leftovers = paths.flatMap(leftoverOf);
	const known = new Set([...found, ...leftovers].flatMap(({path}) => [path, timesPath(path)]));
	const others = paths.filter(path => !known.has(path));
	return {
		recordings: [...Map.groupBy(found, ({mark}) => mark.id).values()].map(recordingOf).sort((a, b) => a.writtenMs - b.writtenMs),
		leftovers,
		others: {count: others.length, byteLength: others.reduce((sum, path) => sum + sizeOf(path), 0)},
	};
}

function recordingOf(segments: readonly Found[]): StoredRecording {
	const [newest, ...before] = [...segments].sort((a, b) => b.writtenMs - a.writtenMs);
	if (newest === undefined) {
		throw new Error('a recording has a file');
	}
	const states = [newest, ...before].flatMap(({mark}) => mark.holders.map(isRunning));
	return {
		mark: newest.mark,
		path: newest.path,
		segments,
		byteLength: segments.reduce((sum, {byteLength}) => sum + byteLength, 0),
		writtenMs: newest.writtenMs,
		isRunning: states.includes(true) || (states.includes(undefined) ? undefined : false),
	};
}

function foundAt(path: string): readonly Found[] {
	const file = markOf(path);
	const stat = file && statSync(path, {throwIfNoEntry: false});
	return file === undefined || stat === undefined
		? []
		: [{path, ...file, byteLength: stat.size + sizeOf(timesPath(path)), writtenMs: stat.mtimeMs}];
}

function leftoverOf(side: string): readonly NamedSegment[] {
	const path = side.slice(0, -timesPath('').length);
	const file = timesPath(path) === side && statSync(path, {throwIfNoEntry: false}) === undefined ? sideFileOf(path) : undefined;
	return file === undefined || file.mark.holders.map(isRunning).some(runs => runs !== false) ? [] : [{path, ...file}];
}

const sizeOf = (path: string): number => statSync(path, {throwIfNoEntry: false})?.size ?? 0;

function filesIn(folder: string): readonly string[] {
	try {
		return readdirSync(folder, {withFileTypes: true}).flatMap(entry => (entry.isFile() ? [join(folder, entry.name)] : []));
	} catch {
		return []; // nothing has been recorded yet
	}
}

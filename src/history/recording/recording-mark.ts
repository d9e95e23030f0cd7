import {Buffer} from 'node:buffer';
import {closeSync, readSync} from 'node:fs';
import {type FileIdentity, identityAt, identityOf, isStill} from '../../files/identity.ts';
import {openOwnFile} from '../../files/own-file.ts';
import {identityOfProcess, type ProcessIdentity} from '../../processes/identity.ts';
import {isOf, timesPath} from './recording-names.ts';

/** What a recording says about itself in each of its files. */
export type RecordingMark = {
	/** A unique id. */
	readonly id: string;
	/** The recorded source, as named in the header. */
	readonly source: string;
	readonly startedMs: number;
	/** The processes that write it or wait to continue it. */
	readonly holders: readonly ProcessIdentity[];
};

/** A file of a recording and its side file, both identified by more than their names. */
export type MarkedFile = {
	readonly mark: RecordingMark;
	/** The name of the recording's newest file. */
	readonly name: string;
	readonly lines: FileIdentity;
	readonly times: FileIdentity;
};

const mostBytes = 64 * 1024;
const longestSource = 4096;

/** The mark of a new recording, written by this process. */
export function createRecordingMark(source = ''): RecordingMark {
	return {id: crypto.randomUUID(), source: source.slice(0, longestSource), startedMs: Date.now(), holders: [identityOfProcess()]};
}

export const withHolders = (mark: RecordingMark, others: readonly ProcessIdentity[]): RecordingMark => ({
	...mark,
	holders: [...mark.holders, ...others],
});

/** The first line of a side file. Readers of times skip it. */
export function markLine(file: MarkedFile): string {
	return `${JSON.stringify({recording: file})}\n`;
}

/**
Reads the side file of a path. It must be the user's own and must describe both itself and the file that has the path
now, so neither has been copied or replaced.
*/
export function markOf(path: string): MarkedFile | undefined {
	const file = sideFileOf(path);
	const now = identityAt(path);
	return file !== undefined && isStill(file.lines, now) && now.dev === file.times.dev ? {...file, lines: now} : undefined;
}

/** The same, whatever file has the path itself. */
export function sideFileOf(path: string): MarkedFile | undefined {
	try {
		const {fd} = openOwnFile(timesPath(path), {maxBytes: Number.POSITIVE_INFINITY});
		try {
			const file = readMark(firstLine(fd));
			const now = identityOf(fd);
			const isItself = file !== undefined && isStill(file.times, now);
			// A renamed file is the user's to keep.
			return isItself && isOf(path, file.name) ? {...file, times: now} : undefined;
		} finally {
			closeSync(fd);
		}
	} catch {
		return undefined;
	}
}

function firstLine(fd: number): string {
	const head = Buffer.alloc(mostBytes);
	const text = head.toString('utf8', 0, readSync(fd, head, 0, mostBytes, 0));
	return text.slice(0, text.indexOf('\n') + 1);
}

function readMark(text: string): MarkedFile | undefined {
	const value: unknown = JSON.parse(text);
	const file = isObject(value) ? value.recording : undefined;
	return isObject(file) && isMark(file.mark) && typeof file.name === 'string' && isFile(file.lines) && isFile(file.times)
		? {mark: file.mark, name: file.name, lines: file.lines, times: file.times}
		: undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const isFile = (value: unknown): value is FileIdentity =>
	isObject(value) && [value.dev, value.ino, value.bornNs].every(each => typeof each === 'string');

const isMark = (value: unknown): value is RecordingMark =>
	isObject(value) &&
	typeof value.id === 'string' &&
	typeof value.source === 'string' &&
	typeof value.startedMs === 'number' &&
	!Number.isNaN(new Date(value.startedMs).getTime()) &&
	Array.isArray(value.holders) &&
	value.holders.every(isHolder);

const isHolder = (value: unknown): value is ProcessIdentity =>
	isObject(value) &&
	typeof value.pid === 'number' &&
	value.pid > 0 &&
	['number', 'undefined'].includes(typeof value.startedTicks) &&
	[value.host, value.boot, value.numbering].every(each => typeof each === 'string');

import {existsSync, readdirSync, renameSync, statSync} from 'node:fs';
import {join, parse} from 'node:path';

/** A file of a recording that is not written to any more. */
export type OlderSegment = {readonly path: string; readonly byteLength: number};

/** The side file that has the times of a segment's lines. */
export const timesPath = (path: string): string => `${path}.times`;

/** Gives a segment that is full the next free number before its extension: the newest lines always stand under the recording's own name. @returns Its name now. */
export function setAside(path: string): string {
	const aside = pathOf(path, (numbersOf(path).at(-1) ?? 0) + 1);
	renameSync(path, aside);
	if (existsSync(timesPath(path))) {
		renameSync(timesPath(path), timesPath(aside));
	}
	return aside;
}

/** What was set aside of a recording, oldest first. */
export function olderSegments(path: string): OlderSegment[] {
	return numbersOf(path).flatMap(number => {
		const older = pathOf(path, number);
		const stat = statSync(older, {throwIfNoEntry: false});
		return stat === undefined ? [] : [{path: older, byteLength: stat.size}];
	});
}

/** All files of a recording, oldest first. */
export function segmentsOf(path: string): readonly string[] {
	return [...olderSegments(path).map(older => older.path), ...(existsSync(path) ? [path] : [])];
}

function pathOf(path: string, number: number): string {
	const {dir, name, ext} = parse(path);
	return join(dir, `${name}.${number}${ext}`);
}

function numbersOf(path: string): readonly number[] {
	const {dir, name, ext} = parse(path);
	const folder = dir === '' ? '.' : dir;
	return (existsSync(folder) ? readdirSync(folder) : [])
		.filter(file => file.startsWith(`${name}.`) && file.endsWith(ext))
		.map(file => file.slice(name.length + 1, file.length - ext.length))
		.filter(text => /^[1-9]\d*$/.test(text))
		.map(Number)
		.sort((a, b) => a - b);
}

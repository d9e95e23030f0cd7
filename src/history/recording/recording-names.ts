import {basename, join, parse} from 'node:path';

/** The side file that has the times of a file's lines. */
export const timesPath = (path: string): string => `${path}.times`;

/** Of `run.jsonl`, `run.1.jsonl`: a file that is not written to any more. */
export function numberedPath(path: string, number: number): string {
	const {dir, name, ext} = parse(path);
	return join(dir, `${name}.${number}${ext}`);
}

/** @returns `undefined` where a file has no number of a recording with that path. */
export function numberOf(file: string, path: string): number | undefined {
	const {name, ext} = parse(path);
	const text = file.startsWith(`${name}.`) && file.endsWith(ext) ? file.slice(name.length + 1, file.length - ext.length) : '';
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** Whether a file has the name of a recording or one of its numbers. */
export function isOf(path: string, name: string): boolean {
	return basename(path) === name || numberOf(basename(path), name) !== undefined;
}

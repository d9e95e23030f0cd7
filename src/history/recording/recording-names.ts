import {basename, join, parse} from 'node:path';

/** The side file with the arrival times of a file's lines. */
export const timesPath = (path: string): string => `${path}.times`;

/** `run.1.jsonl` for `run.jsonl`: a file that is no longer written to. */
export function numberedPath(path: string, number: number): string {
	const {dir, name, ext} = parse(path);
	return join(dir, `${name}.${number}${ext}`);
}

/** @returns `undefined` when the file is not a numbered file of a recording with that path. */
export function numberOf(file: string, path: string): number | undefined {
	const {name, ext} = parse(path);
	const text = file.startsWith(`${name}.`) && file.endsWith(ext) ? file.slice(name.length + 1, file.length - ext.length) : '';
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** Whether a file has the name of a recording, with or without a number. */
export function isOf(path: string, name: string): boolean {
	return basename(path) === name || numberOf(basename(path), name) !== undefined;
}

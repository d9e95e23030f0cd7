import {LineParser} from '../events/parse-line.ts';
import type {ReadOptions} from '../events/read-options.ts';
import {LineSplitter} from '../events/split-lines.ts';
import {closeFile, openFile, readFile} from '../sources/index.ts';
import {withName} from './with-name.ts';

/** A file, and its index in the order in which it was named. */
export type NamedFile = {readonly path: string; readonly file: number};

/**
Files in the order of their first times: that is how a log that was cut into files reads on. Files without a time in their first 64 KiB come last.

@throws SourceError for the first one that can't be read.
*/
export async function orderFiles(paths: readonly string[], read: ReadOptions): Promise<readonly NamedFile[]> {
	const named = paths.map((path, file) => ({path, file}));
	if (named.length < 2) {
		return named;
	}
	const timed = [];
	for (const each of named) {
		timed.push({...each, firstMs: (await firstTimeMs(each.path, read)) ?? Number.POSITIVE_INFINITY});
	}
	return timed.sort((a, b) => (a.firstMs < b.firstMs ? -1 : Number(a.firstMs > b.firstMs)));
}

async function firstTimeMs(path: string, read: ReadOptions): Promise<number | undefined> {
	const file = openFile(path);
	if (file.type === 'once') {
		return undefined;
	}
	try {
		const {value} = await readFile(file).next();
		return value === undefined ? undefined : withName(path, () => timesIn(value, read).next().value);
	} finally {
		closeFile(file);
	}
}

/** The times of the lines in a piece of a log, in their order. */
export function* timesIn(bytes: Uint8Array, read: ReadOptions): Generator<number, undefined> {
	const texts: string[] = [];
	const splitter = new LineSplitter(({text}) => texts.push(text));
	splitter.write(bytes);
	splitter.end();
	const parser = new LineParser(read);
	for (const text of texts) {
		const parsed = parser.parse(text);
		for (const {timeMs} of parsed.type === 'event' ? parsed.events : []) {
			if (timeMs !== undefined) {
				yield timeMs;
			}
		}
	}
}

import {readFileSync} from 'node:fs';
import type {LogEvent, ParsedLine} from '../../src/events/event.ts';
import {LineSplitter} from '../../src/events/lines/split-lines.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';

export const corpusFolder = new URL('../fixtures/corpus/', import.meta.url);

/** Every line of a log, and the events of what was left open at its end. */
export type ReadLog = {readonly lines: readonly ParsedLine[]; readonly left: readonly LogEvent[]; readonly events: readonly LogEvent[]};

export function readCorpus(path: string, options: Partial<ReadOptions> = {}): ReadLog {
	return readLog(readFileSync(new URL(path, corpusFolder)), options);
}

export function readLog(bytes: Uint8Array, options: Partial<ReadOptions> = {}): ReadLog {
	const parser = new LineParser({...defaultReadOptions, ...options});
	const lines: ParsedLine[] = [];
	const splitter = new LineSplitter(({text}) => lines.push(parser.parse(text)));
	splitter.write(bytes);
	splitter.end();
	const left = parser.flush();
	return {lines, left, events: [...lines.flatMap(line => (line.type === 'event' ? line.events : [])), ...left]};
}

/** How often each value occurs; `-` means "not in the line". */
export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | number | undefined): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const item of items) {
		const key = String(keyOf(item) ?? '-');
		counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}

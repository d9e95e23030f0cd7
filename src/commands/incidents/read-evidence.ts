import type {Buffer} from 'node:buffer';
import {LineSplitter} from '../../events/lines/split-lines.ts';
import type {Evidence} from '../../insight/incident.ts';

const mostUnits = 4096;
const lineFeed = 0x0a;

/** A key for a place in the log. */
export function placeKey({file, line}: Pick<Evidence, 'file' | 'line'>): string {
	return `${file}:${line}`;
}

/**
Reads sources again for the texts of their evidence lines, each up to its last wanted line. Lines of a source that can't
be read again are left out.

@param again - Reads a source, given by its index, from its start.
@returns Texts by `placeKey`.
*/
export async function readEvidence(
	places: readonly Evidence[],
	again: (file: number) => AsyncIterable<Buffer> | Iterable<Buffer> | undefined,
): Promise<ReadonlyMap<string, string>> {
	const texts = new Map<string, string>();
	for (const file of new Set(places.map(place => place.file))) {
		const wanted = new Set(places.filter(place => place.file === file).map(({line}) => line));
		await readWanted(again(file) ?? [], wanted, (line, text) => texts.set(placeKey({file, line}), text));
	}
	return texts;
}

/** Unwanted lines are only counted, not decoded. */
async function readWanted(
	chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
	wanted: ReadonlySet<number>,
	onText: (line: number, text: string) => void,
): Promise<void> {
	const last = Math.max(...wanted);
	let line = 1; // the line of the next byte
	const splitter = new LineSplitter(({text}) => onText(line, text.length > mostUnits ? `${text.slice(0, mostUnits)}…` : text), {
		startsInside: !wanted.has(1),
	});
	for await (const chunk of chunks) {
		for (let start = 0; start < chunk.length && line <= last; ) {
			const end = chunk.indexOf(lineFeed, start) + 1 || chunk.length;
			if (wanted.has(line)) {
				splitter.write(chunk.subarray(start, end));
			}
			line += Number(chunk[end - 1] === lineFeed);
			start = end;
		}
		if (line > last) {
			break;
		}
	}
	splitter.end();
}

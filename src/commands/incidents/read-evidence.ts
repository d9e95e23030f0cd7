import type {Buffer} from 'node:buffer';
import {LineSplitter} from '../../events/lines/split-lines.ts';
import type {Evidence} from '../../insight/incident.ts';

const mostUnits = 4096;
const lineFeed = 0x0a;

/** A place as a key. */
export function placeKey({file, line}: Pick<Evidence, 'file' | 'line'>): string {
	return `${file}:${line}`;
}

/**
The texts of lines, by `placeKey`, from their sources read once more: each up to its last line that is wanted. A line of a source that can't be read again is not there.

@param again - A source, by its index, from its start.
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

/** Of all other lines only the ends are looked for. */
async function readWanted(
	chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
	wanted: ReadonlySet<number>,
	onText: (line: number, text: string) => void,
): Promise<void> {
	const last = Math.max(...wanted);
	let line = 1; // the one that the next byte is of
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

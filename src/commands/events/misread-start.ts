import {rawLine} from '../../events/event.ts';
import {LineSplitter} from '../../events/lines/split-lines.ts';
import {type Misread, Misreadings} from '../../events/misreadings.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {readFile} from '../../sources/index.ts';

const startBytes = 1024 * 1024; // takes some milliseconds, where the search leaves most lines unread

/**
What is not understood of the start of a file, and whether there is more of it.

@throws SourceError
*/
export async function misreadStart(path: string, read: ReadOptions): Promise<{readonly misread: Misread; readonly isWhole: boolean}> {
	const misread = new Misreadings(read);
	const parser = new LineParser(read);
	let number = 0;
	const splitter = new LineSplitter(line => {
		number++;
		misread.add({file: 0, line: number}, line, line.oversized ? rawLine(line.text) : parser.parse(line.text));
	});
	let left = startBytes;
	for await (const bytes of readFile(path)) {
		if (bytes.length > left) {
			splitter.write(bytes.subarray(0, left));
			return {misread, isWhole: false};
		}
		splitter.write(bytes);
		left -= bytes.length;
	}
	splitter.end();
	return {misread, isWhole: true};
}

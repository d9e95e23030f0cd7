import {LineSplitter} from '../events/lines/split-lines.ts';
import {LineParser} from '../events/parse-line.ts';
import type {ReadOptions} from '../events/read-options.ts';
import type {FieldWatch} from '../history/index/field-watch.ts';
import {readFile} from '../sources/index.ts';
import {LineCount} from './events/line-count.ts';
import {printByBytes} from './events/print-by-bytes.ts';

/**
Checks whether any line of a file has the fields of a filter that found nothing.

@returns A notice about a field that no line has.
*/
export async function missingIn(
	path: string,
	{read, threads}: {readonly read: ReadOptions; readonly threads: number | undefined},
	watch: FieldWatch,
): Promise<string | undefined> {
	for (const name of watch.missing) {
		const output = new LineCount();
		const selection = {filter: `has("${name}")`, sinceMs: undefined, untilMs: undefined};
		const {isAll} = await printByBytes(path, {selection, read, output, threads});
		if (!isAll || output.lines > 0) {
			watch.found(name);
		}
	}
	if (watch.missing.length > 0) {
		await takeStart(path, read, watch);
	}
	return watch.problem;
}

/** The first lines show which keys the log has. */
async function takeStart(path: string, read: ReadOptions, watch: FieldWatch): Promise<void> {
	const parser = new LineParser(read);
	const splitter = new LineSplitter(({text, oversized}) => {
		if (!oversized) {
			watch.take(parser.parse(text));
		}
	});
	for await (const bytes of readFile(path)) {
		splitter.write(bytes.subarray(0, 64 * 1024));
		break;
	}
}

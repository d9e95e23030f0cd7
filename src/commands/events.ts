import {Buffer} from 'node:buffer';
import process from 'node:process';
import {FilePieces} from '../engine/file-pieces.ts';
import {mergeFiles} from '../engine/merge-files.ts';
import type {MergeInput} from '../engine/merge-lane.ts';
import {orderFiles} from '../engine/order-files.ts';
import {RawLines} from '../engine/raw-lines.ts';
import {LineSelector, type RawLine} from '../engine/select-lines.ts';
import {withName} from '../engine/with-name.ts';
import {UsageError} from '../errors.ts';
import {FieldWatch} from '../history/field-watch.ts';
import {compileMatcher, type LineMatcher} from '../history/line-matcher.ts';
import type {EventsOptions} from '../options.ts';
import {closePart, followFile, readStdin, startCommand} from '../sources/index.ts';
import {LineCount} from './line-count.ts';
import {LineOutput} from './line-output.ts';
import {missingIn} from './missing-in.ts';
import {printByBytes} from './print-by-bytes.ts';
import {selectionOf} from './selection.ts';
import {tell} from './tell.ts';

type Output = LineOutput | LineCount;
type Lines = {readonly selector: LineSelector; readonly output: Output};

/**
Prints the lines that match, as they were written, or how many they are. With `--follow` it goes on until it is ended.

@returns 1 when no line matches, else 0. A reader of stdout that goes away ends it.
@throws UsageError where there is nothing to read.
*/
export async function run(options: EventsOptions): Promise<number> {
	const {files, follow, command, stdin, isCount} = options;
	if (files.length === 0 && !stdin && command === undefined) {
		throw new UsageError('events: no log to read (name a file, pipe a log in, or give a command after `--`)');
	}
	const selection = await selectionOf(options);
	const matcher = compileMatcher(selection, [selection.filter]);
	const output = isCount ? new LineCount() : new LineOutput(process.stdout, process.stdout.isTTY === true);
	const [only] = files;
	const isAlone = only !== undefined && files.length === 1 && !follow && !stdin && command === undefined;
	const printed = isAlone ? await printByBytes(only, {...options, selection, output}) : {lines: 0, isAll: false};
	const watch = new FieldWatch(selection.filter);
	if (!printed.isAll) {
		await printByLines(options, matcher && watched(matcher, watch), output, printed.lines);
	}
	await output.end();
	if (output.lines > 0 || output.isClosed) {
		return 0;
	}
	const problem = printed.isAll && only !== undefined ? await missingIn(only, options, watch) : watch.problem;
	if (problem !== undefined) {
		tell(problem);
	}
	return 1;
}

/** The same, with a look at the fields of all lines. */
function watched(matcher: LineMatcher, watch: FieldWatch): LineMatcher {
	return {
		...matcher,
		matchesLine(parsed, text, timeMs) {
			watch.take(parsed);
			return matcher.matchesLine(parsed, text, timeMs);
		},
	};
}

/** @param printed - Of the lines that match, so many were printed before. */
async function printByLines(
	{files, follow, command, stdin, read}: EventsOptions,
	matcher: LineMatcher | undefined,
	output: Output,
	printed: number,
): Promise<void> {
	let left = printed;
	const selector = new LineSelector(read, matcher, (raw, isTerminated) => {
		if (left > 0) {
			left--;
		} else {
			output.add(raw, isTerminated);
		}
	});
	const lines = {selector, output};
	if (follow) {
		await Promise.all(files.map(path => printFollowed(path, lines)));
	} else {
		await mergeFiles<RawLine>(
			await orderFiles(files, read),
			({path}, onLine) => openPrinted(path, lines, onLine),
			() => output.isClosed,
		);
	}
	if (stdin) {
		await printStdin(lines);
	}
	if (command !== undefined) {
		await printCommand(command, lines);
	}
	selector.end();
}

function openPrinted(path: string, {selector, output}: Lines, onLine: (line: RawLine) => void): MergeInput<RawLine> {
	const pieces = new FilePieces(path, {onNotice: tell});
	const lines = selector.openLines();
	const input = new RawLines((line, raw) => onLine({line, parsed: lines.parse(line), raw}));
	return {
		async read() {
			const piece = await pieces.next();
			withName(path, () => (piece === undefined ? input.end() : input.write(piece)));
			await output.flush(false);
			return piece !== undefined;
		},
		hold: line => ({...line, raw: Buffer.from(line.raw)}),
		take: line => lines.take(line),
		end() {},
	};
}

async function printStdin({selector, output}: Lines): Promise<void> {
	const input = selector.open();
	for await (const chunk of readStdin({onNotice: tell})) {
		withName('stdin', () => input.write(chunk));
		await output.flush(true);
		if (output.isClosed) {
			return;
		}
	}
	input.end();
}

async function printFollowed(path: string, {selector, output}: Lines): Promise<void> {
	const abort = new AbortController();
	const inputs = new Map<number, RawLines>();
	for await (const event of followFile(path, {signal: abort.signal, onNotice: tell})) {
		switch (event.type) {
			case 'open':
				inputs.set(event.part.number, selector.open());
				break;
			case 'bytes': {
				const input = inputs.get(event.part.number);
				if (input !== undefined) {
					withName(path, () => input.write(event.bytes));
					await output.flush(false);
				}
				break;
			}
			case 'close':
				if (event.reason === 'rotated') {
					inputs.get(event.part.number)?.end();
					closePart(event.part);
				}
				inputs.delete(event.part.number);
				break;
			case 'idle':
				await output.flush(true);
				break;
		}
		if (output.isClosed) {
			abort.abort();
		}
	}
}

async function printCommand(argv: readonly [string, ...string[]], {selector, output}: Lines): Promise<void> {
	const command = await startCommand(argv);
	const inputs = {stdout: selector.open(), stderr: selector.open()};
	try {
		await command.read(async (stream, bytes) => {
			withName(argv[0], () => inputs[stream].write(bytes));
			await output.flush(true);
			if (output.isClosed) {
				await command.end();
			}
		});
	} catch (error) {
		await command.end();
		throw error;
	}
	inputs.stdout.end();
	inputs.stderr.end();
}

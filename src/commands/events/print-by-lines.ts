import {Buffer} from 'node:buffer';
import {readOneOf} from '../../engine/each-readable.ts';
import {FilePieces} from '../../engine/file-pieces.ts';
import {mergeFiles} from '../../engine/merge-files.ts';
import type {MergeInput} from '../../engine/merge-lane.ts';
import {orderFiles} from '../../engine/order-files.ts';
import {RawLines} from '../../engine/raw-lines.ts';
import {LineSelector, type RawLine} from '../../engine/select-lines.ts';
import {withName} from '../../engine/with-name.ts';
import type {LineMatcher} from '../../history/line-matcher.ts';
import {closePart, followFile, readCommand, readStdin} from '../../sources/index.ts';
import {tell} from '../tell.ts';
import type {LineCount} from './line-count.ts';
import type {LineOutput} from './line-output.ts';
import type {EventsOptions} from './run.ts';

type Output = LineOutput | LineCount;
type Lines = {
	readonly selector: LineSelector;
	readonly output: Output;
	readonly onProblem: (problem: string) => void;
	/** Called for each line of which the start alone is selected. */
	readonly onCut: () => void;
};

/**
Reads every line, and prints those that match.

@param printed - Of these so many were printed before.
@param onProblem - Told what could not be read of the sources.
*/
export async function printByLines(
	{files, follow, command, stdin, read}: EventsOptions,
	matcher: LineMatcher | undefined,
	output: Output,
	printed: number,
	onProblem: (problem: string) => void,
): Promise<void> {
	let left = printed;
	const selector = new LineSelector(read, matcher, (raw, isTerminated, lines) => {
		if (left > 0) {
			left -= lines;
		} else {
			output.add(raw, isTerminated, lines);
		}
	});
	let isCutTold = false;
	const onCut = () => {
		if (!isCutTold) {
			isCutTold = true;
			tell('a line is over 1 MiB: its first MiB is all that is kept of it beside other lines');
		}
	};
	const lines = {selector, output, onProblem, onCut};
	if (follow) {
		await Promise.all(files.map(path => readOneOf(files.length, () => printFollowed(path, lines), onProblem)));
	} else {
		await mergeFiles<RawLine>(await orderFiles(files, read, {onProblem}), ({path}, onLine) => openPrinted(path, lines, onLine), {
			onProblem,
			isAborted: () => output.isClosed,
		});
	}
	if (stdin) {
		await printStdin(lines);
	}
	if (command !== undefined) {
		await printCommand(command, lines);
	}
	selector.end();
}

function openPrinted(path: string, {selector, output, onProblem}: Lines, onLine: (line: RawLine) => void): MergeInput<RawLine> {
	const pieces = new FilePieces(path, {onProblem});
	const lines = selector.openLines();
	const input = new RawLines({
		onLine: (line, raw, isOpen) => onLine({line, parsed: lines.parse(line), raw, isOpen}),
		onRest: lines.rest,
	});
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

async function printStdin({selector, output, onProblem}: Lines): Promise<void> {
	const input = selector.open();
	for await (const chunk of readStdin({onProblem})) {
		withName('stdin', () => input.write(chunk));
		await output.flush(true);
		if (output.isClosed) {
			return;
		}
	}
	input.end();
}

async function printFollowed(path: string, {selector, output, onCut}: Lines): Promise<void> {
	const abort = new AbortController();
	const inputs = new Map<number, RawLines>();
	for await (const event of followFile(path, {signal: abort.signal, onNotice: tell})) {
		switch (event.type) {
			case 'open':
				inputs.set(event.part.number, selector.openBeside(onCut));
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

async function printCommand(argv: readonly [string, ...string[]], {selector, output, onCut}: Lines): Promise<void> {
	const inputs = {stdout: selector.openBeside(onCut), stderr: selector.openBeside(onCut)};
	await readCommand(
		argv,
		async (stream, bytes) => {
			withName(argv[0], () => inputs[stream].write(bytes));
			await output.flush(true);
		},
		() => output.isClosed,
	);
	inputs.stdout.end();
	inputs.stderr.end();
}

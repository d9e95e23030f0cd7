import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ReadOptions} from '../events/read-options.ts';
import {shownName} from '../files/file-names.ts';
import {readCommand, readFile, readStdin} from '../sources/index.ts';
import {readOneOf} from './each-readable.ts';
import type {HeadlessSources} from './fold-sources.ts';
import {orderFiles} from './order-files.ts';
import type {EventSelector} from './select-events.ts';
import {withName} from './with-name.ts';

export type SelectingOptions = {
	readonly read: ReadOptions;
	readonly signal?: AbortSignal;
	/** Told what could not be read of the sources. */
	readonly onProblem: (problem: string) => void;
	/** Bytes of the files (compressed ones as they are on the disk) that were read so far. */
	readonly onProgress?: (bytes: number) => void;
};

/**
Hands a whole log to a selector: files in the order of their times, or stdin, or what a pipeline writes. Other work gets its turn between chunks.

@throws SourceError, CommandStartError; what the signal was aborted with
*/
export async function selectSources(
	{files, command, stdin}: HeadlessSources,
	selector: EventSelector,
	options: SelectingOptions,
): Promise<void> {
	const {read, signal, onProblem, onProgress} = options;
	let before = 0;
	for (const {path} of await orderFiles(files, read, {onProblem})) {
		let bytes = 0;
		const chunks = readFile(path, {
			onProblem,
			onProgress: progress => {
				bytes = progress;
				onProgress?.(before + progress);
			},
		});
		await readOneOf(files.length, () => selectAll(shownName(path), chunks, selector, signal), onProblem);
		before += bytes;
	}
	if (stdin) {
		await selectAll('stdin', readStdin({onProblem}), selector, signal);
	}
	if (command !== undefined) {
		await selectCommand(command, selector);
	}
	selector.end();
}

async function selectAll(
	name: string,
	chunks: AsyncIterable<Uint8Array>,
	selector: EventSelector,
	signal: AbortSignal | undefined,
): Promise<void> {
	const input = selector.open(name);
	for await (const chunk of chunks) {
		withName(name, () => input.write(chunk));
		await nextTurn();
		signal?.throwIfAborted();
	}
	withName(name, () => input.end());
}

async function selectCommand(argv: readonly [string, ...string[]], selector: EventSelector): Promise<void> {
	const inputs = {stdout: selector.open(argv[0]), stderr: selector.open(argv[0])};
	await readCommand(argv, (stream, bytes) => withName(argv[0], () => inputs[stream].write(bytes)));
	inputs.stdout.end();
	inputs.stderr.end();
}

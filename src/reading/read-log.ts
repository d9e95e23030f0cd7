import type {ReadOptions} from '../events/read-options.ts';
import {
	closeFile,
	commandSource,
	fileSource,
	isAddress,
	liveSource,
	openFile,
	type Part,
	type SourceReading,
	stdinSource,
} from '../sources/index.ts';
import {readOneOf} from './each-readable.ts';
import type {LogSink, OrderedInput, Origin, StreamSink} from './log-sink.ts';
import {mergeFiles} from './merge-files.ts';
import type {MergeInput, ReadLine} from './merge-queue.ts';
import {type OrderedFile, orderFiles} from './order-files.ts';
import {readSource} from './read-source.ts';
import {SourcePieces} from './source-pieces.ts';
import {withName} from './with-name.ts';

/** What to read: files, stdin and the output of a pipeline. Sources are numbered in this order. */
export type LogSources = {
	readonly files: readonly string[];
	/** Whether to follow the files as they grow, rotate and come back. */
	readonly follow?: boolean;
	readonly stdin: boolean;
	readonly command: readonly [string, ...string[]] | undefined;
};

/** `onProgress` gets the bytes of all files together. */
export type LogReading = SourceReading & {readonly read: ReadOptions};

/**
Reads a log into a sink: files first, merged by the time of their lines; then followed files and what addresses name,
in parallel; then stdin, then a command.

@throws SourceError if none of the files can be read, CommandStartError
*/
export async function readLog<Line extends ReadLine>(
	{files, follow = false, stdin, command}: LogSources,
	sink: LogSink<Line>,
	reading: LogReading,
): Promise<void> {
	const isLive = (path: string) => follow || isAddress(path);
	const whole = [...files.keys()].filter(file => !isLive(files[file] ?? ''));
	if (whole.length > 0) {
		const paths = whole.map(file => files[file] ?? '');
		const ordered = await orderFiles(paths, reading.read, reading);
		await readFiles(
			ordered.map(each => ({...each, file: whole[each.file] ?? each.file})),
			sink,
			reading,
		);
	}
	await Promise.all(
		files.map(async (path, file) => {
			if (isLive(path)) {
				await readOneOf(files.length, () => readSource(liveSource(path), file, sink, reading), reading.onProblem);
			}
		}),
	);
	if (stdin) {
		await readSource(stdinSource(), files.length, sink, reading);
	}
	if (command !== undefined) {
		await readSource(commandSource(command), files.length + Number(stdin), sink, reading);
	}
}

async function readFiles<Line extends ReadLine>(files: readonly OrderedFile[], sink: LogSink<Line>, reading: LogReading): Promise<void> {
	const [only] = files;
	const isAlone = files.length === 1 && only?.arrivals === undefined;
	if (isAlone && only !== undefined && (await sink.takeFile?.(only))) {
		return;
	}
	const progress = new Progress(reading);
	if (isAlone || sink.openOrdered === undefined) {
		for (const file of files) {
			await readOneOf(files.length, () => readFileOf(file, sink, progress.of(file.file)), reading.onProblem);
		}
		return;
	}
	const openOrdered = sink.openOrdered.bind(sink);
	const open = (file: OrderedFile, onLine: (line: Line) => void) =>
		new MergedFile(file, progress.of(file.file), sink, (part, origin) => openOrdered(file, part, origin, onLine));
	await mergeFiles<Line>(files, open, {
		onProblem: reading.onProblem,
		isAborted: () => reading.signal.aborted || sink.isDone?.() === true,
	});
}

async function readFileOf({path, file}: OrderedFile, sink: StreamSink, reading: SourceReading): Promise<void> {
	const opened = openFile(path);
	try {
		await readSource(fileSource(opened), file, sink, reading);
	} finally {
		closeFile(opened);
	}
}

/** One of several merged files, read piece by piece. */
class MergedFile<Line extends ReadLine> implements MergeInput<Line> {
	readonly #sink: LogSink<Line>;
	readonly #input: OrderedInput<Line>;
	readonly #pieces: SourcePieces;
	readonly #name: string;

	constructor(
		{path, file}: OrderedFile,
		reading: SourceReading,
		sink: LogSink<Line>,
		open: (part: Part, origin: Origin) => OrderedInput<Line>,
	) {
		const opened = openFile(path);
		const source = fileSource(opened);
		this.#sink = sink;
		this.#name = source.name;
		this.#pieces = new SourcePieces(source, reading, sink.keepsFiles ? () => {} : () => closeFile(opened));
		const part: Part = {number: 0, stream: 'stdout', fd: opened.type === 'plain' ? opened.fd : undefined, startOffset: 0};
		this.#input = open(part, {file, ...source});
	}

	async read(): Promise<boolean> {
		const piece = await this.#pieces.next();
		withName(this.#name, () => (piece === undefined ? this.#input.end() : this.#input.write(piece)));
		await this.#sink.settle?.({isIdle: false});
		return piece !== undefined;
	}

	hold(line: Line): Line {
		return this.#input.hold(line);
	}

	take(line: Line): void {
		this.#input.take(line);
	}

	end(): void {
		this.#input.flush();
	}
}

/** Adds up the bytes read from each file. */
class Progress {
	readonly #reading: SourceReading;
	readonly #bytes = new Map<number, number>();
	#total = 0;

	constructor(reading: SourceReading) {
		this.#reading = reading;
	}

	of(file: number): SourceReading {
		return {
			...this.#reading,
			onProgress: bytes => {
				this.#total += bytes - (this.#bytes.get(file) ?? 0);
				this.#bytes.set(file, bytes);
				this.#reading.onProgress?.(this.#total);
			},
		};
	}
}

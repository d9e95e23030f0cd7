import {availableParallelism} from 'node:os';
import type {ReadOptions} from '../events/read-options.ts';
import {LineSplitter} from '../events/split-lines.ts';
import {compileMatcher} from '../history/line-matcher.ts';
import type {CheckResult} from '../insight/alerts/check-watch.ts';
import type {SourceCounts} from '../insight/snapshot.ts';
import type {Series} from '../series/series.ts';
import {closeFile, type FileReading, isReadOnce, isStdinReadOnce, openFile, readCommand, readFile, readStdin} from '../sources/index.ts';
import {boundHeap} from './bound-heap.ts';
import {FilePieces} from './file-pieces.ts';
import {Fold} from './fold.ts';
import {foldFile} from './fold-file.ts';
import type {FoldInput} from './fold-input.ts';
import type {KeptStream, KeptStreams} from './kept-streams.ts';
import {mergeFiles} from './merge-files.ts';
import type {MergeInput, ReadLine} from './merge-lane.ts';
import {type OrderedFile, orderFiles} from './order-files.ts';
import type {Selection} from './protocol.ts';
import {RuleAlerts} from './rule-alerts.ts';
import {RuleChecks} from './rule-checks.ts';
import {ScanRelay} from './scan-relay.ts';
import {withName} from './with-name.ts';

/** What a command without a screen reads to its end: files, or stdin, or what a pipeline writes. */
export type HeadlessSources = {
	readonly files: readonly string[];
	readonly command: readonly [string, ...string[]] | undefined;
	readonly stdin: boolean;
};

export type HeadlessOptions = {
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** Rules whose alerts are counted. */
	readonly alerts?: readonly string[] | undefined;
	/** Conditions of the whole log. */
	readonly checks?: readonly string[] | undefined;
	/** The most threads that read a file. */
	readonly threads?: number | undefined;
	/** Takes what can be read only once. */
	readonly kept?: KeptStreams | undefined;
};

export type Folded = {
	readonly series: Series;
	readonly counts: SourceCounts;
	/** Whether any line had a time. */
	readonly hasTime: boolean;
	readonly dialects: readonly string[];
	/** What a user should know. */
	readonly notices: readonly string[];
	/** What could not be read of the sources: the end of a damaged file. */
	readonly problems: readonly string[];
	readonly checks: readonly CheckResult[];
};

const relayedBytes = 4 * 1024 * 1024; // of less that is compressed, one thread is done before another is of use
const boundHeapAfterMs = 1500; // by then threads have loaded, and their code was kept
const boundHeapEachMs = 50;

/**
Folds a whole log.

@throws SourceError, CommandStartError, FilterError, AlertRuleError
*/
export async function foldSources({files, command, stdin}: HeadlessSources, options: HeadlessOptions): Promise<Folded> {
	const timer = setInterval(boundHeap(boundHeapAfterMs), boundHeapEachMs).unref();
	const notices: string[] = [];
	const problems: string[] = [];
	const reading = {onProblem: (problem: string) => problems.push(problem)};
	const {read, selection} = options;
	const fold = new Fold({read, selection: compileMatcher(selection, [selection.filter])});
	const alerts = new RuleAlerts(options.alerts ?? [], fold.series);
	const checks = new RuleChecks(options.checks ?? []);
	if (options.alerts !== undefined && options.alerts.length > 0) {
		fold.watch(alerts);
	}
	if (options.checks !== undefined && options.checks.length > 0) {
		fold.watch(checks);
	}
	const ordered = await orderFiles(files, read, {...reading, onNotice: notice => notices.push(notice)});
	const [only, ...others] = ordered;
	if (only !== undefined && only.arrivals === undefined && others.length === 0) {
		await foldOne(fold, only, reading, options);
	} else {
		await mergeFiles<ReadLine>(ordered, (file, onLine) => openFolded(fold, file, reading, options, onLine), reading);
	}
	if (stdin) {
		await foldAll(fold, files.length, 'stdin', readStdin(reading), isStdinReadOnce() ? options.kept : undefined);
	}
	if (command !== undefined) {
		await foldCommand(fold, files.length + Number(stdin), command, options.kept);
	}
	fold.finish();
	clearInterval(timer);
	const {series, counts, hasTime, dialects} = fold;
	return {
		series,
		counts,
		hasTime,
		dialects,
		notices: [...notices, ...alerts.notices(true)],
		problems,
		checks: checks.results(series, counts.events),
	};
}

/** One file needs no merging; a plain one is read by several threads, where nothing looks at the events in their order. */
async function foldOne(fold: Fold, {path, file}: OrderedFile, reading: FileReading, options: HeadlessOptions): Promise<void> {
	const opened = openFile(path);
	try {
		if (opened.type === 'plain') {
			await foldFile(fold.open(file), opened, {...options, ...reading});
		} else if (opened.type !== 'once' && opened.sizeBytes >= relayedBytes && (options.threads ?? availableParallelism()) > 1) {
			await foldRelayed(fold.open(file), path, readFile(opened, reading), options.read);
		} else {
			await foldAll(fold, file, path, readFile(opened, reading), opened.type === 'once' ? options.kept : undefined);
		}
	} finally {
		closeFile(opened);
	}
}

function openFolded(
	fold: Fold,
	{path, file, arrivals}: OrderedFile,
	reading: FileReading,
	options: HeadlessOptions,
	onLine: (line: ReadLine) => void,
): MergeInput<ReadLine> {
	const pieces = new FilePieces(path, reading);
	const kept = isReadOnce(path) ? options.kept?.open(file) : undefined;
	const lines = fold.openLines(file);
	let offset = 0;
	const splitter = new LineSplitter(line => onLine({line, parsed: lines.parse(line)}));
	return {
		async read() {
			const piece = await pieces.next();
			withName(path, () => (piece === undefined ? splitter.end() : splitter.write(piece)));
			if (kept !== undefined) {
				piece === undefined ? kept.end() : kept.write(piece);
			}
			return piece !== undefined;
		},
		hold: line => line,
		take({line, parsed}) {
			fold.arrive(arrivals?.at(offset));
			offset += line.byteLength;
			lines.take(line, parsed);
		},
		end: () => lines.flush(),
	};
}

/** Another thread scans what was inflated. */
async function foldRelayed(input: FoldInput, name: string, chunks: AsyncIterable<Uint8Array>, read: ReadOptions): Promise<void> {
	const relay = new ScanRelay(read, {
		write: bytes => withName(name, () => input.write(bytes)),
		take: lines => withName(name, () => input.take(lines)),
		end: () => withName(name, () => input.end()),
	});
	try {
		for await (const chunk of chunks) {
			await relay.write(chunk);
		}
		await relay.end();
	} finally {
		await relay.close();
	}
}

async function foldAll(fold: Fold, file: number, name: string, chunks: AsyncIterable<Uint8Array>, kept?: KeptStreams): Promise<void> {
	const input = openInput(fold, file, kept);
	for await (const chunk of chunks) {
		withName(name, () => input.write(chunk));
	}
	withName(name, () => input.end());
}

async function foldCommand(fold: Fold, file: number, argv: readonly [string, ...string[]], kept?: KeptStreams): Promise<void> {
	const inputs = {stdout: openInput(fold, file, kept), stderr: openInput(fold, file, kept)};
	await readCommand(argv, (stream, bytes) => withName(argv[0], () => inputs[stream].write(bytes)));
	inputs.stdout.end();
	inputs.stderr.end();
}

function openInput(fold: Fold, file: number, kept: KeptStreams | undefined): KeptStream {
	const input = fold.open(file);
	const copy = kept?.open(file);
	return {
		write(bytes) {
			copy?.write(bytes);
			input.write(bytes);
		},
		end() {
			copy?.end();
			input.end();
		},
	};
}

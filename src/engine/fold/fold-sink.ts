import {availableParallelism} from 'node:os';
import {LineSplitter} from '../../events/lines/split-lines.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import type {ByteInput, LogSink} from '../../reading/log-sink.ts';
import type {ReadLine} from '../../reading/merge-queue.ts';
import type {OrderedFile} from '../../reading/order-files.ts';
import {withName} from '../../reading/with-name.ts';
import {closeFile, type OpenedFile, openFile, readFile} from '../../sources/index.ts';
import {ScanRelay} from '../threads/scan-relay.ts';
import type {Fold} from './fold.ts';
import {foldFile} from './fold-file.ts';
import type {FoldInput} from './fold-input.ts';
import type {KeptStreams} from './kept-streams.ts';

export type FoldSinkOptions = {
	readonly read: ReadOptions;
	/** The most threads to read a file with. */
	readonly threads?: number | undefined;
	/** Gets a copy of what can be read only once. */
	readonly kept?: KeptStreams | undefined;
	readonly onProblem: (problem: string) => void;
};

const relayedBytes = 4 * 1024 * 1024; // compressed; one thread finishes a smaller file before a second could help

/**
Folds a log. A single file needs no merging. A plain file is read by several threads, unless something needs to see the
events in order.
*/
export function foldSink(fold: Fold, options: FoldSinkOptions): LogSink {
	return {
		open: (_, {file, isOnce}) => openInput(fold, file, isOnce ? options.kept : undefined),
		openOrdered({file, arrivals}, _, {isOnce}, onLine) {
			const kept = isOnce ? options.kept?.open(file) : undefined;
			const lines = fold.openLines(file);
			const splitter = new LineSplitter(line => onLine({line, parsed: lines.parse(line)}));
			let offset = 0;
			return {
				write(bytes) {
					splitter.write(bytes);
					kept?.write(bytes);
				},
				end() {
					splitter.end();
					kept?.end();
				},
				hold: line => line,
				take({line, parsed}: ReadLine) {
					fold.arrive(arrivals?.at(offset));
					offset += line.byteLength;
					lines.take(line, parsed);
				},
				flush: () => lines.flush(),
			};
		},
		takeFile: file => takeFile(fold, file, options),
	};
}

async function takeFile(fold: Fold, {path, file}: OrderedFile, options: FoldSinkOptions): Promise<boolean> {
	const opened = openFile(path);
	try {
		if (opened.type === 'plain') {
			await foldFile(fold.open(file), opened, options);
			return true;
		}
		if (isRelayed(opened, options)) {
			await foldRelayed(fold.open(file), path, readFile(opened, options), options.read);
			return true;
		}
		return false;
	} finally {
		closeFile(opened);
	}
}

function isRelayed(opened: OpenedFile, {threads = availableParallelism()}: FoldSinkOptions): boolean {
	return opened.type !== 'once' && opened.sizeBytes >= relayedBytes && threads > 1;
}

/** This thread inflates, another one scans. */
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
		relay.close();
	}
}

function openInput(fold: Fold, file: number, kept: KeptStreams | undefined): ByteInput {
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

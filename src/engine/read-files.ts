import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ReadOptions} from '../events/read-options.ts';
import {FileStore} from '../history/byte-store.ts';
import type {History} from '../history/history.ts';
import type {Selection} from '../history/line-matcher.ts';
import {Recording} from '../history/recording.ts';
import {closeFile, type OpenedFile, openFile} from '../sources/index.ts';
import {FilePieces} from './file-pieces.ts';
import type {Fold} from './fold.ts';
import {foldFile} from './fold-file.ts';
import {type MergedInput, openMerged, openStored, type PlacedLine} from './inputs.ts';
import {mergeFiles} from './merge-files.ts';
import type {MergeInput} from './merge-lane.ts';
import type {OrderedFile} from './order-files.ts';
import {withName} from './with-name.ts';

export type FilesReading = {
	readonly fold: Fold;
	readonly history: History;
	/** How lines are read, and which count: for the threads that help. */
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** The most threads; by the machine's cores where left out. */
	readonly threads?: number | undefined;
	readonly signal: AbortSignal;
	readonly onNotice: (notice: string) => void;
	/** Called after each chunk. `bytes` were taken from the file since the last call. */
	readonly onRead: (bytes: number) => void;
	/** What is to be closed when nothing is read back any more. */
	readonly onClose: (close: () => void | Promise<void>) => void;
};

const helpersAfterMs = 250; // the first picture is drawn by then
const waitAboveBytes = 8 * 1024 * 1024;
const spoolBytes = 4 * 1024 ** 3;

/** Files as one log, each to its end. Between chunks other work gets its turn. */
export async function readFiles(files: readonly OrderedFile[], reading: FilesReading): Promise<void> {
	const [only] = files;
	if (only !== undefined && files.length === 1 && (await readAlone(only, reading))) {
		return;
	}
	const isMerged = files.length > 1;
	let spool: Recording | undefined;
	await mergeFiles<PlacedLine>(
		files,
		({path, file, arrivals}, onLine) => {
			const opened = openFile(path);
			reading.onClose(() => closeFile(opened));
			let store: FileStore | Recording;
			if (arrivals !== undefined) {
				reading.onNotice(`${path}: its lines have no times: those of their arrival are shown (${path}.times)`);
			}
			if (opened.type === 'plain') {
				store = new FileStore(opened.fd, {arrivals});
			} else {
				spool ??= openSpool(path, reading);
				store = spool;
			}
			return readOne(opened, openMerged(reading.fold, reading.history, {file, isMerged, store}, onLine), store, reading);
		},
		{onProblem: reading.onNotice, isAborted: () => reading.signal.aborted},
	);
}

/** A file whose lines have to wait for no other's. @returns Whether it is one that can be read back from where it stands. */
async function readAlone(
	{path, file, arrivals}: OrderedFile,
	{fold, history, read, threads, signal, onNotice, onRead, onClose}: FilesReading,
): Promise<boolean> {
	if (arrivals !== undefined) {
		return false;
	}
	const opened = openFile(path);
	if (opened.type !== 'plain') {
		closeFile(opened);
		return false;
	}
	onClose(() => closeFile(opened));
	const input = openStored(fold, history, file, new FileStore(opened.fd));
	await foldFile(input, opened, {
		read,
		threads,
		helpersAfterMs,
		onRead,
		onProblem: onNotice,
		signal,
	});
	onRead(0);
	return true;
}

function readOne(
	opened: OpenedFile,
	input: MergedInput,
	store: FileStore | Recording,
	{history, onNotice, onRead}: FilesReading,
): MergeInput<PlacedLine> {
	let progress = 0;
	let told = 0;
	const onProgress = (bytes: number) => {
		progress = bytes;
	};
	const tell = () => {
		onRead(progress - told);
		told = progress;
	};
	const pieces = new FilePieces(opened, {onProblem: onNotice, onProgress}, () => nextTurn());
	let firstOffset = store.firstOffset;
	return {
		async read() {
			const piece = await pieces.next();
			if (piece === undefined) {
				withName(opened.path, () => input.end());
				return false;
			}
			withName(opened.path, () => input.write(piece));
			if (store instanceof Recording && store.waitingBytes > waitAboveBytes) {
				await store.drain();
			}
			if (store.firstOffset !== firstOffset) {
				firstOffset = store.firstOffset;
				history.drop();
			}
			tell();
			return true;
		},
		hold: line => line,
		take: line => input.take(line),
		end() {
			input.flush();
			tell();
		},
	};
}

/** What can't be read again at an offset, compressed files and FIFOs, is written to a file that nobody else sees. */
function openSpool(path: string, {onNotice, onClose}: FilesReading): Recording {
	const store = new Recording({
		maxBytes: spoolBytes,
		onNotice: notice => onNotice(`${path}: scrolling back is limited: ${notice}`),
	});
	onClose(() => store.close());
	return store;
}

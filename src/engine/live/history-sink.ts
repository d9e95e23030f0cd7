import {setImmediate as nextTurn} from 'node:timers/promises';
import type {ReadOptions} from '../../events/read-options.ts';
import {FileStore} from '../../history/byte-store.ts';
import type {History} from '../../history/history.ts';
import {Recording} from '../../history/recording/recording.ts';
import type {ByteInput, LogSink, OrderedInput, Origin} from '../../reading/log-sink.ts';
import type {OrderedFile} from '../../reading/order-files.ts';
import {closeFile, closePart, openFile, type Part} from '../../sources/index.ts';
import type {Fold} from '../fold/fold.ts';
import {foldFile} from '../fold/fold-file.ts';
import {type MergedInput, openMerged, openStored, type PlacedLine} from './inputs.ts';
import {RotatedParts} from './rotated-parts.ts';

export type HistorySinkOptions = {
	readonly fold: Fold;
	readonly history: History;
	readonly read: ReadOptions;
	/** Number of files. */
	readonly files: number;
	/** The most threads to read with; by default it depends on the number of cores. */
	readonly threads?: number | undefined;
	readonly signal: AbortSignal;
	readonly onNotice: (notice: string) => void;
	/** Called before bytes of a followed file are folded. */
	readonly onArrival?: () => void;
	/** Called after each chunk with the number of bytes read since the last call. */
	readonly onRead: (bytes: number) => void;
	/** Called when everything in a followed file has been read. */
	readonly onIdle?: () => void;
};

const helpersAfterMs = 250; // by then the first frame is drawn
const waitAboveBytes = 8 * 1024 * 1024;
const spoolBytes = 4 * 1024 ** 3;

/**
Folds files and remembers where each line can be read again: in the file itself or, failing that, in a private copy.
Yields to other work between chunks.
*/
export class HistorySink implements LogSink<PlacedLine> {
	/** Lines are read back from the files until `close`. */
	readonly keepsFiles = true;
	readonly #options: HistorySinkOptions;
	readonly #closers: Array<() => void | Promise<void>> = [];
	readonly #stores = new Map<Part, FileStore>();
	readonly #rotated: RotatedParts;
	#spool: Recording | undefined;
	#spoolOffset = 0;
	#progress = 0;
	#told = 0;

	constructor(options: HistorySinkOptions) {
		this.#options = options;
		this.#rotated = new RotatedParts(options.history);
	}

	/** Called with the number of bytes read from all files so far. */
	readonly onProgress = (bytes: number): void => {
		this.#progress = bytes;
	};

	open(part: Part, {file, name, isOfParts}: Origin): ByteInput {
		if (part.fd === undefined) {
			const input: MergedInput = this.#openMerged({file, isMerged: false, store: this.#spoolFor(name)}, line => input.take(line));
			const {onArrival, onIdle, onRead} = this.#options;
			return {
				write(bytes) {
					onArrival?.();
					input.write(bytes);
					if (onIdle !== undefined) {
						onRead(bytes.length); // of a file, the bytes before they are decompressed count
					}
				},
				end() {
					input.end();
					input.flush();
				},
			};
		}
		const store = new FileStore(part.fd, {startOffset: part.startOffset});
		return isOfParts ? this.#openFollowed(part, file, store) : openStored(this.#options.fold, this.#options.history, file, store);
	}

	openOrdered(
		{path, file, arrivals}: OrderedFile,
		part: Part,
		{name}: Origin,
		onLine: (line: PlacedLine) => void,
	): OrderedInput<PlacedLine> {
		if (arrivals !== undefined) {
			this.#options.onNotice(`${path}: the lines have no times, so their arrival times are shown (from ${path}.times)`);
		}
		const store = part.fd === undefined ? this.#spoolFor(name) : new FileStore(part.fd, {arrivals});
		if (part.fd !== undefined) {
			this.#closers.push(() => closePart(part));
		}
		const input = this.#openMerged({file, isMerged: this.#options.files > 1, store}, onLine);
		return {
			write: bytes => input.write(bytes),
			end: () => input.end(),
			hold: line => line,
			take: line => input.take(line),
			flush: () => {
				input.flush();
				this.#tell();
			},
		};
	}

	/** Takes a plain file, whose lines can be read back from the file itself. */
	async takeFile({path, file}: OrderedFile): Promise<boolean> {
		const {fold, history, read, threads, signal, onNotice, onRead} = this.#options;
		const opened = openFile(path);
		if (opened.type !== 'plain') {
			closeFile(opened);
			return false;
		}
		this.#closers.push(() => closeFile(opened));
		const input = openStored(fold, history, file, new FileStore(opened.fd));
		await foldFile(input, opened, {read, threads, helpersAfterMs, onRead, onProblem: onNotice, signal});
		onRead(0);
		return true;
	}

	/** Keeps a rotated file, so that its lines can be read back for a while. */
	keepRotated(part: Part): void {
		const store = this.#stores.get(part);
		this.#stores.delete(part);
		if (store !== undefined) {
			this.#rotated.keep(store);
		}
	}

	async settle({isIdle}: {readonly isIdle: boolean}): Promise<void> {
		const {onIdle} = this.#options;
		if (isIdle) {
			onIdle?.();
		}
		if (this.#spool !== undefined && this.#spool.waitingBytes > waitAboveBytes) {
			await this.#spool.drain();
		}
		if (this.#spool !== undefined && this.#spool.firstOffset !== this.#spoolOffset) {
			this.#spoolOffset = this.#spool.firstOffset;
			this.#options.history.drop();
		}
		if (!isIdle || (onIdle === undefined && this.#progress !== this.#told)) {
			this.#tell(); // finding nothing new in a followed file is not worth a frame
		}
		await nextTurn();
	}

	/** Ends all reading back. */
	async close(): Promise<void> {
		this.#rotated.close();
		for (const close of this.#closers.splice(0)) {
			await close();
		}
	}

	#openFollowed(part: Part, file: number, store: FileStore): ByteInput {
		const {fold, history, onArrival, onRead} = this.#options;
		this.#stores.set(part, store);
		const input = openStored(fold, history, file, store);
		return {
			write(bytes) {
				onArrival?.();
				input.write(bytes);
				onRead(bytes.length);
			},
			end() {
				input.end();
				onRead(0);
			},
			cut: () => {
				input.cut();
				this.#stores.delete(part);
				history.drop(({store: other}) => other === store);
				onRead(0);
			},
		};
	}

	#openMerged(of: Parameters<typeof openMerged>[2], onLine: (line: PlacedLine) => void): MergedInput {
		return openMerged(this.#options.fold, this.#options.history, of, onLine);
	}

	/** Sources without random access, such as compressed files and FIFOs, are copied to a private file. */
	#spoolFor(name: string): Recording {
		if (this.#spool === undefined) {
			const store = new Recording({
				maxBytes: spoolBytes,
				onNotice: notice => this.#options.onNotice(`${name}: scrolling back is limited: ${notice}`),
			});
			this.#closers.push(() => store.close());
			this.#spool = store;
			this.#spoolOffset = store.firstOffset;
		}
		return this.#spool;
	}

	#tell(): void {
		this.#options.onRead(this.#progress - this.#told);
		this.#told = this.#progress;
	}
}

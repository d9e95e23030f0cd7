import type {History} from '../../history/history.ts';
import {readOneOf} from '../../reading/each-readable.ts';
import {readLog} from '../../reading/read-log.ts';
import {readSource} from '../../reading/read-source.ts';
import {totalBytes} from '../../reading/total-bytes.ts';
import {withName} from '../../reading/with-name.ts';
import {liveSource, type SourceReading} from '../../sources/index.ts';
import type {Fold} from '../fold/fold.ts';
import type {EngineOptions, HeldBytes, ReadingState, StreamDescriptors, StreamPiece} from '../protocol.ts';
import {Ageing} from './ageing.ts';
import {EventRate} from './event-rate.ts';
import {HistorySink, type HistorySinkOptions} from './history-sink.ts';
import type {PlacedLine} from './inputs.ts';
import {StreamInputs} from './stream-inputs.ts';

export type ReadingListener = {
	/** Called after something was read. `hasFirst`: it held the first events. */
	readonly onRead: (news: {readonly hasFirst: boolean}) => void;
	/** Called when a stream that the engine reads itself has ended. */
	readonly onStreamEnd: (source: number) => void;
	/** Called when everything has been read. */
	readonly onEnd: () => void;
	readonly onNotice: (notice: string) => void;
};

const arrivalsAfterMs = 1000;
const sureAfterMs = 500; // an average over less time would jump

/**
Reads the engine's sources into the fold and the history. Files, followed files and streams with descriptors it reads
itself; the bytes of other streams are passed to it.
*/
export class Reading {
	readonly #options: EngineOptions;
	readonly #fold: Fold;
	readonly #history: History;
	readonly #now: () => number;
	readonly #listener: ReadingListener;
	/** `undefined` if there are only files. */
	readonly #streams: StreamInputs | undefined;
	readonly #rate = new EventRate();
	readonly #abort = new AbortController();
	readonly #ageing = new Ageing();
	#streamsRead: Promise<unknown> = Promise.resolve();
	readonly #closers: Array<() => void | Promise<void>> = [];
	readonly #open: Set<number>;
	/** Followed files whose initial content is still being read. */
	readonly #behind: Set<number>;
	#bytesRead = 0;
	#bytesTotal: number | undefined;
	#begunAtMs: number | undefined;
	#events = 0;
	#eventsPerSecond = 0;
	#lastEventAtMs = 0;
	#lagMs = 0;
	#waitsSinceMs: number | undefined;
	#takesArrivals = false;

	/** @throws UsageError if the recording can't be created. */
	constructor(options: EngineOptions, fold: Fold, history: History, now: () => number, listener: ReadingListener) {
		this.#options = options;
		this.#fold = fold;
		this.#history = history;
		this.#now = now;
		this.#listener = listener;
		const {sources} = options;
		this.#open = new Set(sources.keys());
		this.#behind = new Set(this.#followed.map(([file]) => file));
		this.#streams = sources.some(({type}) => type === 'stream') ? new StreamInputs(fold, history, options, listener.onNotice) : undefined;
	}

	/** Whether any source is still open. */
	get isOpen(): boolean {
		return this.#open.size > 0;
	}

	/** Whether events arrive as they happen. */
	get isLive(): boolean {
		return this.isOpen && this.#isOfStreams;
	}

	/** Whether new lines are live, as opposed to the initial content of a followed file. */
	get isNews(): boolean {
		return this.#isOfStreams && this.#behind.size === 0;
	}

	/** Whether there is anything to show. */
	get hasBegun(): boolean {
		return this.#bytesRead > 0 || !this.isOpen;
	}

	get hasEvents(): boolean {
		return this.#events > 0;
	}

	/** Real time since the last event arrived. */
	get quietMs(): number {
		return this.#now() - this.#lastEventAtMs;
	}

	/** The share of the files read so far, 0..1; `undefined` if their size isn't known. */
	get share(): number | undefined {
		return this.#bytesTotal === undefined ? undefined : this.#bytesRead / this.#bytesTotal;
	}

	/** Reads the sources that the engine reads itself. Resolves when all have ended; rejects if one can't be read. */
	async run(): Promise<void> {
		const streams = [...this.#options.sources.entries()].flatMap(([file, source]) =>
			source.type === 'stream' && source.descriptors !== undefined ? [this.#readStream(file, source.descriptors)] : [],
		);
		this.#streamsRead = Promise.all(streams);
		await Promise.all([this.#readFiles(), this.#streamsRead, ...this.#followed.map(([file, path]) => this.#follow(path, file))]);
	}

	/** @returns A promise that resolves when there is room for more; `undefined` if there is room now. */
	take(source: number, pieces: readonly StreamPiece[]): Promise<void> | undefined {
		for (const piece of pieces) {
			if (this.#takesArrivals) {
				this.#fold.arrive(piece.arrivedMs);
			}
			withName(this.#nameOf(source), () => this.#streams?.take(source, piece));
			this.#lagMs = Math.max(0, wallMs() - piece.arrivedMs);
			this.#onRead(piece.bytes.length);
		}
		return this.#streams?.whenDue();
	}

	endStream(source: number): void {
		const nowMs = wallMs();
		this.#streams?.end(source, nowMs);
		if (this.#fold.isWaiting) {
			this.#fold.arrive(nowMs);
		}
		this.#onEnded(source);
	}

	/**
	Called once a second: a live log without times gets arrival times.

	@returns Whether an age on the screen has changed.
	*/
	tick(): boolean {
		if (this.isLive && this.#fold.isWaiting) {
			this.#waitsSinceMs ??= this.#now();
			if (this.#now() - this.#waitsSinceMs >= arrivalsAfterMs) {
				this.#takesArrivals = true;
				this.#fold.arrive(wallMs());
				this.#onRead(0);
			}
		}
		return (this.isLive && this.hasEvents && this.#ageing.isOlder(this.quietMs)) || this.#eventsPerSecond > 0;
	}

	state(notices: readonly string[]): ReadingState {
		this.#eventsPerSecond = this.#rate.at(this.#now(), this.#events);
		return {
			bytesRead: this.#bytesRead,
			bytesTotal: this.#bytesTotal,
			bytesPerSecond: this.#bytesPerSecond,
			ended: !this.isOpen,
			eventsPerSecond: this.#eventsPerSecond,
			lagMs: this.#lagMs,
			droppedLines: this.#history.droppedLines,
			notices: [...notices],
			recordingPath: this.#streams?.isRecording ? this.#options.recording?.path : undefined,
		};
	}

	/** Resumes a stopped recording. */
	record(): void {
		if (this.#streams?.record() !== true) {
			this.#listener.onNotice(this.#streams === undefined ? 'nothing to record: the source is a file' : 'recording is off (--no-record)');
		}
	}

	/** @returns Bytes received from a stream but not recorded. */
	async close(): Promise<HeldBytes> {
		this.#abort.abort();
		await this.#streamsRead;
		const held = await this.#streams?.close();
		for (const close of this.#closers.splice(0)) {
			await close();
		}
		return held ?? {stdout: new Uint8Array(), stderr: new Uint8Array()};
	}

	get #bytesPerSecond(): number | undefined {
		const elapsedMs = this.#begunAtMs === undefined ? 0 : this.#now() - this.#begunAtMs;
		return elapsedMs < sureAfterMs ? undefined : (this.#bytesRead / elapsedMs) * 1000;
	}

	get #isOfStreams(): boolean {
		return this.#options.sources.some(({type}) => type !== 'file');
	}

	get #followed(): ReadonlyArray<readonly [number, string]> {
		return [...this.#options.sources.entries()].flatMap(([file, source]) =>
			source.type === 'follow' ? [[file, source.path] as const] : [],
		);
	}

	async #readFiles(): Promise<void> {
		const files = [...this.#options.sources.entries()].flatMap(([file, source]) =>
			source.type === 'file' ? [{file, path: source.path}] : [],
		);
		if (files.length === 0) {
			return;
		}
		const paths = files.map(({path}) => path);
		this.#bytesTotal = await totalBytes(paths);
		this.#begunAtMs = this.#now();
		const sink = this.#newSink(paths.length, {});
		await readLog<PlacedLine>({files: paths, stdin: false, command: undefined}, sink, {
			...this.#sourceReading,
			read: this.#options.read,
			onProgress: sink.onProgress,
		});
		for (const {file} of files) {
			this.#onEnded(file);
		}
	}

	async #readStream(source: number, descriptors: StreamDescriptors): Promise<void> {
		// loads Node's network modules, which a file doesn't need
		const {readDescriptors} = await import('./read-descriptors.ts');
		await readDescriptors(descriptors, this.#abort.signal, piece => this.take(source, [piece]));
		if (!this.#abort.signal.aborted) {
			this.endStream(source);
			this.#listener.onStreamEnd(source);
		}
	}

	async #follow(path: string, file: number): Promise<void> {
		const sink = this.#newSink(1, {
			onArrival: () => {
				if (this.#takesArrivals) {
					this.#fold.arrive(wallMs());
				}
			},
			onIdle: () => this.#behind.delete(file),
		});
		const {onNotice} = this.#listener;
		const follow = () => readSource(liveSource(path), file, sink, this.#sourceReading);
		await readOneOf(this.#followed.length, follow, onNotice);
		if (!this.#abort.signal.aborted) {
			this.#behind.delete(file);
			this.#onEnded(file);
		}
	}

	get #sourceReading(): SourceReading {
		const {onNotice} = this.#listener;
		return {signal: this.#abort.signal, onNotice, onProblem: onNotice};
	}

	#newSink(files: number, listener: Pick<HistorySinkOptions, 'onArrival' | 'onIdle'>): HistorySink {
		const sink = new HistorySink({
			files,
			fold: this.#fold,
			history: this.#history,
			read: this.#options.read,
			threads: this.#options.threads,
			signal: this.#abort.signal,
			onNotice: this.#listener.onNotice,
			onRead: bytes => this.#onRead(bytes),
			...listener,
		});
		this.#closers.push(() => sink.close());
		return sink;
	}

	#onRead(bytes: number): void {
		this.#bytesRead += bytes;
		const {events} = this.#fold.counts;
		const hasFirst = this.#events === 0 && events > 0;
		if (events !== this.#events) {
			this.#events = events;
			this.#lastEventAtMs = this.#now();
		}
		this.#listener.onRead({hasFirst});
	}

	#onEnded(source: number): void {
		this.#open.delete(source);
		if (!this.isOpen) {
			this.#fold.finish();
			this.#events = this.#fold.counts.events;
			this.#listener.onEnd();
		}
		this.#listener.onRead({hasFirst: false});
	}

	#nameOf(source: number): string {
		const named = this.#options.sources[source];
		return named?.type === 'stream' ? named.name : (named?.path ?? 'source');
	}
}

/** Wall time that is comparable between threads and doesn't jump when the clock is set. */
function wallMs(): number {
	return performance.timeOrigin + performance.now();
}

import {setImmediate as nextTurn} from 'node:timers/promises';
import {History} from '../history/history.ts';
import {compileMatcher} from '../history/line-matcher.ts';
import type {CursorPageRequest} from '../history/row.ts';
import type {AlertChange} from '../insight/alerts/alert-change.ts';
import type {Baseline} from '../insight/baseline.ts';
import {type CursorGround, CursorPlayer} from './cursor-player.ts';
import {EngineAlerts} from './engine-alerts.ts';
import {EventRate} from './event-rate.ts';
import {Fold} from './fold.ts';
import {pageAtCursor, snapshotAtCursor, withoutEvents} from './frame-at-cursor.ts';
import {IncidentWatch} from './incident-watch.ts';
import {type NightState, NightView} from './night-view.ts';
import {orderFiles} from './order-files.ts';
import type {EngineFrame, EngineOptions, FromEngine, ReadingState, StreamPiece, ToEngine} from './protocol.ts';
import {Publisher} from './publisher.ts';
import {readBaseline} from './read-baseline.ts';
import {readFiles} from './read-files.ts';
import {readFollowed} from './read-followed.ts';
import {StreamInputs} from './stream-inputs.ts';
import {totalBytes} from './total-bytes.ts';
import {withName} from './with-name.ts';

const emptyFrameMs = 250; // by then a source that is still silent is shown as such
const tickMs = 1000;
const maxNotices = 20;

/** Reads, folds, answers and publishes: all that the worker does, without the worker. */
export class EngineCore {
	readonly #options: EngineOptions;
	readonly #post: (message: FromEngine) => void;
	readonly #now: () => number;
	readonly #fold: Fold;
	readonly #history: History;
	readonly #alerts: EngineAlerts;
	readonly #incidents: IncidentWatch;
	readonly #publisher: Publisher;
	readonly #rate = new EventRate();
	readonly #cursor = new CursorPlayer();
	readonly #night = new NightView();
	readonly #abort = new AbortController();
	/** `undefined` where there are only files. */
	readonly #streams: StreamInputs | undefined;
	readonly #closers: Array<() => void | Promise<void>> = [];
	readonly #notices: string[] = [];
	readonly #open: Set<number>;
	readonly #tick: NodeJS.Timeout;
	/** Followed files of which what was there at first is still being read. */
	readonly #behind: Set<number>;
	#baseline: Baseline | undefined;
	#playTimer: NodeJS.Timeout | undefined;
	#request: CursorPageRequest = {anchor: 'end', offset: 0, count: 0};
	#bytesRead = 0;
	#bytesTotal: number | undefined;
	#events = 0;
	#eventsPerSecond = 0;
	#lastEventAtMs = 0;
	#lagMs = 0;
	#waitsSinceMs: number | undefined;
	#takesArrivals = false;
	#isSearching = false;

	/**
	@param now - Real time in milliseconds, by which a live log goes on and the cursor plays.
	@throws UsageError when the recording can't be made or an option is wrong.
	*/
	constructor(options: EngineOptions, post: (message: FromEngine) => void, now: () => number = () => performance.now()) {
		this.#options = options;
		this.#post = post;
		this.#now = now;
		const {read, selection} = options;
		this.#fold = new Fold({read, selection: compileMatcher(selection, [selection.filter])});
		this.#history = new History({read, selection, firstMs: () => this.#fold.firstMs});
		this.#alerts = new EngineAlerts(options, this.#fold, this.#history, {
			onAlert: alert => this.#onAlert(alert),
			onNotice: notice => this.#notice(notice),
		});
		this.#incidents = new IncidentWatch(options.incidents);
		this.#publisher = new Publisher(options.publishMs, () => this.#publish());
		this.#open = new Set(options.sources.keys());
		this.#behind = new Set([...options.sources.entries()].flatMap(([file, {type}]) => (type === 'follow' ? [file] : [])));
		this.#streams = options.sources.some(({type}) => type === 'stream')
			? new StreamInputs(this.#fold, this.#history, options, notice => this.#notice(notice))
			: undefined;
		this.#closers.push(() => this.#streams?.close());
		this.#tick = setInterval(() => this.#onTick(), tickMs);
	}

	/** Reads what is to be read here. Resolves when all of it has ended; rejects with what can't be read. */
	async run(): Promise<void> {
		setTimeout(() => this.#publisher.changed(), emptyFrameMs);
		await nextTurn(); // what was asked at once, the page above all, goes into the first frame
		const {sources} = this.#options;
		const followed = [...sources.entries()].flatMap(([file, source]) =>
			source.type === 'follow' ? [this.#follow(source.path, file)] : [],
		);
		await Promise.all([this.#readFiles(), this.#readBaseline(), ...followed]);
	}

	receive(message: ToEngine): void {
		switch (message.type) {
			case 'start':
				break;
			case 'pieces':
				for (const piece of message.pieces) {
					this.#takePiece(message.source, piece);
				}
				void this.#streams?.whenDue().then(() => this.#post({type: 'taken', source: message.source}));
				break;
			case 'end':
				this.#endStream(message.source);
				break;
			case 'filter':
				this.#history.setFilter(message.filter);
				this.#publisher.asked();
				void this.#search();
				break;
			case 'page':
				this.#request = message.request;
				this.#askedWhenReading();
				break;
			case 'cursor':
				this.#cursor.move(message.move, this.#ground, this.#now());
				this.#publisher.asked();
				break;
			case 'timeline':
				this.#night.request(message.request);
				this.#askedWhenReading();
				break;
			case 'find':
				void this.#history.find(message.request).then(index => this.#post({type: 'found', id: message.id, index}));
				break;
			case 'around':
				this.#post({type: 'around', id: message.id, rows: this.#history.around(message.index, message.count)});
				break;
			case 'lines':
				this.#post({type: 'lines', id: message.id, rows: message.places.map(({file, line}) => this.#history.rowOf(file, line))});
				break;
			case 'seen':
				this.#publisher.seen();
				break;
			case 'stop':
				void this.#stop();
				break;
		}
	}

	/** The first frame waits for something to show. */
	#askedWhenReading(): void {
		if (this.#bytesRead > 0 || this.#open.size === 0) {
			this.#publisher.asked();
		}
	}

	#takePiece(source: number, piece: StreamPiece): void {
		if (this.#takesArrivals) {
			this.#fold.arrive(piece.arrivedMs);
		}
		withName(this.#nameOf(source), () => this.#streams?.take(source, piece));
		this.#lagMs = Math.max(0, wallMs() - piece.arrivedMs);
		this.#onRead(piece.bytes.length);
	}

	#endStream(source: number): void {
		const nowMs = wallMs();
		this.#streams?.end(source, nowMs);
		if (this.#fold.isWaiting) {
			this.#fold.arrive(nowMs);
		}
		this.#onEnded(source);
	}

	async #readFiles(): Promise<void> {
		const paths: string[] = [];
		const sourceOf: number[] = [];
		for (const [index, source] of this.#options.sources.entries()) {
			if (source.type === 'file') {
				paths.push(source.path);
				sourceOf.push(index);
			}
		}
		if (paths.length === 0) {
			return;
		}
		this.#bytesTotal = totalBytes(paths);
		const ordered = await orderFiles(paths, this.#options.read);
		await readFiles(
			ordered.map(each => ({...each, file: sourceOf[each.file] ?? each.file})),
			{
				fold: this.#fold,
				history: this.#history,
				signal: this.#abort.signal,
				onNotice: notice => this.#notice(notice),
				onRead: bytes => this.#onRead(bytes),
				onClose: close => this.#closers.push(close),
			},
		);
		for (const source of sourceOf) {
			this.#onEnded(source);
		}
	}

	async #readBaseline(): Promise<void> {
		const {baseline, read, selection} = this.#options;
		if (baseline !== undefined) {
			this.#baseline = await readBaseline(baseline, read, selection);
			this.#publisher.changed();
		}
	}

	/** Live, the main thread is told: what a followed file held already is history. */
	#onAlert(alert: AlertChange): void {
		const isNews = this.#options.sources.some(({type}) => type !== 'file') && this.#behind.size === 0;
		if (isNews && alert.type === 'fired') {
			this.#post({type: 'alert', alert});
		}
		this.#publisher.changed();
	}

	#follow(path: string, file: number): Promise<void> {
		return readFollowed(path, file, {
			fold: this.#fold,
			history: this.#history,
			signal: this.#abort.signal,
			onNotice: notice => this.#notice(notice),
			onArrival: () => {
				if (this.#takesArrivals) {
					this.#fold.arrive(wallMs());
				}
			},
			onRead: bytes => this.#onRead(bytes),
			onIdle: () => this.#behind.delete(file),
		});
	}

	#onRead(bytes: number): void {
		this.#bytesRead += bytes;
		const {events} = this.#fold.counts;
		const isFirst = this.#events === 0 && events > 0;
		if (events !== this.#events) {
			this.#events = events;
			this.#lastEventAtMs = this.#now();
		}
		if (isFirst) {
			this.#publisher.asked();
		} else {
			this.#publisher.changed();
		}
		if (!this.#history.isSearched) {
			void this.#search();
		}
	}

	#onEnded(source: number): void {
		this.#open.delete(source);
		if (this.#open.size === 0) {
			this.#fold.finish();
			this.#events = this.#fold.counts.events;
			this.#alerts.end();
		}
		this.#publisher.changed();
	}

	get #isLive(): boolean {
		return this.#open.size > 0 && this.#options.sources.some(({type}) => type !== 'file');
	}

	/** Once a second: ages grow, and a live log without any times gets those of its arrival. */
	#onTick(): void {
		if (this.#isLive && this.#fold.isWaiting) {
			this.#waitsSinceMs ??= this.#now();
			if (this.#now() - this.#waitsSinceMs >= tickMs) {
				this.#takesArrivals = true;
				this.#fold.arrive(wallMs());
				this.#onRead(0);
			}
		}
		if (this.#isLive && this.#events > 0) {
			this.#alerts.tick(this.#now() - this.#lastEventAtMs);
		}
		if ((this.#isLive && this.#events > 0) || this.#eventsPerSecond > 0) {
			this.#publisher.changed();
		}
	}

	async #search(): Promise<void> {
		if (this.#isSearching) {
			return;
		}
		this.#isSearching = true;
		while (!this.#abort.signal.aborted && this.#history.search()) {
			this.#publisher.changed();
			await nextTurn();
		}
		this.#isSearching = false;
	}

	#notice(notice: string): void {
		this.#notices.push(notice);
		this.#notices.splice(0, this.#notices.length - maxNotices);
		this.#publisher.changed();
	}

	#publish(): void {
		const ground = this.#ground;
		const cursor = this.#cursor.at(ground, this.#now());
		this.#incidents.update(ground.series, ground.endMs, !ground.isOpen);
		const shown = {
			windowMs: this.#options.windowMs,
			incidents: this.#incidents.countAt(cursor.atMs),
			isLive: ground.isLive,
			baseline: this.#baseline,
		};
		const frame: EngineFrame = {
			snapshot: snapshotAtCursor(this.#fold, cursor, shown),
			cursor,
			timeline: this.#night.timeline(this.#nightState(ground)),
			incidents: this.#incidents.incidents,
			page: pageAtCursor(this.#history, this.#request, cursor),
			reading: this.#reading(),
		};
		if (cursor.mode === 'playing') {
			clearTimeout(this.#playTimer);
			this.#playTimer = setTimeout(() => this.#publisher.changed(), this.#options.publishMs);
		}
		try {
			this.#post({type: 'frame', frame});
		} catch {
			this.#post({type: 'frame', frame: withoutEvents(frame)});
		}
	}

	/** What the cursor moves over: live, time goes on from the newest event. */
	get #ground(): CursorGround {
		const {series, hasTime, endMs: logEndMs} = this.#fold;
		const isLive = this.#isLive && this.#events > 0;
		const sinceMs = isLive ? this.#now() - this.#lastEventAtMs : 0;
		const endMs = hasTime && logEndMs !== undefined ? logEndMs + sinceMs : undefined;
		return {series, endMs, isLive, isOpen: this.#open.size > 0};
	}

	#nightState({series, endMs, isLive, isOpen}: CursorGround): NightState {
		const share = this.#bytesTotal === undefined ? undefined : this.#bytesRead / this.#bytesTotal;
		return {
			series,
			endMs,
			reading: isLive ? {type: 'live'} : isOpen ? {type: 'reading', share} : {type: 'ended'},
		};
	}

	#reading(): ReadingState {
		this.#eventsPerSecond = this.#rate.at(this.#now(), this.#events);
		return {
			bytesRead: this.#bytesRead,
			bytesTotal: this.#bytesTotal,
			ended: this.#open.size === 0,
			eventsPerSecond: this.#eventsPerSecond,
			lagMs: this.#lagMs,
			droppedLines: this.#history.droppedLines,
			notices: [...this.#notices],
			recordingPath: this.#streams?.isRecording ? this.#options.recording?.path : undefined,
		};
	}

	#nameOf(source: number): string {
		const named = this.#options.sources[source];
		return named?.type === 'stream' ? named.name : (named?.path ?? 'source');
	}

	async #stop(): Promise<void> {
		clearInterval(this.#tick);
		clearTimeout(this.#playTimer);
		this.#publisher.stop();
		this.#abort.abort();
		for (const close of this.#closers.splice(0)) {
			await close();
		}
		this.#post({type: 'stopped'});
	}
}

/** Comparable between threads, and not moved when the clock is set. */
function wallMs(): number {
	return performance.timeOrigin + performance.now();
}

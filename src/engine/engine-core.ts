import {setImmediate as nextTurn} from 'node:timers/promises';
import {History} from '../history/history.ts';
import {compileMatcher} from '../history/line-matcher.ts';
import type {CursorPageRequest} from '../history/row.ts';
import type {AlertChange} from '../insight/alerts/alert-change.ts';
import type {Baseline} from '../insight/stages/baseline.ts';
import {EngineAlerts} from './alerts/engine-alerts.ts';
import {IncidentWatch} from './alerts/incident-watch.ts';
import {type CursorGround, CursorPlayer} from './cursor/cursor-player.ts';
import {pageAtCursor, snapshotAtCursor, withoutEvents} from './cursor/frame-at-cursor.ts';
import {TimelinePacer, type TimelineState} from './cursor/timeline-pacer.ts';
import {Fold} from './fold/fold.ts';
import {PartialLineWatch} from './live/partial-line-watch.ts';
import {Reading} from './live/reading.ts';
import type {EngineFrame, EngineOptions, FromEngine, StreamPiece, ToEngine} from './protocol.ts';
import {Publisher} from './publisher.ts';
import {Exporter} from './select/exporter.ts';

const emptyFrameMs = 250; // a source that is silent for this long is shown as silent
const tickMs = 1000;
const maxNotices = 20;

/** Everything the engine worker does, without the worker itself: reads, answers requests and publishes frames. */
export class EngineCore {
	readonly #options: EngineOptions;
	readonly #post: (message: FromEngine) => void;
	readonly #now: () => number;
	readonly #fold: Fold;
	readonly #history: History;
	readonly #alerts: EngineAlerts;
	readonly #incidents: IncidentWatch;
	readonly #exporter: Exporter;
	readonly #publisher: Publisher;
	readonly #reading: Reading;
	readonly #cursor = new CursorPlayer();
	readonly #timeline: TimelinePacer;
	readonly #partial: PartialLineWatch;
	readonly #notices: string[] = [];
	readonly #tick: NodeJS.Timeout;
	#baseline: Baseline | undefined;
	#playTimer: NodeJS.Timeout | undefined;
	#request: CursorPageRequest = {anchor: 'end', offset: 0, count: 0};
	#hasAlert = false;
	#isSearching = false;
	#isStopped = false;

	/**
	@param now - Real time in milliseconds: moves a live log on, plays the cursor and paces expensive work.
	@throws UsageError if the recording can't be created or an option is wrong.
	*/
	constructor(options: EngineOptions, post: (message: FromEngine) => void, now: () => number = () => performance.now()) {
		this.#options = options;
		this.#post = post;
		this.#now = now;
		const {read, selection} = options;
		this.#fold = new Fold({read, selection: compileMatcher(selection, [selection.filter])});
		this.#history = new History({read, selection, firstMs: () => this.#fold.firstMs, now});
		this.#exporter = new Exporter(this.#history, post);
		this.#partial = new PartialLineWatch(this.#fold, () => this.#publisher.changed());
		this.#alerts = new EngineAlerts(options, this.#fold, this.#history, {
			onAlert: alert => this.#onAlert(alert),
			onNotice: notice => this.#notice(notice),
		});
		this.#incidents = new IncidentWatch(options.incidents, now);
		this.#timeline = new TimelinePacer(now);
		this.#publisher = new Publisher(options.publishMs, () => this.#publish(), now);
		this.#reading = new Reading(options, this.#fold, this.#history, now, {
			onRead: news => this.#onRead(news),
			onStreamEnd: source => this.#post({type: 'ended', source}),
			onEnd: () => this.#onEnd(),
			onNotice: notice => this.#notice(notice),
		});
		this.#tick = setInterval(() => this.#onTick(), tickMs);
	}

	/** Reads the sources that the engine reads itself. Resolves when all have ended; rejects if one can't be read. */
	async run(): Promise<void> {
		setTimeout(() => this.#publisher.changed(), emptyFrameMs);
		await nextTurn(); // requests sent right after the start, above all the page, go into the first frame
		await Promise.all([this.#reading.run(), this.#readBaseline()]);
	}

	receive(message: ToEngine): void {
		switch (message.type) {
			case 'start':
				break;
			case 'pieces':
				void this.#take(message.source, message.pieces);
				break;
			case 'end':
				this.#reading.endStream(message.source);
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
				this.#askedWhenReading(this.#timeline.request(message.request));
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
			case 'export':
				void this.#exporter.start(message.id, message.path);
				break;
			case 'cancel-export':
				this.#exporter.stop();
				break;
			case 'record':
				this.#reading.record();
				break;
			case 'seen':
				this.#publisher.seen();
				break;
			case 'stop':
				void this.#stop();
				break;
		}
	}

	async #take(source: number, pieces: readonly StreamPiece[]): Promise<void> {
		await this.#reading.take(source, pieces);
		this.#post({type: 'taken', source});
	}

	/** The first frame waits for something to show. */
	#askedWhenReading(isAwaited = true): void {
		if (this.#reading.hasBegun) {
			this.#publisher[isAwaited ? 'asked' : 'changed']();
		}
	}

	async #readBaseline(): Promise<void> {
		const {baseline, read, selection} = this.#options;
		if (baseline !== undefined) {
			const {readBaseline} = await import('./fold/read-baseline.ts');
			this.#baseline = await readBaseline(baseline, read, selection, problem => this.#notice(problem));
			this.#publisher.changed();
		}
	}

	/**
	Tells the main thread only about live alerts, not those from what a followed file already held. Runs in the middle of
	a fold, so the frame has to wait until that is over.
	*/
	#onAlert(alert: AlertChange): void {
		this.#hasAlert = true;
		if (this.#reading.isNews && alert.type === 'fired') {
			this.#post({type: 'alert', alert});
		}
	}

	#onRead({hasFirst}: {readonly hasFirst: boolean}): void {
		if (this.#reading.isLive) {
			this.#partial.read();
		}
		if (hasFirst) {
			this.#publisher.asked();
		} else {
			this.#publisher.changed();
		}
		if (!this.#history.isSearched) {
			void this.#search();
		}
	}

	#onEnd(): void {
		this.#alerts.end();
	}

	/** Once a second: ages on the screen grow, and the rules' newest second may be over. */
	#onTick(): void {
		const isOlder = this.#reading.tick();
		this.#hasAlert = false;
		if (this.#isLive) {
			this.#alerts.tick(this.#reading.quietMs);
		}
		if (isOlder || this.#hasAlert) {
			this.#publisher.changed();
		}
	}

	get #isLive(): boolean {
		return this.#reading.isLive && this.#reading.hasEvents;
	}

	async #search(): Promise<void> {
		if (this.#isSearching) {
			return;
		}
		this.#isSearching = true;
		while (!this.#isStopped && this.#history.search()) {
			this.#publisher.changed();
			await nextTurn();
		}
		this.#isSearching = false;
		if (!this.#isStopped && (await this.#history.explainNothing())) {
			this.#publisher.changed();
		}
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
			incidents: this.#incidents.knownAt(cursor.atMs),
			isLive: ground.isLive,
			hasSince: this.#options.selection.sinceMs !== undefined,
			baseline: this.#baseline,
		};
		const frame: EngineFrame = {
			snapshot: snapshotAtCursor(this.#fold, cursor, shown),
			cursor,
			timeline: this.#timeline.view(this.#timelineState(ground)),
			incidents: this.#incidents.incidents,
			page: pageAtCursor(this.#history, this.#request, cursor, this.#reading.isLive ? this.#partial.text : undefined),
			reading: this.#reading.state(this.#notices),
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

	/** The log under the cursor. In a live log, time passes on from the newest event. */
	get #ground(): CursorGround {
		const {series, hasTime, endMs: logEndMs} = this.#fold;
		const isLive = this.#isLive;
		const sinceMs = isLive ? this.#reading.quietMs : 0;
		const endMs = hasTime && logEndMs !== undefined ? logEndMs + sinceMs : undefined;
		return {series, endMs, isLive, isOpen: this.#reading.isOpen};
	}

	#timelineState({series, endMs, isLive, isOpen}: CursorGround): TimelineState {
		return {
			series,
			endMs,
			reading: isLive ? {type: 'live'} : isOpen ? {type: 'reading', share: this.#reading.share} : {type: 'ended'},
		};
	}

	async #stop(): Promise<void> {
		clearInterval(this.#tick);
		clearTimeout(this.#playTimer);
		this.#publisher.stop();
		this.#partial.stop();
		this.#isStopped = true;
		this.#exporter.stop();
		this.#post({type: 'stopped', held: await this.#reading.close()});
	}
}

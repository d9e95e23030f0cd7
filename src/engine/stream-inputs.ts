import {setImmediate as nextTurn, setTimeout as sleep} from 'node:timers/promises';
import type {History} from '../history/history.ts';
import {Recording} from '../history/recording.ts';
import {Ring} from '../history/ring.ts';
import type {Fold} from './fold.ts';
import {type LineStore, openRecorded, type RecordedInput} from './inputs.ts';
import type {EngineOptions, StreamPiece} from './protocol.ts';

const ringLimits = {maxBytes: 32 * 1024 * 1024, maxLines: 200_000};
const waitAboveBytes = 8 * 1024 * 1024;
const waitMs = 20;

type Streams = Readonly<Record<StreamPiece['stream'], RecordedInput>>;

/** What can be read only once, pipes and started pipelines: recorded as it is folded, or kept in a ring without a recording. */
export class StreamInputs {
	readonly #history: History;
	readonly #store: LineStore;
	readonly #streams: ReadonlyMap<number, Streams>;
	#firstOffset = 0;

	/** @throws UsageError when the recording can't be made. */
	constructor(fold: Fold, history: History, {sources, recording}: EngineOptions, onNotice: (notice: string) => void) {
		this.#history = history;
		const store: LineStore = recording === undefined ? new Ring(ringLimits) : new Recording({...recording, onNotice});
		this.#store = store;
		const open = (file: number, stream: StreamPiece['stream']) => openRecorded(fold, history, {file, stream, isTagged: true, store});
		this.#streams = new Map(
			[...sources.entries()].flatMap(
				([file, {type}]): Array<[number, Streams]> =>
					type === 'stream' ? [[file, {stdout: open(file, 'stdout'), stderr: open(file, 'stderr')}]] : [],
			),
		);
	}

	/** Whether there is a recording. */
	get isRecording(): boolean {
		return this.#store instanceof Recording;
	}

	take(source: number, {stream, bytes, arrivedMs}: StreamPiece): void {
		this.#streams.get(source)?.[stream].write(bytes, arrivedMs);
		if (this.#store.firstOffset !== this.#firstOffset) {
			this.#firstOffset = this.#store.firstOffset;
			this.#history.drop();
		}
	}

	end(source: number, atMs: number): void {
		this.#streams.get(source)?.stdout.end(atMs);
		this.#streams.get(source)?.stderr.end(atMs);
	}

	/**
	A turn later: messages that come one upon the other would leave no time for timers and for the recording's writes. While much waits for the disk, a moment later:
	a burst is held up a little, and a disk that hangs for some seconds in all, until the recording gives up.
	*/
	async whenDue(): Promise<void> {
		const recorder = this.#store instanceof Recording ? this.#store : undefined;
		await (recorder !== undefined && recorder.waitingBytes > waitAboveBytes ? Promise.race([recorder.drain(), sleep(waitMs)]) : nextTurn());
	}

	async close(): Promise<void> {
		if (this.#store instanceof Recording) {
			await this.#store.close();
		}
	}
}

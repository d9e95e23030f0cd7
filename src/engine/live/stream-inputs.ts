import {dirname} from 'node:path';
import type {History} from '../../history/history.ts';
import {Recording} from '../../history/recording/recording.ts';
import {StartupPruning} from '../../history/recording/startup-pruning.ts';
import {Ring} from '../../history/ring.ts';
import type {Fold} from '../fold/fold.ts';
import type {EngineOptions, HeldBytes, StreamPiece} from '../protocol.ts';
import {type LineStore, openRecorded, type RecordedInput} from './inputs.ts';

const nothing = new Uint8Array();
const ringLimits = {maxBytes: 32 * 1024 * 1024, maxLines: 200_000};

type Streams = Readonly<Record<StreamPiece['stream'], RecordedInput>>;

/**
Pipes and started pipelines, which can be read only once: recorded while they are folded or, without a recording, kept
in a ring in memory.
*/
export class StreamInputs {
	readonly #history: History;
	readonly #store: LineStore;
	readonly #streams: ReadonlyMap<number, Streams>;
	readonly #pruning: StartupPruning | undefined;
	#firstOffset = 0;

	/** @throws UsageError if the recording can't be created. */
	constructor(fold: Fold, history: History, {sources, recording}: EngineOptions, onNotice: (notice: string) => void) {
		this.#history = history;
		const store: LineStore =
			recording === undefined ? new Ring(ringLimits) : new Recording({place: recording, maxBytes: recording.maxBytes, onNotice});
		this.#store = store;
		this.#pruning = recording?.isDefault === true ? new StartupPruning(dirname(recording.path)) : undefined;
		const open = (file: number, stream: StreamPiece['stream']) => openRecorded(fold, history, {file, stream, store});
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

	/** Resolves when there is room for more; `undefined` if there is room now. */
	whenDue(): Promise<void> | undefined {
		return this.#store instanceof Recording ? this.#store.whenDue() : undefined;
	}

	/** Resumes a stopped recording. @returns Whether there is a recording. */
	record(): boolean {
		if (this.#store instanceof Recording) {
			void this.#store.goOn();
		}
		return this.isRecording;
	}

	/** @returns The incomplete lines of the first source, the only one whose recording another process can continue. */
	async close(): Promise<HeldBytes> {
		if (this.#store instanceof Recording) {
			await this.#store.close();
			await this.#pruning?.finish();
		}
		const [streams] = this.#streams.values();
		return {stdout: streams?.stdout.held() ?? nothing, stderr: streams?.stderr.held() ?? nothing};
	}
}

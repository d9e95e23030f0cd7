import {Buffer} from 'node:buffer';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {workerFile} from '../../bundled-file.ts';
import type {ReadOptions} from '../../events/read-options.ts';
import {type Lane, LaneScanner, LaneTaker, newLane} from '../../events/scan/scan-lane.ts';
import type {FoldInput} from '../fold/fold-input.ts';
import {HelperThreads} from './helper-threads.ts';

/** The `workerData` of a thread that scans another thread's bytes. */
export type RelayTask = {
	readonly type: 'relay';
	readonly read: ReadOptions;
	readonly lanes: readonly Lane[];
	/** 1 once the thread is ready. */
	readonly ready: SharedArrayBuffer;
};

/** Scans the lanes in turn as they are filled, until the thread is terminated. */
export function scanFilled({read, lanes, ready}: RelayTask): void {
	const scanners = lanes.map(lane => LaneScanner.of(read, lane));
	if (scanners.includes(undefined)) {
		return;
	}
	Atomics.store(new Int32Array(ready), 0, 1);
	for (let lane = 0; ; lane = (lane + 1) % scanners.length) {
		const count = scanners[lane]?.waitUntilFilled() ?? 0;
		scanners[lane]?.scan(0, count);
	}
}

const pieceBytes = 224 * 1024; // the size of a stretch of a file
const lanesOfRelay = 4;
const waitMs = 2; // at a time, so that this thread's other work gets a turn
const newline = 0x0a;

export type RelayInput = Pick<FoldInput, 'write' | 'take' | 'end'>;

/**
Another thread scans a stream of bytes while this one folds what was scanned before. Until that thread is ready, this
one scans too.
*/
export class ScanRelay {
	readonly #input: RelayInput;
	readonly #takers: readonly LaneTaker[];
	readonly #ready: Int32Array;
	readonly #helpers = new HelperThreads<never>(() => {});
	/** Lines not passed on yet, and the start of an incomplete one. */
	readonly #piece = Buffer.allocUnsafeSlow(pieceBytes);
	#held = 0;
	/** Whether the piece starts inside a line longer than a piece. */
	#isInside = false;
	#next = 0;
	/** Number of lanes that are filled or scanned but not taken yet. */
	#filled = 0;

	constructor(read: ReadOptions, input: RelayInput) {
		const lanes = Array.from({length: lanesOfRelay}, () => newLane(pieceBytes));
		const ready = new SharedArrayBuffer(4);
		const task: RelayTask = {type: 'relay', read, lanes, ready};
		this.#input = input;
		this.#takers = lanes.map(lane => new LaneTaker(lane));
		this.#ready = new Int32Array(ready);
		this.#helpers.start(workerFile('scan-worker.mjs', 'engine/threads/scan-worker-task.ts'), task, 1);
	}

	/**
	@param bytes - The caller may reuse it once this resolves.
	@throws SourceError
	*/
	async write(bytes: Uint8Array): Promise<void> {
		for (let start = 0; start < bytes.length; ) {
			const end = start + Math.min(pieceBytes - this.#held, bytes.length - start);
			this.#piece.set(bytes.subarray(start, end), this.#held);
			this.#held += end - start;
			start = end;
			if (this.#held === pieceBytes) {
				await this.#pass();
			}
		}
	}

	/** Whether the other thread is scanning. */
	get isReady(): boolean {
		return Atomics.load(this.#ready, 0) === 1;
	}

	/** No more bytes will come. */
	async end(): Promise<void> {
		await this.#takeAll();
		this.#input.write(this.#piece.subarray(0, this.#held));
		this.#input.end();
	}

	/** Must always be called at the end, even after a failure. */
	close(): void {
		this.#helpers.end();
	}

	/** Passes on the complete lines of the piece and keeps the rest. */
	async #pass(): Promise<void> {
		const piece = this.#piece;
		const end = (this.#isInside ? piece.indexOf(newline) : piece.lastIndexOf(newline)) + 1;
		const count = end === 0 ? pieceBytes : end;
		const isWhole = end > 0 && !this.#isInside;
		this.#isInside = end === 0;
		if (isWhole && this.isReady) {
			if (this.#filled === lanesOfRelay) {
				await this.#take();
			}
			const taker = this.#takers[this.#next];
			taker?.room(pieceBytes).set(piece.subarray(0, count));
			taker?.fill(count);
			this.#next = (this.#next + 1) % lanesOfRelay;
			this.#filled++;
		} else {
			await this.#takeAll();
			this.#input.write(piece.subarray(0, count));
		}
		piece.copyWithin(0, count, pieceBytes);
		this.#held = pieceBytes - count;
	}

	async #takeAll(): Promise<void> {
		while (this.#filled > 0) {
			await this.#take();
		}
	}

	async #take(): Promise<void> {
		const taker = this.#takers[(this.#next + lanesOfRelay - this.#filled) % lanesOfRelay];
		let isScanned = taker?.isScanned(0) === true;
		while (!isScanned && this.#helpers.isRunning) {
			isScanned = taker?.isScanned(waitMs) === true;
			await nextTurn();
		}
		if (taker !== undefined && isScanned) {
			this.#input.take(taker.take());
		} else if (taker !== undefined) {
			this.#input.write(taker.filled);
			Atomics.store(this.#ready, 0, 0);
		}
		taker?.giveBack();
		this.#filled--;
	}
}

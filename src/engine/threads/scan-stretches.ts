import type {ReadOptions} from '../../events/read-options.ts';
import {type Lane, LaneScanner} from '../../events/scan/scan-lane.ts';
import {readAt, type Stretch} from '../../sources/index.ts';
import {PartClaims} from './part-claims.ts';

/** The `workerData` of a thread that scans stretches of a file. */
export type ScanTask = {
	readonly type: 'stretches';
	/** Opened by the thread that takes the results; stays open while it does. */
	readonly fd: number;
	readonly path: string;
	readonly stretchBytes: number;
	/** Number of stretches. */
	readonly stretches: number;
	readonly read: ReadOptions;
	/** This thread's lanes; `firstLane` is the index of the first. */
	readonly lanes: readonly Lane[];
	readonly firstLane: number;
	/** The memory of `PartClaims`. */
	readonly claims: SharedArrayBuffer;
};

const newline = 0x0a;
/** Room for a stretch, the newline before it, and the rest of a last line that runs past its end. */
export const laneBytes = (stretchBytes: number): number => 1 + stretchBytes + stretchBytes / 4;

export const stretchAt = (index: number, stretchBytes: number): Stretch => ({from: index * stretchBytes, to: (index + 1) * stretchBytes});

/** Scans stretches of a file ahead of the thread that takes them, into the lanes of one thread in turn. */
export class StretchScanner {
	readonly #task: ScanTask;
	readonly #claims: PartClaims;
	readonly #scanners: ReadonlyArray<LaneScanner | undefined>;
	#turn = 0;

	constructor(task: ScanTask) {
		this.#task = task;
		this.#claims = new PartClaims(task.stretches, task.claims);
		this.#scanners = task.lanes.map(lane => LaneScanner.of(task.read, lane));
	}

	/** Scans every stretch that no other thread has claimed. */
	scanAll(): void {
		const {length} = this.#scanners;
		do {
			const scanner = this.#scanners[this.#turn];
			if (scanner?.isFull === true) {
				// wake up for several at a time, since waking up takes as long as scanning one
				this.#scanners[(this.#turn + length / 2) % length]?.waitUntilTaken();
				scanner.waitUntilTaken(); // that lane may have been empty already
			}
		} while (this.scanNext());
	}

	/** Scans the next stretch. @returns Whether there was a stretch left, and room for it. */
	scanNext(): boolean {
		const {lanes, firstLane} = this.#task;
		const lane = this.#turn;
		const scanner = this.#scanners[lane];
		const index = scanner?.isFull === true ? undefined : this.#claims.next();
		if (index === undefined) {
			return false;
		}
		this.#turn = (lane + 1) % lanes.length;
		const isScanned = scanner !== undefined && scanStretch(scanner, this.#task, stretchAt(index, this.#task.stretchBytes));
		this.#claims.tell(index, isScanned ? firstLane + lane : undefined);
		return true;
	}
}

/** @returns `false` if its last line is too long or incomplete. */
function scanStretch(scanner: LaneScanner, {fd, path}: {readonly fd: number; readonly path: string}, {from, to}: Stretch): boolean {
	const place = Math.max(0, from - 1); // a newline there means a line begins at `from`
	const room = scanner.room(laneBytes(to - from));
	const bytes = room.subarray(0, readAt(fd, room, place, path));
	const start = from === 0 ? 0 : bytes.indexOf(newline) + 1;
	const isEmpty = (start === 0 && from > 0) || place + start >= to;
	const end = isEmpty ? start : bytes.indexOf(newline, Math.max(start, to - 1 - place)) + 1;
	if (end === 0 && !isEmpty) {
		return false;
	}
	scanner.scan(start, end);
	return true;
}

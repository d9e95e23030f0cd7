import {setImmediate as nextTurn} from 'node:timers/promises';
import {workerFile} from '../../bundled-file.ts';
import {LaneTaker, newLane} from '../../events/scan/scan-lane.ts';
import {HelperThreads} from './helper-threads.ts';
import {PartClaims} from './part-claims.ts';
import {laneBytes, type ScanTask, StretchScanner} from './scan-stretches.ts';

export type ScannedFile = Pick<ScanTask, 'fd' | 'path' | 'read' | 'stretchBytes' | 'stretches'>;

const lanesOfThread = 4;
const waitMs = 2; // at a time, so that this thread's other work gets a turn

/**
The threads that scan stretches of a file, including this one. They skip the first stretch: the caller has already read
it.
*/
export class ScanCrew {
	readonly #claims: PartClaims;
	readonly #takers: readonly LaneTaker[];
	readonly #own: StretchScanner;
	readonly #helpers = new HelperThreads<never>(() => {});
	readonly #starting: NodeJS.Timeout;

	/**
	@param helpersAfterMs - Delay before the other threads start.
	@param claims - None is taken yet.
	*/
	constructor(file: ScannedFile, threads: number, helpersAfterMs: number, claims = new PartClaims(file.stretches)) {
		this.#claims = claims;
		claims.next();
		const lanes = Array.from({length: threads * lanesOfThread}, () => newLane(laneBytes(file.stretchBytes)));
		this.#takers = lanes.map(lane => new LaneTaker(lane));
		const taskOf = (thread: number): ScanTask => {
			const firstLane = thread * lanesOfThread;
			return {type: 'stretches', ...file, claims: claims.shared, lanes: lanes.slice(firstLane, firstLane + lanesOfThread), firstLane};
		};
		this.#own = new StretchScanner(taskOf(0));
		this.#starting = setTimeout(() => {
			for (let thread = 1; thread < threads; thread++) {
				this.#helpers.start(workerFile('scan-worker.mjs', 'engine/threads/scan-worker-task.ts'), taskOf(thread), 1);
			}
		}, helpersAfterMs);
	}

	/**
	@returns Where to take the lines from (give them back afterwards); `undefined` if the caller must read them itself.
	*/
	async scanned(index: number): Promise<LaneTaker | undefined> {
		const claims = this.#claims;
		while (!claims.isTold(index, 0)) {
			// While another thread scans this stretch, this one scans a later one.
			if (!this.#own.scanNext() && !claims.isTold(index, waitMs)) {
				await nextTurn();
				if ((this.#helpers.hasFailed || !this.#helpers.isRunning) && !claims.isTold(index, 0)) {
					return undefined;
				}
			}
		}
		const lane = claims.laneOf(index);
		return lane === undefined ? undefined : this.#takers[lane];
	}

	end(): void {
		clearTimeout(this.#starting);
		this.#helpers.end();
	}
}

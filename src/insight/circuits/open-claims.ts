import {type HealthReports, report} from '../../series/health-reports.ts';
import {compareSpots, type Spot} from '../../series/parts/log-position.ts';

/** What a report says about one circuit. */
export type Statement = Spot & {readonly isOpen: boolean};

/** What the pipeline's reports up to a moment say about circuits. */
export class OpenClaims {
	readonly #reports: HealthReports;
	/** The entries that mention circuits. */
	readonly #indices: readonly number[];

	/** @param count - Number of entries up to the moment. */
	constructor(reports: HealthReports, count: number) {
		this.#reports = reports;
		this.#indices = Array.from({length: count}, (_, index) => index).filter(index => reports.tellsCircuits(index));
	}

	/** For each circuit in the reports: where they start and stop listing it. */
	statements(): Map<string, Statement[]> {
		const {circuits} = this.#reports;
		const statements = new Map<string, Statement[]>();
		let open: ReadonlySet<number> = new Set();
		let before: number | undefined;
		for (const index of this.#indices) {
			if (before !== undefined && this.#reports.isSameOpen(index, before)) {
				continue;
			}
			const now = new Set(this.#reports.openCircuits(index));
			for (const [number, name] of circuits.entries()) {
				const isOpen = now.has(number);
				if (isOpen !== open.has(number)) {
					const list = statements.get(name) ?? [];
					list.push({...this.#spotOf(index), isOpen});
					statements.set(name, list);
				}
			}
			open = now;
			before = index;
		}
		return statements;
	}

	/** The next report after a circuit's own event may still call it open. Being newer, it wins. */
	nextOpen(name: string, after: Spot): Statement | undefined {
		const index = this.#indices[this.#countThrough(after)];
		const number = this.#reports.circuits.indexOf(name);
		return index !== undefined && this.#reports.openCircuits(index)?.includes(number) ? {...this.#spotOf(index), isOpen: true} : undefined;
	}

	#spotOf(index: number): Spot {
		const {timeline} = this.#reports;
		return {ms: timeline.get(index, report.ms), place: timeline.get(index, report.place)};
	}

	/** How many of the entries are at or before a spot. */
	#countThrough(spot: Spot): number {
		let low = 0;
		let high = this.#indices.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (compareSpots(this.#spotOf(this.#indices[middle] ?? 0), spot) <= 0) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}
}

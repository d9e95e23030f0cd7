import type {Incident} from '../../insight/incident.ts';
import {defaultIncidentSettings} from '../../insight/incidents/settings.ts';
import type {IncidentSettings} from '../../insight/incidents/thresholds.ts';
import {type Findings, findIncidents} from '../../insight/incidents.ts';
import type {Series} from '../../series/series.ts';

const cheapMs = 5; // then each frame can have them
const leastPauseMs = 1000;
const pausesPerCost = 20; // a twentieth of the engine's time at most

/** The incidents of what was read so far. To find them takes up to a tenth of a second of a whole night, so while lines come they are looked for now and then. */
export class IncidentWatch {
	readonly #settings: IncidentSettings;
	readonly #now: () => number;
	#found: Findings | undefined;
	#revision = -1;
	#untilMs = Number.NEGATIVE_INFINITY;
	#dueMs = 0;

	constructor(settings: IncidentSettings = defaultIncidentSettings, now: () => number = () => performance.now()) {
		this.#settings = settings;
		this.#now = now;
	}

	get incidents(): readonly Incident[] {
		return this.#found?.incidents ?? [];
	}

	/** How many of them were known at a cursor. */
	countAt(atMs: number | undefined): number {
		return atMs === undefined ? 0 : (this.#found?.countAt(atMs) ?? 0);
	}

	/**
	Looks again, where something has changed and it is time; at the end of a log at once.

	@param endMs - The end of the log; live it goes on while nothing comes. `undefined` where there are no times.
	*/
	update(series: Series, endMs: number | undefined, isEnded: boolean): void {
		const nowMs = this.#now();
		const hasChanged =
			series.revision !== this.#revision || (endMs !== undefined && series.bucketOf(endMs) > series.bucketOf(this.#untilMs));
		if (endMs === undefined || !hasChanged || (nowMs < this.#dueMs && !isEnded)) {
			return;
		}

		this.#found = findIncidents(series, this.#settings, endMs);
		this.#revision = series.revision;
		this.#untilMs = endMs;
		const doneMs = this.#now();
		const costMs = doneMs - nowMs;
		this.#dueMs = costMs < cheapMs ? doneMs : doneMs + Math.max(leastPauseMs, costMs * pausesPerCost);
	}
}

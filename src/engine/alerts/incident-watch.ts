import type {Incident} from '../../insight/incident.ts';
import {defaultIncidentSettings} from '../../insight/incidents/settings.ts';
import type {IncidentSettings} from '../../insight/incidents/thresholds.ts';
import {type Findings, findIncidents, type KnownIncidents, noIncidents} from '../../insight/incidents.ts';
import type {Series} from '../../series/series.ts';

const cheapMs = 5; // cheap enough to do for every frame
const leastPauseMs = 1000;
const pausesPerCost = 20; // at most a twentieth of the engine's time

/**
The incidents in what was read so far. Finding them in a whole night's log takes up to 0.1 s, so it is done only now and
then while lines come in.
*/
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

	/** What was known of them at the cursor's time. */
	knownAt(atMs: number | undefined): KnownIncidents {
		return atMs === undefined || this.#found === undefined ? noIncidents : this.#found.knownAt(atMs);
	}

	/**
	Searches again if something has changed and it is due; at the end of a log, immediately.

	@param endMs - End of the log; in a live log it moves on even without events. `undefined` if there are no times.
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

import type {CircuitTimeline} from './circuit-timelines.ts';

/** A stretch of trouble. */
export type Incident = {
	readonly startMs: number;
	/** `undefined` while it goes on. */
	readonly endMs: number | undefined;
	/** The circuits that were not closed in it. */
	readonly circuits: readonly string[];
};

/** The incidents of a log, oldest first: stretches in which a circuit was not closed; those that overlap or touch are one. */
export function incidentsOf(timelines: readonly CircuitTimeline[]): Incident[] {
	const stretches = timelines.flatMap(stretchesOf).sort((a, b) => a.startMs - b.startMs);
	const incidents: Incident[] = [];
	for (const stretch of stretches) {
		const last = incidents.at(-1);
		if (last !== undefined && (last.endMs === undefined || stretch.startMs <= last.endMs)) {
			incidents[incidents.length - 1] = joined(last, stretch);
		} else {
			incidents.push(stretch);
		}
	}

	return incidents;
}

function stretchesOf({name, changes}: CircuitTimeline): Incident[] {
	const stretches: Incident[] = [];
	let startMs: number | undefined;
	for (const {ms, state} of changes) {
		if (state !== 'closed') {
			startMs ??= ms;
		} else if (startMs !== undefined) {
			stretches.push({startMs, endMs: ms, circuits: [name]});
			startMs = undefined;
		}
	}

	return startMs === undefined ? stretches : [...stretches, {startMs, endMs: undefined, circuits: [name]}];
}

function joined(a: Incident, b: Incident): Incident {
	return {
		startMs: a.startMs,
		endMs: a.endMs === undefined || b.endMs === undefined ? undefined : Math.max(a.endMs, b.endMs),
		circuits: [...new Set([...a.circuits, ...b.circuits])],
	};
}

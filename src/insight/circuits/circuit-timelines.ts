import type {CircuitState} from '../../events/event.ts';
import {type CircuitRow, isTrip} from '../../series/circuits.ts';
import {compareNames, compareSpots, countThrough, insertSorted, type Spot} from '../../series/parts/log-position.ts';
import type {Series} from '../../series/series.ts';
import {OpenClaims, type Statement} from './open-claims.ts';

const noRow: CircuitRow = {transitions: [], droppedTrips: 0, isBounded: false, cost: 0, components: new Map()};

/** How one circuit went, through a moment. */
export type CircuitTimeline = {
	readonly name: string;
	/** Changes of state, oldest first; the last one is the state now. */
	readonly changes: ReadonlyArray<Spot & {readonly state: CircuitState}>;
	/** The state before the first change, where its event tells. */
	readonly before: CircuitState | undefined;
	readonly trips: number;
	/** The last reason told. */
	readonly reason: string | undefined;
	/** Components that wrote of it. */
	readonly components: readonly string[];
};

/**
The circuits known before a time, in the order in which they were heard of, by their own events and by the pipeline's reports: the newer wins. A report opens the circuits it names; it closes those that only
reports had opened and that it no longer names.
*/
export function circuitTimelines(series: Series, beforeMs: number): CircuitTimeline[] {
	const limit = {ms: beforeMs, place: -1};
	const claims = new OpenClaims(series.reports, series.reports.countBefore(beforeMs, series.bucketOf));
	const reported = claims.statements();
	const names = new Set([...series.circuits.table.rows.keys(), ...reported.keys()]);
	const timelines = [...names].flatMap(name => {
		const row = series.circuits.table.rows.get(name)?.get('') ?? noRow;
		const own = {...row, transitions: row.transitions.slice(0, countThrough(row.transitions, limit))};
		const timeline = timelineOf(name, own, reported.get(name) ?? [], claims, beforeMs);
		const [first] = timeline.changes;
		return first === undefined ? [] : [{timeline, first}];
	});
	return timelines
		.sort((a, b) => compareSpots(a.first, b.first) || compareNames(a.timeline.name, b.timeline.name))
		.map(({timeline}) => timeline);
}

function timelineOf(name: string, row: CircuitRow, statements: Statement[], claims: OpenClaims, beforeMs: number): CircuitTimeline {
	const changes: Array<Spot & {state: CircuitState}> = [];
	let trips = row.droppedTrips;
	let reason: string | undefined;
	let isByReport = false;
	let isReportedOpen = false;
	const enter = (spot: Spot, state: CircuitState) => {
		if (changes.at(-1)?.state !== state) {
			changes.push({ms: spot.ms, place: spot.place, state});
		}
	};

	let own = 0;
	let said = 0;
	while (own < row.transitions.length || said < statements.length) {
		const transition = row.transitions[own];
		const statement = statements[said];
		if (transition !== undefined && (statement === undefined || compareSpots(transition, statement) <= 0)) {
			own++;
			trips += isTrip(transition, changes.at(-1)?.state) ? 1 : 0;
			reason = transition.reason ?? reason;
			enter(transition, transition.state);
			isByReport = false;
			if (isReportedOpen && transition.state !== 'open') {
				const again = claims.nextOpen(name, transition);
				if (again !== undefined) {
					insertSorted(statements, again);
				}
			}
		} else if (statement !== undefined) {
			said++;
			const state = changes.at(-1)?.state;
			isReportedOpen = statement.isOpen;
			if (statement.isOpen && state !== 'open') {
				trips++;
				enter(statement, 'open');
				isByReport = true;
			} else if (!statement.isOpen && isByReport) {
				enter(statement, 'closed');
				isByReport = false;
			}
		}
	}

	const components = [...row.components].filter(([, ms]) => ms < beforeMs).map(([component]) => component);
	return {name, changes, before: beforeFirst(row, changes), trips, reason, components};
}

function beforeFirst(row: CircuitRow, changes: readonly Spot[]): CircuitState | undefined {
	const [first] = row.transitions;
	return first !== undefined && changes[0] !== undefined && compareSpots(first, changes[0]) === 0 ? first.oldState : undefined;
}

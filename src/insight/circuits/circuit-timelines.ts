import type {CircuitState} from '../../events/event.ts';
import {type CircuitCounts, type CircuitRow, countsOf, noCounts, sumOfCounts, type Transition} from '../../series/circuits/circuit-row.ts';
import type {Circuits} from '../../series/circuits/circuits.ts';
import {compareNames, compareSpots, countThrough, insertSorted, type Spot} from '../../series/parts/log-position.ts';
import {otherName} from '../../series/parts/name-table.ts';
import type {Series} from '../../series/series.ts';
import {OpenClaims, type Statement} from './open-claims.ts';

/** A stretch in which a circuit was not closed. */
export type Outage = {
	readonly opening: Spot;
	/** `undefined` while it lasts. */
	readonly closing: Spot | undefined;
	readonly failedProbes: number;
};

/** The history of one circuit up to a moment. */
export type CircuitTimeline = {
	readonly name: string;
	/** The number of circuits it stands for: more than 1 only for open circuits whose transitions were dropped. */
	readonly count: number;
	/** Whether it is beyond the limit of rows, so that it may not be shown by its name. */
	readonly isShared: boolean;
	/** Its own events, oldest first. */
	readonly transitions: readonly Transition[];
	/** State changes, oldest first. The last one is the current state. */
	readonly changes: ReadonlyArray<Spot & {readonly state: CircuitState}>;
	/** The state before the first change, if its event has it. */
	readonly before: CircuitState | undefined;
	/** From an opening until it is closed, oldest first. Probing in between does not end one. */
	readonly outages: readonly Outage[];
	readonly counts: CircuitCounts;
	/** The last reason given. */
	readonly reason: string | undefined;
	/** Components that logged events about it. */
	readonly components: readonly string[];
};

/**
The circuits known before a time, in the order of their first mention, from their own events and the pipeline's reports.
The newer source wins. A report opens the circuits that it lists. It closes a circuit that it no longer lists, if only
reports had opened it.
*/
export function circuitTimelines(series: Series, beforeMs: number): CircuitTimeline[] {
	const claims = new OpenClaims(series.reports, series.reports.countBefore(beforeMs, series.bucketOf));
	const reported = claims.statements();
	const own = ownEvents(series.circuits, beforeMs);
	const named = new Set(own.filter(({count}) => count === 1).map(({name}) => name));
	const onlyReported = [...reported.keys()]
		.filter(name => !named.has(name))
		.map(name => ({...noEvents, name, isShared: name === otherName}));
	const timelines = [...own, ...onlyReported].flatMap(events => {
		const timeline = timelineOf(events, events.count === 1 ? (reported.get(events.name) ?? []) : [], claims, beforeMs);
		const [first] = timeline.changes;
		return first === undefined ? [] : [{timeline, first}];
	});
	return timelines
		.sort((a, b) => compareSpots(a.first, b.first) || compareNames(a.timeline.name, b.timeline.name))
		.map(({timeline}) => timeline);
}

/** The events of a circuit before a moment. */
type OwnEvents = Pick<CircuitTimeline, 'name' | 'count' | 'isShared' | 'transitions'> & {
	readonly dropped: CircuitCounts;
	readonly components: ReadonlyMap<string, number>;
};

const noEvents = {count: 1, transitions: [], dropped: noCounts, components: new Map()};

function ownEvents({table, shared}: Circuits, beforeMs: number): OwnEvents[] {
	const before = (transitions: readonly Transition[]) => transitions.slice(0, countThrough(transitions, {ms: beforeMs, place: -1}));
	const own = [...table.rows].flatMap(([name, hosts]) =>
		[...hosts.values()].flatMap(row =>
			row === shared ? [] : [{...row, name, count: 1, isShared: false, transitions: before(row.transitions)}],
		),
	);
	if (shared === undefined) {
		return own;
	}

	const byCircuit = Map.groupBy(before(shared.transitions), ({circuit}) => circuit ?? otherName);
	const others = [...byCircuit].map(([name, transitions]) => ({...noEvents, name, isShared: true, transitions}));
	return [...own, ...others, ...forgotten(shared, beforeMs)];
}

/** The circuits that were open when their last transition was dropped. */
function forgotten({forgottenOpen, forgottenSinceMs}: CircuitRow, beforeMs: number): OwnEvents[] {
	const opening = {state: 'open', oldState: undefined, reason: undefined, failures: undefined, circuit: undefined} as const;
	return forgottenSinceMs < beforeMs
		? [{...noEvents, name: otherName, count: forgottenOpen, isShared: true, transitions: [{...opening, ms: forgottenSinceMs, place: 0}]}]
		: [];
}

function timelineOf(own: OwnEvents, statements: Statement[], claims: OpenClaims, beforeMs: number): CircuitTimeline {
	const {name, count, isShared, transitions} = own;
	const changes: Array<Spot & {state: CircuitState}> = [];
	let counts = own.dropped;
	const outages: Outage[] = [];
	let reason: string | undefined;
	let isByReport = false;
	let isReportedOpen = false;
	const enter = (spot: Spot, state: CircuitState, counted: CircuitCounts = noCounts) => {
		counts = sumOfCounts(counts, counted);
		if (changes.at(-1)?.state !== state) {
			changes.push({ms: spot.ms, place: spot.place, state});
		}
		const last = outages.at(-1);
		const outage = last?.closing === undefined ? last : undefined;
		if (outage !== undefined) {
			const failedProbes = outage.failedProbes + counted.failedProbes;
			outages[outages.length - 1] = {...outage, failedProbes, closing: state === 'closed' ? {ms: spot.ms, place: spot.place} : undefined};
		} else if (state !== 'closed') {
			outages.push({opening: {ms: spot.ms, place: spot.place}, closing: undefined, failedProbes: counted.failedProbes});
		}
	};

	let next = 0;
	let said = 0;
	while (next < transitions.length || said < statements.length) {
		const transition = transitions[next];
		const statement = statements[said];
		if (transition !== undefined && (statement === undefined || compareSpots(transition, statement) <= 0)) {
			next++;
			reason = transition.reason ?? reason;
			enter(transition, transition.state, countsOf(transition, changes.at(-1)?.state));
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
				enter(statement, 'open', countsOf({state: 'open', oldState: undefined}, state));
				isByReport = true;
			} else if (!statement.isOpen && isByReport) {
				enter(statement, 'closed');
				isByReport = false;
			}
		}
	}

	const components = [...own.components].filter(([, ms]) => ms < beforeMs).map(([component]) => component);
	return {name, count, isShared, transitions, changes, before: beforeFirst(transitions, changes), outages, counts, reason, components};
}

function beforeFirst([first]: readonly Transition[], changes: readonly Spot[]): CircuitState | undefined {
	return first !== undefined && changes[0] !== undefined && compareSpots(first, changes[0]) === 0 ? first.oldState : undefined;
}

/** The outage that a circuit is in. */
export function outageNow({outages}: Pick<CircuitTimeline, 'outages'>): Outage | undefined {
	const last = outages.at(-1);
	return last?.closing === undefined ? last : undefined;
}

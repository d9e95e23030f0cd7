import type {CircuitState} from '../../events/event.ts';
import type {Spot} from '../parts/log-position.ts';

const unitsOfCost = 128; // in characters of a text

/** A state change of a circuit, as reported by one event. */
export type Transition = Spot & {
	readonly state: CircuitState;
	readonly oldState: CircuitState | undefined;
	readonly reason: string | undefined;
	/** Failures in a row, if the event has them. */
	readonly failures: number | undefined;
	/** The circuit's name, in the row that several circuits share. */
	readonly circuit: string | undefined;
};

/** The events of one circuit, or of all circuits that share the row `other`. */
export type CircuitRow = {
	/** Sorted by time, file and line. */
	transitions: Transition[];
	/** What the dropped transitions counted. */
	dropped: CircuitCounts;
	/** Whether transitions were dropped. */
	isBounded: boolean;
	/**
	In the shared row: how many circuits were open when their last transition was dropped. Nothing can tell whether they
	have closed since.
	*/
	forgottenOpen: number;
	/** When the first of them opened. */
	forgottenSinceMs: number;
	/** The room that the transitions take. */
	cost: number;
	/** Some of the components that wrote its events and retries, and when each first did. */
	readonly components: Map<string, number>;
};

export function newCircuitRow(): CircuitRow {
	return {
		transitions: [],
		dropped: noCounts,
		isBounded: false,
		forgottenOpen: 0,
		forgottenSinceMs: Number.POSITIVE_INFINITY,
		cost: 0,
		components: new Map(),
	};
}

/** How often a circuit opened, and how it was probed while it was open. */
export type CircuitCounts = {
	/** Openings of a closed circuit. One that a failed probe opens again was open all along. */
	readonly trips: number;
	readonly probes: number;
	readonly failedProbes: number;
};

export const noCounts: CircuitCounts = {trips: 0, probes: 0, failedProbes: 0};

export function sumOfCounts(a: CircuitCounts, b: CircuitCounts, sign: 1 | -1 = 1): CircuitCounts {
	return {
		trips: a.trips + sign * b.trips,
		probes: a.probes + sign * b.probes,
		failedProbes: a.failedProbes + sign * b.failedProbes,
	};
}

/**
What a transition counts.

@param known - The state that the circuit was in by the transitions before. The transition's own claim goes before it.
*/
export function countsOf({state, oldState}: Pick<Transition, 'state' | 'oldState'>, known: CircuitState | undefined): CircuitCounts {
	const before = oldState ?? known;
	const isProbe = (state === 'half_open' || before === 'half_open') && known !== 'half_open';
	return {
		trips: state === 'open' && before !== 'open' && before !== 'half_open' ? 1 : 0,
		probes: isProbe ? 1 : 0,
		failedProbes: state === 'open' && before === 'half_open' ? 1 : 0,
	};
}

/** The room that a transition takes. */
export const costOf = ({reason = '', circuit = ''}: Transition): number => 1 + (reason.length + circuit.length) / unitsOfCost;

/**
Drops transitions that change nothing (some logs repeat the state with every sample), then the oldest until half are
left: first the probes inside outages, so that a long outage keeps its beginning. The opening and the last transition of
a circuit that isn't closed go last. If the last one has to go, an open circuit is still counted.
*/
export function halveRow(row: CircuitRow): void {
	const half = row.transitions.length / 2;
	const counted = totalOf(row.transitions);
	row.isBounded = true;
	row.transitions = withStateBefore(row.transitions).flatMap(([transition, before]) =>
		transition.state !== before || countsOf(transition, before).trips > 0 ? [transition] : [],
	);
	const excess = Math.ceil(row.transitions.length - half);
	if (excess > 0) {
		forget(row, excess);
	}
	row.dropped = sumOfCounts(row.dropped, sumOfCounts(counted, totalOf(row.transitions), -1));
	row.cost = row.transitions.reduce((cost, transition) => cost + costOf(transition), 0);
}

function forget(row: CircuitRow, count: number): void {
	const ranks = ranksOf(row.transitions);
	const forgotten = new Set(row.transitions.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0)).slice(0, count));
	for (const transition of forgotten) {
		if (ranks.get(transition) === rank.newest && transition.state === 'open') {
			row.forgottenOpen++;
			row.forgottenSinceMs = Math.min(row.forgottenSinceMs, transition.ms);
		}
	}
	row.transitions = row.transitions.filter(transition => !forgotten.has(transition));
}

/** In which order transitions are forgotten. */
const rank = {probe: 0, change: 1, opening: 2, newest: 3} as const;

function ranksOf(transitions: readonly Transition[]): ReadonlyMap<Transition, number> {
	const ranks = new Map<Transition, number>();
	const openings = new Map<string | undefined, Transition>();
	for (const [transition, before = 'closed'] of withStateBefore(transitions)) {
		const {circuit, state} = transition;
		ranks.set(transition, before === 'closed' || state === 'closed' ? rank.change : rank.probe);
		if (state === 'closed') {
			openings.delete(circuit);
		} else if (before === 'closed') {
			openings.set(circuit, transition);
		}
	}
	for (const opening of openings.values()) {
		ranks.set(opening, rank.opening);
	}
	for (const newest of new Map(transitions.map(transition => [transition.circuit, transition])).values()) {
		if (newest.state !== 'closed') {
			ranks.set(newest, rank.newest);
		}
	}
	return ranks;
}

function totalOf(transitions: readonly Transition[]): CircuitCounts {
	return withStateBefore(transitions).reduce((sum, [transition, before]) => sumOfCounts(sum, countsOf(transition, before)), noCounts);
}

/** Each transition with the state its circuit had before. */
function withStateBefore(transitions: readonly Transition[]): ReadonlyArray<readonly [Transition, CircuitState | undefined]> {
	const states = new Map<string | undefined, CircuitState>();
	return transitions.map(transition => {
		const before = states.get(transition.circuit);
		states.set(transition.circuit, transition.state);
		return [transition, before];
	});
}

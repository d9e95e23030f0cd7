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
	/** Changes to open among the dropped transitions. */
	droppedTrips: number;
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
		droppedTrips: 0,
		isBounded: false,
		forgottenOpen: 0,
		forgottenSinceMs: Number.POSITIVE_INFINITY,
		cost: 0,
		components: new Map(),
	};
}

/**
Whether a transition opened the circuit, which is a trip. The state before is the event's own claim, or else that of the
event before.
*/
export function isTrip(transition: Transition, before: CircuitState | undefined): boolean {
	return transition.state === 'open' && (transition.oldState ?? before) !== 'open';
}

/** The room that a transition takes. */
export const costOf = ({reason = '', circuit = ''}: Transition): number => 1 + (reason.length + circuit.length) / unitsOfCost;

/**
Drops transitions that change nothing (some logs repeat the state with every sample), then the oldest until half are
left, after counting their trips. The last transition of a circuit that isn't closed goes last. If it has to go, an open
circuit is still counted.
*/
export function halveRow(row: CircuitRow): void {
	const half = row.transitions.length / 2;
	row.isBounded = true;
	row.transitions = withStateBefore(row.transitions).flatMap(([transition, before]) =>
		transition.state !== before || isTrip(transition, before) ? [transition] : [],
	);
	const excess = Math.ceil(row.transitions.length - half);
	if (excess > 0) {
		forget(row, excess);
	}
	row.cost = row.transitions.reduce((cost, transition) => cost + costOf(transition), 0);
}

function forget(row: CircuitRow, count: number): void {
	const newest = new Map(row.transitions.map(transition => [transition.circuit, transition]));
	const isNeeded = (transition: Transition) => transition.state !== 'closed' && newest.get(transition.circuit) === transition;
	const oldestFirst = [...row.transitions.filter(transition => !isNeeded(transition)), ...row.transitions.filter(isNeeded)];
	const forgotten = new Set(oldestFirst.slice(0, count));
	for (const [transition, before] of withStateBefore([...forgotten])) {
		row.droppedTrips += isTrip(transition, before) ? 1 : 0;
		if (isNeeded(transition) && transition.state === 'open') {
			row.forgottenOpen++;
			row.forgottenSinceMs = Math.min(row.forgottenSinceMs, transition.ms);
		}
	}
	row.transitions = row.transitions.filter(transition => !forgotten.has(transition));
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

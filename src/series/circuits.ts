import {copyOf} from '../events/copy-of.ts';
import type {CircuitState, LogEvent} from '../events/event.ts';
import {Fields} from './parts/fields.ts';
import {insertSorted, type Spot, spotAfter} from './parts/log-position.ts';
import {NameTable, type NameTableData} from './parts/name-table.ts';
import {amount} from './parts/sane-numbers.ts';
import {shortName, shortText} from './parts/short-text.ts';

const maxTransitions = 4096;
const maxCost = 65_536; // for the transitions of all circuits, about 10 MB
const unitsOfCost = 128; // in characters of a reason
const maxComponents = 8;

/** A state change of a circuit, as reported by one event. */
export type Transition = Spot & {
	readonly state: CircuitState;
	readonly oldState: CircuitState | undefined;
	readonly reason: string | undefined;
	/** Failures in a row, if the event has them. */
	readonly failures: number | undefined;
};

/** The events of one circuit. */
export type CircuitRow = {
	/** Sorted by time, file and line. */
	transitions: Transition[];
	/** Changes to open among the dropped transitions. */
	droppedTrips: number;
	/** Whether transitions were dropped. */
	isBounded: boolean;
	/** The room that the transitions take. */
	cost: number;
	/** Some of the components that wrote its events and retries, and when each first did. */
	readonly components: Map<string, number>;
};

export type CircuitsData = NameTableData<Readonly<CircuitRow>>;

/** Circuits according to their own events. What the health reports say about them is kept with the reports. */
export class Circuits {
	readonly table = new NameTable<CircuitRow>({names: 200, hosts: 1}, () => ({
		transitions: [],
		droppedTrips: 0,
		isBounded: false,
		cost: 0,
		components: new Map(),
	}));
	#cost = 0;

	add(event: LogEvent, ms: number, place: number): void {
		const state = newStateOf(event);
		if (state === undefined) {
			return;
		}

		const row = this.table.row(event.circuitName ?? event.component ?? '(unnamed)', '');
		noteComponent(row, event.component, ms);
		const failures = amount(new Fields(event.fields).number('failures', 'failureCount'));
		this.#insert(row, {
			ms,
			place,
			state,
			oldState: event.oldState,
			reason: event.reason === undefined ? undefined : copyOf(shortText(event.reason)),
			failures,
		});
	}

	/** A retry of something that a circuit guards. */
	addRetry(circuit: string, component: string | undefined, ms: number): void {
		noteComponent(this.table.row(circuit, ''), component, ms);
	}

	/** Whether transitions were dropped. Which ones depends on the order of arrival. */
	get isBounded(): boolean {
		return [...this.table.rows.values()].some(hosts => [...hosts.values()].some(row => row.isBounded));
	}

	toData(): CircuitsData {
		return this.table.toData(row => row);
	}

	merge(right: CircuitsData, linesBefore: number): void {
		this.table.merge(right, (mine, theirs) => {
			mine.droppedTrips += theirs.droppedTrips;
			for (const [component, ms] of theirs.components) {
				noteComponent(mine, component, ms);
			}

			for (const transition of theirs.transitions) {
				this.#insert(mine, spotAfter(transition, linesBefore));
			}
		});
	}

	#insert(row: CircuitRow, transition: Transition): void {
		insertSorted(row.transitions, transition);
		row.cost += costOf(transition);
		this.#cost += costOf(transition);
		if (row.transitions.length > maxTransitions) {
			this.#bound(row);
		}
		while (this.#cost > maxCost) {
			const rows = [...this.table.rows.values()].flatMap(hosts => [...hosts.values()]);
			this.#bound(rows.reduce((costliest, each) => (each.cost > costliest.cost ? each : costliest), row));
		}
	}

	/**
	Drops transitions that change nothing (some logs repeat the state with every sample), then the older half, after
	counting its trips.
	*/
	#bound(row: CircuitRow): void {
		const half = row.transitions.length / 2;
		row.isBounded = true;
		row.transitions = row.transitions.filter((transition, index, all) => {
			const before = all[index - 1]?.state;
			return transition.state !== before || isTrip(transition, before);
		});
		if (row.transitions.length > half) {
			const dropped = row.transitions.splice(0, Math.ceil(row.transitions.length - half));
			row.droppedTrips += dropped.filter((transition, index) => isTrip(transition, dropped[index - 1]?.state)).length;
		}
		this.#cost -= row.cost;
		row.cost = row.transitions.reduce((cost, transition) => cost + costOf(transition), 0);
		this.#cost += row.cost;
	}
}

/**
Whether a transition opened the circuit, which is a trip. The state before is the event's own claim, or else that of the
event before.
*/
export function isTrip(transition: Transition, before: CircuitState | undefined): boolean {
	return transition.state === 'open' && (transition.oldState ?? before) !== 'open';
}

function noteComponent(row: CircuitRow, component: string | undefined, ms: number): void {
	const known = component === undefined ? undefined : row.components.get(shortName(component));
	if (component !== undefined && (known === undefined ? row.components.size < maxComponents : ms < known)) {
		row.components.set(shortName(component), ms);
	}
}

/**
Infers the new state when an event has only the old one: a breaker that leaves `closed` opens, one that leaves `open`
probes, and a failed probe opens it again.
*/
function newStateOf(event: LogEvent): CircuitState | undefined {
	if (event.newState !== undefined || event.oldState === undefined) {
		return event.newState;
	}

	switch (event.oldState) {
		case 'closed':
			return 'open';
		case 'open':
			return 'half_open';
		case 'half_open':
			return event.reason === undefined ? 'closed' : 'open';
	}
}

const costOf = ({reason = ''}: Transition): number => 1 + reason.length / unitsOfCost;

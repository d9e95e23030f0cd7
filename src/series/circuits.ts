import {copyOf} from '../events/copy-of.ts';
import type {CircuitState, LogEvent} from '../events/event.ts';
import {Fields} from './parts/fields.ts';
import {insertSorted, type Spot, spotAfter} from './parts/log-position.ts';
import {NameTable, type NameTableData} from './parts/name-table.ts';
import {amount} from './parts/sane-numbers.ts';
import {shortName, shortText} from './parts/short-text.ts';

const maxTransitions = 4096;
const maxCost = 65_536; // of the transitions of all circuits: some 10 MB
const unitsOfCost = 128; // of a reason
const maxComponents = 8;

/** A change of a circuit's state, as one event tells it. */
export type Transition = Spot & {
	readonly state: CircuitState;
	readonly oldState: CircuitState | undefined;
	readonly reason: string | undefined;
	/** Failures in a row, where the event tells. */
	readonly failures: number | undefined;
};

/** One circuit's own events. */
export type CircuitRow = {
	/** Sorted by time, file and line. */
	transitions: Transition[];
	/** Changes to open among those that are no longer held. */
	droppedTrips: number;
	/** Whether there are some that are no longer held. */
	isBounded: boolean;
	/** How much room they take. */
	cost: number;
	/** The components that wrote its events and its retries, and when first; a few of them. */
	readonly components: Map<string, number>;
};

export type CircuitsData = NameTableData<Readonly<CircuitRow>>;

/** Circuits by their own events. What the pipeline's reports say of them is kept with the reports. */
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

	/** A retry of what a circuit guards. */
	addRetry(circuit: string, component: string | undefined, ms: number): void {
		noteComponent(this.table.row(circuit, ''), component, ms);
	}

	/** Whether there are transitions that are no longer held: which ones depends on the order in which they came. */
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

	/** Transitions that change nothing go first (logs that repeat a state with every sample), then the older half, its trips counted. */
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

/** Whether a transition opened the circuit, which is a trip: what was before it is said by the event itself, else by the event before. */
export function isTrip(transition: Transition, before: CircuitState | undefined): boolean {
	return transition.state === 'open' && (transition.oldState ?? before) !== 'open';
}

function noteComponent(row: CircuitRow, component: string | undefined, ms: number): void {
	const known = component === undefined ? undefined : row.components.get(shortName(component));
	if (component !== undefined && (known === undefined ? row.components.size < maxComponents : ms < known)) {
		row.components.set(shortName(component), ms);
	}
}

/** Where an event only says what was: a breaker that leaves `closed` opens, one that leaves `open` probes, and a failed probe opens it again. */
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

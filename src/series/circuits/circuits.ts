import {copyOf} from '../../events/copy-of.ts';
import type {CircuitState, LogEvent} from '../../events/event.ts';
import {Fields} from '../parts/fields.ts';
import {insertSorted, spotAfter} from '../parts/log-position.ts';
import {NameTable, type NameTableData, otherName} from '../parts/name-table.ts';
import {amount} from '../parts/sane-numbers.ts';
import {shortName, shortText} from '../parts/short-text.ts';
import {type CircuitRow, costOf, halveRow, newCircuitRow, sumOfCounts, type Transition} from './circuit-row.ts';

const maxTransitions = 4096;
const maxCost = 65_536; // for the transitions of all circuits, about 10 MB
const maxComponents = 8;

export type CircuitsData = NameTableData<Readonly<CircuitRow>>;

/**
Circuits according to their own events. What the health reports say about them is kept with the reports. Circuits beyond
the limit share a row, but each keeps its own state, so that no event of another can hide an open one.
*/
export class Circuits {
	readonly table = new NameTable<CircuitRow>({names: 200, hosts: 1}, newCircuitRow);
	#cost = 0;

	/** The row of the circuits beyond the limit. */
	get shared(): Readonly<CircuitRow> | undefined {
		return this.table.rows.get(otherName)?.get('');
	}

	/** The transitions of one circuit, sorted. */
	transitionsOf(name: string): readonly Transition[] {
		const own = name === otherName ? undefined : this.table.rows.get(name)?.get('');
		return own?.transitions ?? this.shared?.transitions.filter(({circuit}) => circuit === name) ?? [];
	}

	add(event: LogEvent, ms: number, place: number): void {
		const state = newStateOf(event);
		if (state === undefined) {
			return;
		}

		const name = event.circuitName ?? event.component ?? '(unnamed)';
		this.#noteComponent(name, event.component, ms);
		const failures = amount(new Fields(event.fields).number('failures', 'failureCount'));
		this.#insert(name, {
			ms,
			place,
			state,
			oldState: event.oldState,
			reason: event.reason === undefined ? undefined : copyOf(shortText(event.reason)),
			failures,
			circuit: undefined,
		});
	}

	/** A retry of something that a circuit guards. */
	addRetry(circuit: string, component: string | undefined, ms: number): void {
		this.#noteComponent(circuit, component, ms);
	}

	/** Whether transitions were dropped. Which ones depends on the order of arrival. */
	get isBounded(): boolean {
		return [...this.table.rows.values()].some(hosts => [...hosts.values()].some(row => row.isBounded));
	}

	toData(): CircuitsData {
		return this.table.toData(row => row);
	}

	merge(right: CircuitsData, linesBefore: number): void {
		// The circuits of the shared row came after those with their own.
		const names = [...right.keys()].sort((a, b) => Number(a === otherName) - Number(b === otherName));
		for (const name of names) {
			for (const theirs of right.get(name)?.values() ?? []) {
				this.#mergeRow(name, theirs, linesBefore);
			}
		}
	}

	#mergeRow(name: string, theirs: Readonly<CircuitRow>, linesBefore: number): void {
		const mine = this.table.row(name, '');
		mine.dropped = sumOfCounts(mine.dropped, theirs.dropped);
		mine.forgottenOpen += theirs.forgottenOpen;
		mine.forgottenSinceMs = Math.min(mine.forgottenSinceMs, theirs.forgottenSinceMs);
		mine.isBounded ||= theirs.isBounded;
		for (const [component, ms] of theirs.components) {
			this.#noteComponent(name, component, ms);
		}

		for (const transition of theirs.transitions) {
			this.#insert(transition.circuit ?? name, spotAfter({...transition, circuit: undefined}, linesBefore));
		}
	}

	#noteComponent(name: string, component: string | undefined, ms: number): void {
		const row = this.table.row(name, '');
		if (component === undefined || row === this.shared) {
			return;
		}
		const known = row.components.get(shortName(component));
		if (known === undefined ? row.components.size < maxComponents : ms < known) {
			row.components.set(shortName(component), ms);
		}
	}

	#insert(name: string, told: Transition): void {
		const row = this.table.row(name, '');
		const transition = row === this.shared ? {...told, circuit: copyOf(shortName(name))} : told;
		insertSorted(row.transitions, transition);
		row.cost += costOf(transition);
		this.#cost += costOf(transition);
		if (row.transitions.length > maxTransitions) {
			this.#halve(row);
		}
		while (this.#cost > maxCost) {
			const rows = [...this.table.rows.values()].flatMap(hosts => [...hosts.values()]);
			this.#halve(rows.reduce((costliest, each) => (each.cost > costliest.cost ? each : costliest), row));
		}
	}

	#halve(row: CircuitRow): void {
		this.#cost -= row.cost;
		halveRow(row);
		this.#cost += row.cost;
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

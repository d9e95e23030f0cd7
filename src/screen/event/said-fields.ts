import type {RowEvent} from '../../history/row.ts';
import {aliasOfPlainName, type Canonical} from '../../shared/field-names.ts';
import {plainName} from '../../shared/plain-name.ts';

/** The fields in the columns of every row. */
export const columnSlots = ['timeMs', 'level', 'component', 'event'] as const satisfies ReadonlyArray<keyof RowEvent>;

const mostFields = 200;

/**
The fields whose value the row already shows. In doubt, a field from an unusual place is shown twice rather than never.
*/
export function saidFields(event: RowEvent, slots: ReadonlyArray<keyof RowEvent>): ReadonlySet<string> {
	const keys = Object.keys(event.fields).slice(0, mostFields);
	const said = new Set<string>();
	for (const slot of slots) {
		const value = event[slot];
		const key =
			value === undefined ? undefined : usualKey(keys, slot === 'timeMs' ? 'timestamp' : slot, key => holds(event.fields[key], value));
		if (key !== undefined) {
			said.add(key);
		}
	}
	return said;
}

/** The key that a field is read from, in the reader's order of preference. */
function usualKey(keys: readonly string[], field: string, isRight: (key: string) => boolean): string | undefined {
	let best: string | undefined;
	let bestRank = Number.POSITIVE_INFINITY;
	for (const key of keys) {
		const rank = rankOf(key, field);
		if (rank < bestRank && isRight(key)) {
			best = key;
			bestRank = rank;
		}
	}
	return best;
}

// A bare `name` can mean these, too.
const isNamedBy: ReadonlySet<string> = new Set<Canonical>(['circuitName', 'cacheName']);
const lastRank = 1000;

function rankOf(key: string, field: string): number {
	const alias = aliasOfPlainName.get(plainKey(key));
	if (alias === undefined) {
		return Number.POSITIVE_INFINITY;
	}
	if (alias.slot === field) {
		return alias.priority;
	}
	const isStage = alias.slot === 'stage' && field === 'component';
	return isStage ? -1 : isNamedBy.has(field) && plainKey(key) === 'name' ? lastRank : Number.POSITIVE_INFINITY;
}

const plainKeys = new Map<string, string>(); // the same few in every row
const mostPlainKeys = 1024;
const longestKey = 64; // no alias is longer

function plainKey(key: string): string {
	if (key.length > longestKey) {
		return key;
	}
	const known = plainKeys.get(key);
	if (known !== undefined) {
		return known;
	}
	if (plainKeys.size >= mostPlainKeys) {
		plainKeys.clear();
	}
	const plain = plainName(key);
	plainKeys.set(key, plain);
	return plain;
}

/** A text must be exactly the one shown; a number or a level may be spelled differently. */
function holds(field: unknown, shown: unknown): boolean {
	if (typeof field === 'object' && field !== null) {
		return false;
	}
	return typeof field !== 'string' || typeof shown !== 'string' || field.length <= 12 || field === shown;
}

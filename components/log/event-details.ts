import type {LogRow, RowEvent} from '../../src/history/row.ts';
import {exactNumbers} from '../../src/screen/event/exact-numbers.ts';
import {columnSlots, saidFields} from '../../src/screen/event/said-fields.ts';
import {formatCount, formatElapsed, formatPercent, formatRate} from '../../src/screen/format/format.ts';
import {formatField} from '../../src/screen/format/format-value.ts';
import type {CircuitState} from '../../src/screen/look/states.ts';

type Slot = keyof RowEvent;

// Process and host are the same on nearly every row, so they come last.
const sameEverywhere = new Set(['pid', 'hostname', 'host', 'v', 'instance', 'pod']);

/**
An event's details beyond time, level, component and name: known fields in short form (`closed→open`,
`in=500 out=350 12.3ms`), then all others.
*/
export function eventDetails(event: RowEvent, row: LogRow, most: number, showsSecrets = false): string {
	const parts: string[] = [];
	const slots: Slot[] = [...columnSlots];
	shortForms(event, parts, slots);
	const said = saidFields(event, slots);
	let used = parts.reduce((sum, part) => sum + part.length + 1, 0);
	const late: string[] = [];
	for (const [key, value] of Object.entries(event.fields)) {
		if (used > most) {
			break;
		}

		if (said.has(key)) {
			continue;
		}

		const text = formatField(key, exact(value, key, row), showsSecrets);
		if (sameEverywhere.has(key)) {
			late.push(text);
		} else {
			parts.push(text);
			used += text.length + 1;
		}
	}

	return [...parts, ...late].join(' ');
}

function shortForms(event: RowEvent, parts: string[], slots: Slot[]): void {
	const {circuitName, oldState, newState, cacheName, hits, misses, hitRate, recordsIn, recordsOut, elapsedMs, throughputRps} = event;
	if (circuitName !== undefined && newState !== undefined) {
		parts.push(circuitName, oldState === undefined ? `→${stateWord(newState)}` : `${stateWord(oldState)}→${stateWord(newState)}`);
		slots.push('circuitName', 'oldState', 'newState');
	}

	const hasCounts = hits !== undefined && misses !== undefined;
	if (cacheName !== undefined && (hitRate !== undefined || hasCounts)) {
		parts.push(`${cacheName} ${formatPercent(hitRate ?? (hasCounts && hits + misses > 0 ? hits / (hits + misses) : undefined), 1)}`);
		slots.push('cacheName', 'hitRate');
		if (hasCounts) {
			parts.push(`${formatCount(hits)} hits ${formatCount(misses)} misses`);
			slots.push('hits', 'misses');
		}
	}

	if (recordsIn !== undefined) {
		parts.push(`in=${formatCount(recordsIn)}`);
		slots.push('recordsIn');
	}

	if (recordsOut !== undefined) {
		parts.push(`out=${formatCount(recordsOut)}`);
		slots.push('recordsOut');
	}

	if (elapsedMs !== undefined) {
		parts.push(formatElapsed(elapsedMs));
		slots.push('elapsedMs');
	}

	if (throughputRps !== undefined) {
		parts.push(`${formatRate(throughputRps)} rps`);
		slots.push('throughputRps');
	}
}

function stateWord(state: CircuitState): string {
	return state === 'half_open' ? 'half-open' : state;
}

/** Takes the digits of a number that is too large for a double from the line. */
function exact(value: unknown, key: string, row: LogRow): unknown {
	if (typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)) {
		return value;
	}

	const digits = exactNumbers(row).get(key);
	return digits === undefined || Number(digits) !== value ? value : digits;
}

import {plainName} from '../../shared/plain-name.ts';
import type {CircuitState} from '../event.ts';

/** Besides the three: resilience4j's states that force a circuit open or bypass it, and cockatiel's and Polly's word for the former. */
const stateOfName: ReadonlyMap<string, CircuitState> = new Map<string, CircuitState>([
	['closed', 'closed'],
	['open', 'open'],
	['halfopen', 'half_open'],
	['forcedopen', 'open'],
	['isolated', 'open'],
	['disabled', 'closed'],
	['metricsonly', 'closed'],
]);

const longestState = 16;

/** `half-open`, `halfOpen` and `HALF_OPEN` are the same state. */
export function parseCircuitState(value: unknown): CircuitState | undefined {
	return typeof value === 'string' && value.length <= longestState ? stateOfName.get(plainName(value.replaceAll(' ', ''))) : undefined;
}

/** Both states of `CLOSED_TO_OPEN`. */
export function parseStateTransition(value: unknown): {readonly from: CircuitState; readonly to: CircuitState} | undefined {
	if (typeof value !== 'string' || value.length > 2 * longestState + 4) {
		return undefined;
	}
	const [before, after, more] = value.split(/[_\s-]to[_\s-]|\s*(?:->|→)\s*/i);
	const from = parseCircuitState(before);
	const to = parseCircuitState(after);
	return from === undefined || to === undefined || more !== undefined ? undefined : {from, to};
}

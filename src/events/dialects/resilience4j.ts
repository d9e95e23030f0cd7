import type {Level} from '../event.ts';
import {parseStateTransition} from '../values/circuit-state.ts';
import type {Dialect} from './dialect.ts';
import {quantityAt, textAt, valueAt} from './pick.ts';

/**
Events of a resilience4j circuit breaker, as written by its endpoint and event consumers. A transition is a state change
of the circuit. The calls that caused it are ordinary events.

https://resilience4j.readme.io/docs/circuitbreaker
*/
export const resilience4j: Dialect = {
	name: 'resilience4j',
	markers: ['circuitBreakerName'],
	decidedBy: [],
	matches: fields => textAt(fields, 'circuitBreakerName') !== undefined && textAt(fields, 'type') !== undefined,
	read: (fields, common, reading) => {
		const type = textAt(fields, 'type') ?? common.event;
		const transition = parseStateTransition(valueAt(fields, 'stateTransition'));
		const name = textAt(fields, 'circuitBreakerName') ?? common.circuitName;
		return [
			{
				...common,
				kind: transition === undefined ? common.kind : 'circuit_state_change',
				timeMs: reading.time(valueAt(fields, 'creationTime')) ?? common.timeMs,
				level: common.level ?? (transition?.to === 'open' ? 'warn' : levelOfType.get(type ?? '')),
				component: common.component ?? name,
				event: type,
				elapsedMs: quantityAt(fields, 'durationInMs') ?? common.elapsedMs,
				circuitName: name,
				oldState: transition?.from,
				newState: transition?.to,
				reason: textAt(fields, 'errorMessage') ?? common.reason,
			},
		];
	},
};

const levelOfType: ReadonlyMap<string, Level> = new Map([
	['ERROR', 'error'],
	['NOT_PERMITTED', 'warn'],
	['SUCCESS', 'info'],
	['IGNORED_ERROR', 'info'],
	['RESET', 'info'],
	['STATE_TRANSITION', 'info'],
]);

import type {CircuitState, LogEvent} from '../event.ts';
import type {Fields} from '../fields.ts';
import {kindOf} from '../kinds.ts';
import {parseCircuitState} from '../values/circuit-state.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/** Lines with `circuitName` say what they are by themselves. */
const names = [
	'circuit',
	'breaker',
	'circuitBreaker',
	'circuit_breaker',
	'circuit_name',
	'breakerName',
	'breaker_name',
	'circuitBreakerName',
];
const states = ['newState', 'new_state', 'to', 'state', 'circuitState', 'circuit_state'];

/** What opossum emits, and what its listeners are called. */
const stateOfEvent: ReadonlyMap<string, CircuitState> = new Map([
	['open', 'open'],
	['opened', 'open'],
	['close', 'closed'],
	['closed', 'closed'],
	['halfOpen', 'half_open'],
	['half-open', 'half_open'],
]);

/**
What a program says of its circuits with a text of its own, as the hooks of opossum and cockatiel have it do: which
circuit, and its state, in words or as cockatiel's number.

https://nodeshift.dev/opossum/#circuitbreaker, https://github.com/connor4312/cockatiel#breakeronstatechange
*/
export const circuits: Dialect = {
	name: 'circuit',
	markers: names,
	decidedBy: [...states, 'event', 'type'],
	matches: fields =>
		names.some(name => textAt(fields, name) !== undefined) &&
		kindOf(textAt(fields, 'event') ?? '') === 'other' &&
		stateIn(fields) !== undefined,
	read: (fields, common) => (common.kind === 'other' ? [changed(fields, common)] : [common]),
};

function changed(fields: Fields, common: LogEvent): LogEvent {
	const state = stateIn(fields);
	return {
		...common,
		kind: state === undefined ? common.kind : 'circuit_state_change',
		level: common.level ?? (state === 'open' ? 'warn' : 'info'),
		event: textAt(fields, 'msg') ?? textAt(fields, 'message') ?? common.event,
		circuitName: common.circuitName ?? names.map(name => textAt(fields, name)).find(name => name !== undefined),
		newState: state ?? common.newState,
	};
}

function stateIn(fields: Fields): CircuitState | undefined {
	const said = states.map(key => valueAt(fields, key)).map(value => parseCircuitState(value) ?? ofNumber(value));
	return said.find(state => state !== undefined) ?? stateOfEvent.get(textAt(fields, 'event') ?? textAt(fields, 'type') ?? '');
}

/** cockatiel's enumeration: closed, open, half-open, and isolated, which lets nothing through either. */
function ofNumber(value: unknown): CircuitState | undefined {
	return typeof value === 'number' ? (['closed', 'open', 'half_open', 'open'] as const)[value] : undefined;
}

const changes = [
	['OnCircuitOpened', 'open', 'error'],
	['OnCircuitClosed', 'closed', 'info'],
	['OnCircuitHalfOpened', 'half_open', 'warn'],
] as const;

/**
The same in texts: resilience4j's and Polly's.

https://github.com/resilience4j/resilience4j, CircuitBreakerOnStateTransitionEvent.java
https://www.pollydocs.org/advanced/telemetry
*/
export const circuitTexts: Dialect = {
	name: 'circuit-text',
	markers: [],
	matches: () => false,
	rules: [
		{
			name: 'resilience4j text: state changed',
			match: "CircuitBreaker '(?<circuitName>[^']+)' changed state from (?<from>[A-Z_]+) to (?<to>[A-Z_]+)",
			is: 'circuit_state_change',
		},
		...changes.map(([event, state, level]) => ({
			name: `polly text: ${event}`,
			match: `EventName: '${event}', Source: '(?<circuitName>[^/']+).*Result: '(?<reason>.*)'$`,
			is: 'circuit_state_change' as const,
			newState: {text: state},
			level: {text: level},
		})),
	],
};

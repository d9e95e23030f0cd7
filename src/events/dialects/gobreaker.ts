import {parseCircuitState} from '../values/circuit-state.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
A change of a gobreaker circuit, as its `OnStateChange` hook gives it: name, from, to. The text is the program's own.

https://pkg.go.dev/github.com/sony/gobreaker
*/
export const gobreaker: Dialect = {
	name: 'gobreaker',
	markers: ['from', 'to'],
	decidedBy: ['from', 'to'],
	matches: fields =>
		parseCircuitState(valueAt(fields, 'from')) !== undefined &&
		parseCircuitState(valueAt(fields, 'to')) !== undefined &&
		(textAt(fields, 'name') ?? textAt(fields, 'breaker') ?? textAt(fields, 'circuit')) !== undefined,
	read: (fields, common) => [
		{
			...common,
			kind: 'circuit_state_change',
			circuitName: common.circuitName ?? textAt(fields, 'name'),
			oldState: parseCircuitState(valueAt(fields, 'from')),
			newState: parseCircuitState(valueAt(fields, 'to')),
		},
	],
};

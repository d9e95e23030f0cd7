import type {CircuitState} from '../event.ts';
import type {Fields} from '../fields.ts';
import {textAt} from './pick.ts';

const stateOfEvent: ReadonlyMap<string, CircuitState> = new Map([
	['OnCircuitOpened', 'open'],
	['OnCircuitClosed', 'closed'],
	['OnCircuitHalfOpened', 'half_open'],
]);

/**
What Polly's telemetry says of a circuit: the pipeline's name and the state it is in now.

https://www.pollydocs.org/advanced/telemetry
*/
export function pollyCircuit(fields: Fields): {readonly name: string; readonly state: CircuitState} | undefined {
	const state = stateOfEvent.get(textAt(fields, 'EventName') ?? '');
	const name = textAt(fields, 'PipelineName') ?? textAt(fields, 'StrategyName');
	return state === undefined || name === undefined ? undefined : {name, state};
}

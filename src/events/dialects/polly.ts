import type {CircuitState} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

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

/**
Polly's events in the JSON of .NET's console (`State`), of Serilog (`Properties`) or without a wrapper.

https://learn.microsoft.com/en-us/dotnet/core/extensions/console-log-formatter
*/
export const polly: Dialect = {
	name: 'polly',
	markers: ['State', 'Properties', 'PipelineName'],
	matches: fields => pollyCircuit(inner(fields)) !== undefined,
	read: (fields, common) => {
		const said = inner(fields);
		const circuit = pollyCircuit(said);
		return [
			circuit === undefined
				? common
				: {
						...common,
						kind: 'circuit_state_change',
						circuitName: circuit.name,
						newState: circuit.state,
						event: textAt(said, 'EventName') ?? common.event,
						reason: textAt(said, 'Result') ?? common.reason,
					},
		];
	},
};

function inner(fields: Fields): Fields {
	return [valueAt(fields, 'State'), valueAt(fields, 'Properties')].find(isFields) ?? fields;
}

import type {CircuitState} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

/**
The metrics stream of Netflix Hystrix and of Turbine over it. Each sample of a command says how its circuit stands, so that one which was open for a single sample
is a trip. The counts roll over ten seconds and can't be added up; they are left in the fields.
*/
export const hystrix: Dialect = {
	name: 'hystrix',
	markers: ['type'],
	decidedBy: ['type'],
	matches: fields => /^Hystrix(?:Command|ThreadPool|Collapser)$/.test(textAt(fields, 'type') ?? ''),
	read: (fields, common, reading) => {
		const state = stateOf(fields);
		const name = textAt(fields, 'name');
		return [
			{
				...common,
				kind: state === undefined ? 'other' : 'circuit_state_change',
				timeMs: reading.time(valueAt(fields, 'currentTime')) ?? common.timeMs,
				level: state === 'open' ? 'warn' : 'info',
				component: name ?? common.component,
				event: textAt(fields, 'type') ?? common.event,
				circuitName: state === undefined ? undefined : name,
				newState: state,
			},
		];
	},
};

/** Turbine counts the hosts that say true and false, where they differ; one open circuit is an open one. */
function stateOf(fields: Fields): CircuitState | undefined {
	const isOpen = valueAt(fields, 'isCircuitBreakerOpen');
	if (typeof isOpen === 'boolean') {
		return isOpen ? 'open' : 'closed';
	}
	if (typeof isOpen === 'string') {
		return isOpen === 'true' ? 'open' : isOpen === 'false' ? 'closed' : undefined;
	}
	return isFields(isOpen) ? (valueAt(isOpen, 'true') === undefined ? 'closed' : 'open') : undefined;
}

import type {CircuitState} from '../event.ts';
import {type Fields, isFields} from '../fields.ts';
import type {Dialect} from './dialect.ts';
import {quantityAt, textAt, valueAt} from './pick.ts';

/**
The metrics stream of Netflix Hystrix, also through Turbine. Each sample of a command carries the circuit's state, so a
circuit that is open in just one sample has tripped. The counts are rolling over ten seconds and can't be added up, so
they stay in the fields; but they tell how many of the answers came from the command's cache.
*/
export const hystrix: Dialect = {
	name: 'hystrix',
	markers: ['type'],
	decidedBy: ['type'],
	matches: fields => /^Hystrix(?:Command|ThreadPool|Collapser)$/.test(textAt(fields, 'type') ?? ''),
	read: (fields, common, reading) => {
		const state = stateOf(fields);
		const name = textAt(fields, 'name');
		const hitRate = hitRateOf(fields);
		const sample = {
			...common,
			timeMs: reading.time(valueAt(fields, 'currentTime')) ?? common.timeMs,
			component: name ?? common.component,
			event: textAt(fields, 'type') ?? common.event,
		};
		return [
			{
				...sample,
				kind: state === undefined ? 'other' : 'circuit_state_change',
				level: state === 'open' ? 'warn' : 'info',
				circuitName: state === undefined ? undefined : name,
				newState: state,
			},
			...(hitRate === undefined ? [] : [{...sample, kind: 'cache_stats' as const, level: 'info' as const, cacheName: name, hitRate}]),
		];
	},
};

/** When the hosts differ, Turbine counts how many say true and how many say false. One open circuit counts as open. */
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

/** `undefined` for a command that answered nothing from its cache: most have none. */
function hitRateOf(fields: Fields): number | undefined {
	const hits = quantityAt(fields, 'rollingCountResponsesFromCache') ?? 0;
	return hits > 0 ? hits / (hits + (quantityAt(fields, 'requestCount') ?? 0)) : undefined;
}

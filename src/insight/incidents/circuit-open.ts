import {compareSpots} from '../../series/place.ts';
import {circuitTimelines} from '../circuit-timelines.ts';
import type {Scope} from './detector.ts';
import type {Stretch} from './stretch.ts';

/** A circuit that isn't closed, from its opening until it closes again; that it probes (half-open) in between is no end. */
export function circuitsOpen({series, endMs}: Scope): Stretch[] {
	const knownMs = (ms: number) => (series.bucketOf(ms) + 1) * series.stepMs;
	return circuitTimelines(series, endMs).flatMap(({name, changes}) => {
		const transitions = series.circuits.table.rows.get(name)?.get('')?.transitions ?? [];
		const stretches: Stretch[] = [];
		let open: Stretch | undefined;
		for (const change of changes) {
			if (change.state === 'closed') {
				if (open !== undefined) {
					stretches.push({...open, endMs: change.ms, endKnownMs: knownMs(change.ms)});
					open = undefined;
				}
			} else if (open === undefined) {
				const own = transitions.find(transition => compareSpots(transition, change) === 0);
				open = {
					kind: 'circuit_open',
					subject: name,
					startMs: change.ms,
					endMs: undefined,
					foundMs: knownMs(change.ms),
					endKnownMs: undefined,
					before: undefined,
					worst: undefined,
					reason: own?.reason,
					failures: own?.failures,
				};
			}
		}

		return open === undefined ? stretches : [...stretches, open];
	});
}

import type {StageView} from '../../insight/snapshot.ts';
import {presentRps} from '../format/past-rate.ts';
import type {StageSort} from './ui-state.ts';

/**
The stages in the chosen order: slowest, busiest, highest latency or most errors first; unknown values last; ties in
pipeline order.
*/
export function sortedStages(stages: readonly StageView[], sort: StageSort): readonly StageView[] {
	switch (sort) {
		case 'pipeline':
			return stages;
		case 'throughput':
			return ascending(stages, presentRps);
		case 'busy':
			return ascending(stages, stage => negated(stage.busy));
		case 'p95':
			return ascending(stages, stage => negated(stage.latencyMs?.p95));
		case 'errors':
			return ascending(stages, stage => negated(stage.errors));
		case 'name':
			return stages.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
	}
}

function ascending(stages: readonly StageView[], keyOf: (stage: StageView) => number | undefined): readonly StageView[] {
	const key = (stage: StageView): number => {
		const value = keyOf(stage);
		return value === undefined || Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
	};
	return stages.toSorted((a, b) => (key(a) === key(b) ? 0 : key(a) - key(b)));
}

function negated(value: number | undefined): number | undefined {
	return value === undefined ? undefined : -value;
}

import type {CircuitView, Snapshot, StageView} from '../../src/insight/snapshot.ts';
import {formatAge} from '../../src/screen/format/format.ts';
import {pastText} from '../../src/screen/format/past-rate.ts';

const mostTold = 3;

/**
What is wrong at other stages than the bottleneck: circuits that aren't closed, and stages whose attempts fail. Such a
stage has no rate of now, so it can't be the bottleneck, but nothing is more worth knowing.
*/
export function troublesElsewhere({bottleneck, circuits, stages, atMs}: Snapshot): readonly string[] {
	const guarded = new Set(circuits.flatMap(circuit => (circuit.state === 'closed' ? [] : (circuit.stages ?? []))));
	const down = circuits.filter(({state, stages: ofIt}) => state !== 'closed' && ofIt?.includes(bottleneck?.stage ?? '') === false);
	const failing = stages.filter(stage => stage.isPast && stage.failures > 0 && !guarded.has(stage.name));
	const texts = [
		...down.map(circuit => circuitText(circuit, stages, atMs)),
		...failing.map(stage => `${stage.name} fails, last completed ${pastText(stage, atMs)}`),
	];
	return texts.length <= mostTold ? texts : [...texts.slice(0, mostTold - 1), `${texts.length - mostTold + 1} more in trouble`];
}

function circuitText({name, state, sinceMs, stages: guarded = []}: CircuitView, stages: readonly StageView[], atMs: number | undefined) {
	const age = sinceMs === undefined || atMs === undefined ? '' : ` ${formatAge(atMs - sinceMs)}`;
	const idle = stages.find(stage => guarded.includes(stage.name) && (stage.isPast || stage.completions === 0));
	return `circuit ${name} ${state === 'open' ? 'open' : 'half-open'}${age}${idle === undefined ? '' : `: ${idle.name} completes nothing`}`;
}

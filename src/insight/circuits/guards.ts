import {plainName} from '../../shared/plain-name.ts';
import type {CircuitTimeline} from './circuit-timelines.ts';

/** Whether a circuit is that of a stage: by its name, or because the stage wrote events of it. */
export function guards({name, components}: Pick<CircuitTimeline, 'name' | 'components'>, stage: string): boolean {
	return resembles(name, stage) || components.some(component => plainName(component) === plainName(stage));
}

/** `enrichmentService` is the circuit of `enrichment`, whichever of the two is longer. */
function resembles(a: string, b: string): boolean {
	const [long, short] = [plainName(a), plainName(b)].sort((x, y) => y.length - x.length);
	return long !== undefined && short !== undefined && short.length >= 3 && long.includes(short);
}

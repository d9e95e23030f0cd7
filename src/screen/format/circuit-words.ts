import type {CircuitView} from '../../insight/snapshot.ts';
import {formatCountWithin} from './format.ts';

/** `trips 18  probes 216, 198 failed`: how often it opened, and how it was probed while it was open. */
export function tripsText({trips, probes, failedProbes}: CircuitView, gap = '  '): string {
	const of = failedProbes === 0 ? '' : failedProbes === probes ? ' failed' : `, ${formatCountWithin(failedProbes, 7)} failed`;
	const probed = probes > 0 ? `${gap}probes ${formatCountWithin(probes, 7)}${of}` : '';
	return `trips ${formatCountWithin(trips, 7)}${probed}`;
}

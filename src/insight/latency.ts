import type {Latencies} from '../series/latencies.ts';
import {binCount, middleOf} from '../series/latency-bins.ts';
import type {WorkRow} from '../series/stages.ts';
import type {LatencyMs} from './snapshot.ts';

/**
The latency of rows over the buckets `(after, through]`, by nearest rank in histograms whose bins are at most 1.6 % wide.

@param max - The longest of them, exactly.
*/
export function latencyOf(
	latencies: Latencies,
	rows: readonly WorkRow[],
	after: number,
	through: number,
	max: number,
): LatencyMs | undefined {
	const counts = new Float64Array(binCount);
	for (const row of rows) {
		latencies.collect(row.latencies, after, through, counts);
	}

	const total = counts.reduce((sum, count) => sum + count, 0);
	if (total === 0) {
		return undefined;
	}

	const at = (quantile: number) => Math.min(quantileOf(counts, Math.ceil(quantile * total)), max);
	return {p50: at(0.5), p95: at(0.95), p99: at(0.99), max};
}

function quantileOf(counts: Float64Array, rank: number): number {
	let seen = 0;
	for (let bin = 0; bin < counts.length; bin++) {
		seen += counts[bin] ?? 0;
		if (seen >= rank) {
			return middleOf(bin);
		}
	}

	return middleOf(counts.length - 1);
}

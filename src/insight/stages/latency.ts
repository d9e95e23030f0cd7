import {BinCounts} from '../../series/latencies/bin-counts.ts';
import type {Latencies} from '../../series/latencies/latencies.ts';
import type {WorkRow} from '../../series/stages.ts';
import type {LatencyMs} from '../snapshot.ts';

const counts = new BinCounts(); // shared by all queries, because creating one takes longer than a query

/**
The latency of rows over the buckets `(after, through]`, by nearest rank in histograms with bins at most 1.6 % wide.

@param max - The longest of them, exactly.
*/
export function latencyOf(
	latencies: Latencies,
	rows: readonly WorkRow[],
	after: number,
	through: number,
	max: number,
): LatencyMs | undefined {
	counts.clear();
	for (const row of rows) {
		latencies.collect(row.latencies, after, through, counts);
	}

	if (counts.total === 0) {
		return undefined;
	}

	const at = (share: number) => Math.min(counts.quantile(share), max);
	return {p50: at(0.5), p95: at(0.95), p99: at(0.99), max};
}

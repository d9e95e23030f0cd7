import type {CircuitState} from '../events/event.ts';
import {round} from '../shared/round.ts';
import {type CacheInfo, hitRate} from './cache.ts';
import {StructuredLogger} from './structured-logger.ts';

/** The health of a pipeline by its own account; `null` means nothing was recorded yet. */
export type HealthReport = {
	/** `DEGRADED` while a circuit is open. */
	readonly status: 'HEALTHY' | 'DEGRADED';
	readonly batchCount: number;
	readonly totalAlerts: number;
	readonly openCircuits: readonly string[];
	/** The slowest stage of the last batch that had any, and its rate in records per second (1 decimal). */
	readonly bottleneckStage: string | null;
	readonly bottleneckRps: number | null;
	/** Mean rate of the slowest stage over the last 10 batches, in records per second (1 decimal). */
	readonly meanRecentThroughputRps: number | null;
	/** Hit rate by cache, 0..1 (3 decimals); a cache that was never used is left out. */
	readonly cacheHitRates: Readonly<Record<string, number>>;
	/** In KiB (1 decimal). */
	readonly peakMemoryKb: number;
};

/**
Collects the figures of each batch and logs the pipeline's health on demand, as `pipeline_health`.

```ts
const dashboard = new PipelineHealthDashboard();
dashboard.recordBatch({ingest: 5210, feature: 943.2}, {enrichmentService: circuit.state}, {calibration: cache.cacheInfo()}, 2);
dashboard.healthReport(87.3);
```
*/
export class PipelineHealthDashboard {
	readonly #logger: StructuredLogger;
	readonly #recentRps: number[] = [];
	#batchCount = 0;
	#totalAlerts = 0;
	#bottleneck: {readonly stage: string; readonly rps: number} | undefined;
	#openCircuits: readonly string[] = [];
	#cacheHitRates: Readonly<Record<string, number>> = {};

	constructor({logger = new StructuredLogger('pipeline')}: {readonly logger?: StructuredLogger} = {}) {
		this.#logger = logger;
	}

	/**
	@param stageThroughputs - Records per second of each stage that completed the batch.
	@param circuitStates - The state of every circuit; one that is left out counts as closed.
	@param cacheInfo - The totals of every cache since the start.
	*/
	recordBatch(
		stageThroughputs: Readonly<Record<string, number>>,
		circuitStates: Readonly<Record<string, CircuitState>>,
		cacheInfo: Readonly<Record<string, CacheInfo>>,
		alertsThisBatch: number,
	): void {
		this.#batchCount++;
		this.#totalAlerts += alertsThisBatch;
		this.#openCircuits = Object.keys(circuitStates).filter(name => circuitStates[name] === 'open');
		this.#cacheHitRates = Object.fromEntries(
			Object.entries(cacheInfo).flatMap(([name, info]) => {
				const rate = hitRate(info, 3);
				return rate === undefined ? [] : [[name, rate]];
			}),
		);
		const slowest = slowestOf(stageThroughputs);
		if (slowest !== undefined) {
			this.#bottleneck = slowest;
			this.#recentRps.push(slowest.rps);
			this.#recentRps.splice(0, this.#recentRps.length - recentBatches);
		}
	}

	/**
	Logs `pipeline_health` and returns it.

	@param peakMemoryKb - In KiB. Default: the peak resident set size of the process.
	*/
	healthReport(peakMemoryKb: number = process.resourceUsage().maxRSS): HealthReport {
		const recent = this.#recentRps;
		const report: HealthReport = {
			status: this.#openCircuits.length > 0 ? 'DEGRADED' : 'HEALTHY',
			batchCount: this.#batchCount,
			totalAlerts: this.#totalAlerts,
			openCircuits: this.#openCircuits,
			bottleneckStage: this.#bottleneck?.stage ?? null,
			bottleneckRps: this.#bottleneck === undefined ? null : round(this.#bottleneck.rps, 1),
			meanRecentThroughputRps: recent.length === 0 ? null : round(recent.reduce((sum, rps) => sum + rps, 0) / recent.length, 1),
			cacheHitRates: this.#cacheHitRates,
			peakMemoryKb: round(peakMemoryKb, 1),
		};
		this.#logger.log(report.status === 'DEGRADED' ? 'warn' : 'info', 'pipeline_health', report);
		return report;
	}
}

const recentBatches = 10;

/** The first one if several are equal, as with Python's `min`. */
function slowestOf(throughputs: Readonly<Record<string, number>>): {readonly stage: string; readonly rps: number} | undefined {
	const known = Object.entries(throughputs).filter(([, rps]) => Number.isFinite(rps));
	const [first, ...others] = known.map(([stage, rps]) => ({stage, rps}));
	return first === undefined ? undefined : others.reduce((slowest, other) => (other.rps < slowest.rps ? other : slowest), first);
}

import type {CircuitState} from '../events/event.ts';
import {round} from '../shared/round.ts';
import {type CacheInfo, hitRate} from './cache.ts';
import {StructuredLogger} from './structured-logger.ts';

/** How a pipeline is, by its own account; `null` where nothing was recorded yet. */
export type HealthReport = {
	/** `DEGRADED` while a circuit is open. */
	readonly status: 'HEALTHY' | 'DEGRADED';
	readonly batchCount: number;
	readonly totalAlerts: number;
	readonly openCircuits: readonly string[];
	/** The slowest stage of the last batch, in records per second (1 decimal). */
	readonly bottleneckStage: string | null;
	readonly bottleneckRps: number | null;
	/** The mean over the last 10 batches of each one's slowest stage (1 decimal). */
	readonly meanRecentThroughputRps: number | null;
	/** 0..1, 3 decimals; a cache that was never used is left out. */
	readonly cacheHitRates: Readonly<Record<string, number>>;
	/** KiB, 1 decimal. */
	readonly peakMemoryKb: number;
};

/**
Gathers what each batch did and reports, on demand, how the pipeline is: `pipeline_health`.

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
	@param circuitStates - Of every circuit; one that is left out counts as closed.
	@param cacheInfo - Of every cache, since the start.
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

	@param peakMemoryKb - Default: the most memory the process ever held (its peak resident set).
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

/** The first of equals, as Python's `min` has it. */
function slowestOf(throughputs: Readonly<Record<string, number>>): {readonly stage: string; readonly rps: number} | undefined {
	const known = Object.entries(throughputs).filter(([, rps]) => Number.isFinite(rps));
	const [first, ...others] = known.map(([stage, rps]) => ({stage, rps}));
	return first === undefined ? undefined : others.reduce((slowest, other) => (other.rps < slowest.rps ? other : slowest), first);
}

import {
	announce,
	Cache,
	Circuit,
	InstrumentedStage,
	type LogFields,
	PipelineHealthDashboard,
	type StructuredLogger,
} from '../src/pipeline/index.ts';
import {EnrichmentClient} from './enrichment-client.ts';
import {EnrichmentService} from './enrichment-service.ts';
import type {Pace} from './pace.ts';
import type {Random} from './random.ts';
import type {EnrichedReading, FeaturedReading, Reading} from './reading.ts';
import type {Trouble} from './scenario.ts';
import {readGateway, sensorCount} from './sensor-gateway.ts';
import {type Calibration, Calibrator} from './stages/calibrator.ts';
import {DigestSink} from './stages/digest-sink.ts';
import {Enricher} from './stages/enricher.ts';
import {FeatureExtractor} from './stages/feature-extractor.ts';
import {Normalizer} from './stages/normalizer.ts';
import {SensorIngest} from './stages/sensor-ingest.ts';
import {ThresholdFilter} from './stages/threshold-filter.ts';

/** Seven instrumented stages, a cache, a circuit and the service behind it, which process batches one by one. */
export class DemoPipeline {
	readonly #log: StructuredLogger;
	readonly #pace: Pace;
	readonly #random: Random;
	readonly #service: EnrichmentService;
	readonly #client: EnrichmentClient;
	readonly #circuit: Circuit;
	readonly #calibrations: Cache<string, Calibration>;
	readonly #dashboard: PipelineHealthDashboard;
	readonly #feature: FeatureExtractor;
	readonly #stages: ReturnType<DemoPipeline['createStages']>;
	#batches = 0;

	/** @param random - For the readings only, so that the number of retries doesn't change them. */
	constructor(log: StructuredLogger, pace: Pace, random: Random) {
		this.#log = log;
		this.#pace = pace;
		this.#random = random;
		this.#service = new EnrichmentService(() => pace.work(0.12));
		this.#client = new EnrichmentClient(() => this.#service.port);
		this.#circuit = new Circuit('enrichmentService', {
			logger: log.child('enrichment'),
			failures: 5,
			openMs: 10 * pace.periodMs + 10,
			retries: 3,
			retryDelayMs: 0.2 * pace.periodMs,
			timeoutMs: 5000,
			random: pace.uniform,
		});
		this.#calibrations = new Cache('calibration', {maxSize: sensorCount * 2, logger: log.child('calibration')});
		this.#dashboard = new PipelineHealthDashboard({logger: log});
		this.#feature = new FeatureExtractor(pace);
		this.#stages = this.createStages();
	}

	async start(): Promise<void> {
		await this.#service.become('up');
		announce(Object.values(this.#stages), {logger: this.#log});
	}

	/** Runs a batch from the gateway to the sink, with some trouble. */
	async runBatch(trouble: Trouble): Promise<void> {
		await this.#service.become(trouble.service);
		this.#feature.slowdown = trouble.featureSlowdown;
		this.#expireCalibrations(trouble.isCacheCold);
		const {ingest, calibration, normalize, filter, feature, sink} = this.#stages;
		const messages = readGateway(this.#random, Math.round(this.#pace.clock.epochMs()), trouble.brokenShare);
		const readings = await ingest.process(messages);
		const calibrated = await calibration.process(readings);
		const normalized = await normalize.process(calibrated);
		const kept = await filter.process(normalized);
		const featured = await feature.process(kept);
		const {records, alerts} = await this.#enrich(featured);
		await sink.process(records);
		this.#batches++;
		this.#report(alerts + this.#alertOnSpikes(normalized));
	}

	/** Logs a last health report and shuts down. */
	async end(): Promise<void> {
		this.#dashboard.healthReport();
		this.#client.close();
		await this.#service.become('down');
	}

	private createStages() {
		const log = (component: string) => this.#log.child(component);
		const pace = this.#pace;
		const filterLog = log('filter');
		const ingestLog = log('ingest');
		return {
			ingest: new InstrumentedStage(ingestLog, new SensorIngest(pace, ingestLog)),
			calibration: new InstrumentedStage(log('calibration'), new Calibrator(pace, this.#random, this.#calibrations)),
			normalize: new InstrumentedStage(log('normalize'), new Normalizer(pace)),
			filter: new InstrumentedStage(filterLog, new ThresholdFilter(pace, filterLog)),
			feature: new InstrumentedStage(log('feature'), this.#feature),
			enrichment: new InstrumentedStage(log('enrichment'), new Enricher(this.#client, this.#circuit)),
			sink: new InstrumentedStage(log('sink'), new DigestSink(pace)),
		};
	}

	/** Some sensors are recalibrated between two batches; all of them if the laboratory's database was restored. */
	#expireCalibrations(isAll: boolean): void {
		if (isAll) {
			this.#calibrations.clear();
		} else if (this.#random.uniform() < 0.5) {
			this.#calibrations.delete(`sensor-${this.#random.below(sensorCount)}`);
		}
	}

	/** Without the service, readings are passed on as they are: a late reading is worse than one without a site. */
	async #enrich(records: readonly FeaturedReading[]): Promise<{readonly records: readonly EnrichedReading[]; readonly alerts: number}> {
		try {
			return {records: await this.#stages.enrichment.process(records), alerts: 0};
		} catch {
			this.#alert({rule: 'enrichment_skipped', value: records.length});
			return {records, alerts: 1};
		}
	}

	#alertOnSpikes(records: readonly Reading[]): number {
		const spikes = records.filter(({value}) => value > spikeValue);
		for (const {sensorId, value} of spikes) {
			this.#alert({rule: 'spike', sensorId, value: Number(value.toFixed(1))});
		}
		return spikes.length;
	}

	#alert(fields: LogFields): void {
		this.#log.warn('alert', fields);
	}

	#report(alerts: number): void {
		const throughputs = Object.entries(this.#stages).flatMap(([name, {lastThroughputRps}]) =>
			lastThroughputRps === undefined ? [] : [[name, lastThroughputRps] as const],
		);
		this.#dashboard.recordBatch(
			Object.fromEntries(throughputs),
			{[this.#circuit.name]: this.#circuit.state},
			{[this.#calibrations.name]: this.#calibrations.cacheInfo()},
			alerts,
		);
		if (this.#batches % reportEveryBatches === 0) {
			this.#calibrations.logStats();
			this.#dashboard.healthReport();
		}
	}
}

const reportEveryBatches = 5;
const spikeValue = 200; // no healthy sensor reads twice the top of its range

import type {Circuit} from '../../src/pipeline/index.ts';
import type {EnrichmentClient} from '../enrichment-client.ts';
import type {EnrichedReading, FeaturedReading} from '../reading.ts';

export class Enricher {
	static readonly description = 'Adds the site of each sensor, from the enrichment service.';
	readonly #client: EnrichmentClient;
	readonly #circuit: Circuit;

	constructor(client: EnrichmentClient, circuit: Circuit) {
		this.#client = client;
		this.#circuit = circuit;
	}

	async process(records: readonly FeaturedReading[]): Promise<readonly EnrichedReading[]> {
		const sensorIds = [...new Set(records.map(({sensorId}) => sensorId))];
		const sites = await this.#circuit.call(({signal}) => this.#client.sitesOf(sensorIds, signal));
		return records.map(record => ({...record, ...sites.get(record.sensorId)}));
	}
}

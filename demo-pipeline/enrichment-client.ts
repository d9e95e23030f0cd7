import {once} from 'node:events';
import {Agent, type IncomingMessage, request} from 'node:http';
import type {Site} from './reading.ts';

/** Asks the enrichment service over HTTP for the sites of sensors. */
export class EnrichmentClient {
	readonly #agent = new Agent({keepAlive: true});
	readonly #port: () => number;

	constructor(port: () => number) {
		this.#port = port;
	}

	/** @throws if the service can't be reached, doesn't answer in time or answers with an error. */
	async sitesOf(sensorIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, Site>> {
		const outgoing = request({host: '127.0.0.1', port: this.#port(), method: 'POST', path: '/sites', agent: this.#agent, signal});
		outgoing.end(sensorIds.join('\n'));
		const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
		let body = '';
		for await (const chunk of response) {
			body += String(chunk);
		}
		if (response.statusCode !== 200) {
			throw new Error(`enrichment service answered ${response.statusCode}`);
		}
		const sites: unknown = JSON.parse(body);
		return new Map(Object.entries(sites ?? {}).filter(isSiteEntry));
	}

	close(): void {
		this.#agent.destroy();
	}
}

function isSiteEntry(entry: [string, unknown]): entry is [string, Site] {
	const [, site] = entry;
	return typeof site === 'object' && site !== null && 'site' in site && 'floor' in site;
}

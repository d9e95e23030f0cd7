import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';

/**
The service that the pipeline depends on; it knows the site of each sensor. A real HTTP server on loopback, so it can
really go down.
*/
export class EnrichmentService {
	readonly #respond: () => Promise<void>;
	#server: Server | undefined;
	#port = 0;
	#isFlaky = false;
	#requests = 0;

	/** @param respond - How long it takes to answer. */
	constructor(respond: () => Promise<void>) {
		this.#respond = respond;
	}

	/** Stays the same once the service has been up. */
	get port(): number {
		return this.#port;
	}

	/** Changes the state of the service; a flaky one answers every other request with 503. */
	async become(state: 'up' | 'flaky' | 'down'): Promise<void> {
		this.#isFlaky = state === 'flaky';
		if (state === 'down') {
			await this.#close();
		} else {
			await this.#listen();
		}
	}

	async #listen(): Promise<void> {
		if (this.#server !== undefined) {
			return;
		}
		const server = createServer((request, response) => void this.#answer(request, response));
		server.listen(this.#port, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		this.#port = typeof address === 'object' && address !== null ? address.port : 0;
		this.#server = server;
	}

	async #close(): Promise<void> {
		const server = this.#server;
		if (server === undefined) {
			return;
		}
		this.#server = undefined;
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		await closed;
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		let body = '';
		for await (const chunk of request) {
			body += String(chunk);
		}
		await this.#respond();
		this.#requests++;
		if (this.#isFlaky && this.#requests % 2 === 1) {
			response.writeHead(503).end();
			return;
		}
		const sites = Object.fromEntries(body.split('\n').map(sensorId => [sensorId, siteOf(sensorId)]));
		response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(sites));
	}
}

function siteOf(sensorId: string): {readonly site: string; readonly floor: number} {
	const number = Number(sensorId.split('-')[1]);
	return {site: `site-${number % 8}`, floor: Math.floor(number / 8) % 5};
}

import type {StreamPiece} from '../protocol.ts';

const gatherMs = 10; // a message costs as much as folding 100 lines, and nobody notices 10 ms
const fullBytes = 64 * 1024; // enough for a message by itself
const mostWaitingBytes = 1024 * 1024;

type Gathered = {readonly stream: StreamPiece['stream']; readonly chunks: Uint8Array[]; readonly arrivedMs: number};

/**
Gathers the small chunks of a pipeline that writes line by line into fewer messages to the engine. The first chunk after
a pause is sent immediately.
*/
export class ChunkGatherer {
	readonly #send: (pieces: readonly StreamPiece[]) => Promise<void>;
	#gathered: Gathered[] = [];
	#bytes = 0;
	#sentAtMs = Number.NEGATIVE_INFINITY;
	#sending: Promise<void> | undefined;
	#timer: NodeJS.Timeout | undefined;

	/** @param send - Resolves when the pieces were taken; only then are the next ones sent. */
	constructor(send: (pieces: readonly StreamPiece[]) => Promise<void>) {
		this.#send = send;
	}

	/** Resolves when the caller may push more. */
	async push(stream: StreamPiece['stream'], bytes: Uint8Array, arrivedMs: number): Promise<void> {
		const last = this.#gathered.at(-1);
		if (last?.stream === stream) {
			last.chunks.push(bytes);
		} else {
			this.#gathered.push({stream, chunks: [bytes], arrivedMs});
		}
		this.#bytes += bytes.length;
		this.#schedule();
		if (this.#bytes >= mostWaitingBytes) {
			await this.flush();
		}
	}

	/** Sends everything that waits. Resolves when it was taken. */
	async flush(): Promise<void> {
		while (this.#sending !== undefined) {
			await this.#sending;
		}
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#gathered.length === 0) {
			return;
		}
		const pieces = this.#gathered.map(({stream, chunks, arrivedMs}) => ({stream, bytes: joined(chunks), arrivedMs}));
		this.#gathered = [];
		this.#bytes = 0;
		this.#sentAtMs = performance.now();
		this.#sending = this.#send(pieces);
		await this.#sending;
		this.#sending = undefined;
		if (this.#gathered.length > 0) {
			this.#schedule();
		}
	}

	#schedule(): void {
		if (this.#timer === undefined && this.#sending === undefined) {
			const dueInMs = this.#bytes >= fullBytes ? 0 : this.#sentAtMs + gatherMs - performance.now();
			if (dueInMs > 0) {
				this.#timer = setTimeout(() => void this.flush(), dueInMs);
			} else {
				void this.flush();
			}
		} else if (this.#bytes >= fullBytes && this.#sending === undefined) {
			void this.flush();
		}
	}
}

/**
Joins chunks in memory that can be transferred to another thread. A large chunk usually has its own buffer already;
small ones share Node's pool.
*/
function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const [first] = chunks;
	if (chunks.length === 1 && first?.buffer instanceof ArrayBuffer && first.byteLength === first.buffer.byteLength) {
		return new Uint8Array(first.buffer);
	}
	const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
	let at = 0;
	for (const chunk of chunks) {
		whole.set(chunk, at);
		at += chunk.length;
	}
	return whole;
}

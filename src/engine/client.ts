import {EngineMessages} from './engine-messages.ts';
import {takeEngineThread} from './engine-thread.ts';
import {ChunkGatherer} from './live/chunk-gatherer.ts';
import type {Engine, EngineOptions, FromEngine, StreamPiece, ToEngine} from './protocol.ts';

const stopWithinMs = 2000;

/** Starts the engine in a worker thread. Handle `failed`: it rejects when something goes wrong there. */
export function startEngine(options: EngineOptions): Engine {
	const worker = takeEngineThread();
	const send = (message: ToEngine, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
	const messages = new EngineMessages(() => send({type: 'seen'}));
	const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));
	worker.on('error', error => messages.failure.reject(error));
	worker.on('message', (message: FromEngine) => messages.receive(message));
	send({type: 'start', options});

	const gathererOf = gatherers((source, pieces) => {
		const taken = messages.taken.next(source);
		send(
			{type: 'pieces', source, pieces},
			pieces.map(({bytes}) => bytes.buffer),
		);
		return Promise.race([taken, exited]);
	});
	let lastId = 0;
	return {
		onAlert(listener) {
			messages.alertListeners.push(listener);
		},
		onFrame(listener) {
			messages.frameListeners.push(listener);
		},
		push: (source, stream, bytes) => gathererOf(source).push(stream, bytes, performance.timeOrigin + performance.now()),
		end(source) {
			void gathererOf(source)
				.flush()
				.then(() => send({type: 'end', source}));
		},
		ended: source => messages.ended.next(source),
		setFilter: filter => send({type: 'filter', filter}),
		setPage: request => send({type: 'page', request}),
		moveCursor: move => send({type: 'cursor', move}),
		setTimeline: request => send({type: 'timeline', request}),
		find(request) {
			const id = ++lastId;
			send({type: 'find', id, request});
			return messages.found.next(id);
		},
		around(index, count) {
			const id = ++lastId;
			send({type: 'around', id, index, count});
			return messages.around.next(id);
		},
		lines(places) {
			const id = ++lastId;
			send({type: 'lines', id, places});
			return messages.lines.next(id);
		},
		exportLines(path, onProgress) {
			const id = ++lastId;
			send({type: 'export', id, path});
			messages.exportListeners.set(id, onProgress);
			return messages.exported.next(id);
		},
		cancelExport: () => send({type: 'cancel-export'}),
		record: () => send({type: 'record'}),
		failed: messages.failure.promise,
		async stop() {
			send({type: 'stop'});
			const timer = setTimeout(() => void worker.terminate(), stopWithinMs);
			await exited;
			clearTimeout(timer);
			return messages.held;
		},
	};
}

/** @returns The gatherer of a source, made when it is first asked for. */
function gatherers(send: (source: number, pieces: readonly StreamPiece[]) => Promise<void>): (source: number) => ChunkGatherer {
	const known = new Map<number, ChunkGatherer>();
	return source => {
		const gatherer = known.get(source) ?? new ChunkGatherer(pieces => send(source, pieces));
		known.set(source, gatherer);
		return gatherer;
	};
}

import {SourceError, SystemRefusal, UsageError} from '../errors.ts';
import type {ExportEnd, ExportProgress} from '../history/export-state.ts';
import type {LogRow} from '../history/row.ts';
import type {AlertChange} from '../insight/alerts/alert-change.ts';
import {takeEngineThread} from './engine-thread.ts';
import {ChunkGatherer} from './live/chunk-gatherer.ts';
import type {Engine, EngineFrame, EngineOptions, FromEngine, HeldBytes, StreamPiece, ToEngine} from './protocol.ts';

const stopWithinMs = 2000;

/** Starts the engine in a worker thread. Handle `failed`: it rejects when something goes wrong there. */
export function startEngine(options: EngineOptions): Engine {
	const worker = takeEngineThread();
	const listeners: Array<(frame: EngineFrame) => void | Promise<void>> = [];
	const alertListeners: Array<(alert: AlertChange) => void> = [];
	const takers = new Map<number, () => void>();
	const enders = new Map<number, () => void>();
	const gatherers = new Map<number, ChunkGatherer>();
	const finds = new Map<number, (index: number | undefined) => void>();
	const arounds = new Map<number, (rows: readonly LogRow[]) => void>();
	const lines = new Map<number, (rows: ReadonlyArray<LogRow | undefined>) => void>();
	const exports = new Map<number, {readonly onProgress: (progress: ExportProgress) => void; readonly resolve: (end: ExportEnd) => void}>();
	let lastId = 0;
	let incidents: EngineFrame['incidents'] = [];
	let held: HeldBytes | undefined;
	const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));
	const failure = Promise.withResolvers<never>();
	failure.promise.catch(() => {}); // a caller that stops early may never look at it

	const send = (message: ToEngine, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
	worker.on('error', error => failure.reject(error));
	worker.on('message', (message: FromEngine) => {
		switch (message.type) {
			case 'frame':
				incidents = message.keepsIncidents === true ? incidents : message.frame.incidents;
				void Promise.all(listeners.map(listener => listener({...message.frame, incidents}))).then(() => send({type: 'seen'}));
				break;
			case 'taken':
				takers.get(message.source)?.();
				takers.delete(message.source);
				break;
			case 'ended':
				enders.get(message.source)?.();
				break;
			case 'found':
				finds.get(message.id)?.(message.index);
				finds.delete(message.id);
				break;
			case 'around':
				arounds.get(message.id)?.(message.rows);
				arounds.delete(message.id);
				break;
			case 'lines':
				lines.get(message.id)?.(message.rows);
				lines.delete(message.id);
				break;
			case 'export-progressed':
				exports.get(message.id)?.onProgress(message.progress);
				break;
			case 'exported':
				exports.get(message.id)?.resolve(message.end);
				exports.delete(message.id);
				break;
			case 'failed':
				failure.reject(errorOf(message.kind, message.message));
				break;
			case 'alert':
				for (const listener of alertListeners) {
					listener(message.alert);
				}
				break;
			case 'stopped':
				held = message.held;
				break;
		}
	});
	send({type: 'start', options});

	const sendPieces = (source: number, pieces: readonly StreamPiece[]) => {
		const taken = new Promise<void>(resolve => takers.set(source, resolve));
		send(
			{type: 'pieces', source, pieces},
			pieces.map(({bytes}) => bytes.buffer),
		);
		return Promise.race([taken, exited]);
	};
	const gathererOf = (source: number): ChunkGatherer => {
		const gatherer = gatherers.get(source) ?? new ChunkGatherer(pieces => sendPieces(source, pieces));
		gatherers.set(source, gatherer);
		return gatherer;
	};
	return {
		onAlert(listener) {
			alertListeners.push(listener);
		},
		onFrame(listener) {
			listeners.push(listener);
		},
		push: (source, stream, bytes) => gathererOf(source).push(stream, bytes, performance.timeOrigin + performance.now()),
		end(source) {
			void gathererOf(source)
				.flush()
				.then(() => send({type: 'end', source}));
		},
		ended: source => new Promise(resolve => enders.set(source, resolve)),
		setFilter: filter => send({type: 'filter', filter}),
		setPage: request => send({type: 'page', request}),
		moveCursor: move => send({type: 'cursor', move}),
		setTimeline: request => send({type: 'timeline', request}),
		find(request) {
			const id = ++lastId;
			send({type: 'find', id, request});
			return new Promise(resolve => finds.set(id, resolve));
		},
		around(index, count) {
			const id = ++lastId;
			send({type: 'around', id, index, count});
			return new Promise(resolve => arounds.set(id, resolve));
		},
		lines(places) {
			const id = ++lastId;
			send({type: 'lines', id, places});
			return new Promise(resolve => lines.set(id, resolve));
		},
		exportLines(path, onProgress) {
			const id = ++lastId;
			send({type: 'export', id, path});
			return new Promise(resolve => exports.set(id, {onProgress, resolve}));
		},
		cancelExport: () => send({type: 'cancel-export'}),
		record: () => send({type: 'record'}),
		failed: failure.promise,
		async stop() {
			send({type: 'stop'});
			const timer = setTimeout(() => void worker.terminate(), stopWithinMs);
			await exited;
			clearTimeout(timer);
			return held;
		},
	};
}

function errorOf(kind: Extract<FromEngine, {readonly type: 'failed'}>['kind'], message: string): Error {
	switch (kind) {
		case 'source':
			return new SourceError(message);
		case 'usage':
			return new UsageError(message);
		case 'system':
			return new SystemRefusal(message);
		case 'bug':
			return new Error(message);
	}
}

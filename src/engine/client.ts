import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {SourceError, UsageError} from '../errors.ts';
import type {LogRow} from '../history/row.ts';
import type {Engine, EngineFrame, EngineOptions, FromEngine, ToEngine} from './protocol.ts';

const stopWithinMs = 2000;
const maxYoungGenerationSizeMb = 16; // parsed lines die young: a third of the default saves 40 MB and no time

/** Starts the engine in a worker thread. What goes wrong there is told by `failed`, which is to be listened to. */
export function startEngine(options: EngineOptions): Engine {
	const worker = new Worker(workerUrl(), {resourceLimits: {maxYoungGenerationSizeMb}});
	const listeners: Array<(frame: EngineFrame) => void> = [];
	const takers = new Map<number, () => void>();
	const pushes = new Map<number, Promise<void>>();
	const finds = new Map<number, (index: number | undefined) => void>();
	const arounds = new Map<number, (rows: readonly LogRow[]) => void>();
	let lastId = 0;
	const exited = new Promise<void>(resolve => worker.once('exit', () => resolve()));
	const failure = Promise.withResolvers<never>();
	failure.promise.catch(() => {}); // who stops before it is told need not hear of it

	const send = (message: ToEngine, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer);
	worker.on('error', error => failure.reject(error));
	worker.on('message', (message: FromEngine) => {
		switch (message.type) {
			case 'frame':
				for (const listener of listeners) {
					listener(message.frame);
				}
				send({type: 'seen'});
				break;
			case 'taken':
				takers.get(message.source)?.();
				takers.delete(message.source);
				break;
			case 'found':
				finds.get(message.id)?.(message.index);
				finds.delete(message.id);
				break;
			case 'around':
				arounds.get(message.id)?.(message.rows);
				arounds.delete(message.id);
				break;
			case 'failed':
				failure.reject(errorOf(message.kind, message.message));
				break;
			case 'stopped':
				break;
		}
	});
	send({type: 'start', options});

	const sendChunk = (source: number, stream: 'stdout' | 'stderr', bytes: Uint8Array, arrivedMs: number) =>
		new Promise<void>(resolve => {
			takers.set(source, resolve);
			const own = ownMemory(bytes);
			send({type: 'chunk', source, stream, bytes: own, arrivedMs}, [own.buffer]);
		});
	return {
		onFrame(listener) {
			listeners.push(listener);
		},
		push(source, stream, bytes) {
			const arrivedMs = performance.timeOrigin + performance.now();
			const taken = (pushes.get(source) ?? Promise.resolve()).then(() =>
				Promise.race([sendChunk(source, stream, bytes, arrivedMs), exited]),
			);
			pushes.set(source, taken);
			return taken;
		},
		end(source) {
			void (pushes.get(source) ?? Promise.resolve()).then(() => send({type: 'end', source}));
		},
		setFilter: filter => send({type: 'filter', filter}),
		setPage: request => send({type: 'page', request}),
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
		failed: failure.promise,
		async stop() {
			send({type: 'stop'});
			const timer = setTimeout(() => void worker.terminate(), stopWithinMs);
			await exited;
			clearTimeout(timer);
		},
	};
}

/** The bundle's worker stands in `dist/`, its other parts there or in `dist/chunks/`; in the sources it is the file next door. */
function workerUrl(): URL {
	const here = import.meta.url;
	const candidates = [here.endsWith('.ts') ? './worker.ts' : './engine-worker.mjs', '../engine-worker.mjs'].map(
		path => new URL(path, here),
	);
	return candidates.find(url => existsSync(fileURLToPath(url))) ?? new URL('./engine-worker.mjs', here);
}

/** Memory that can be handed over: a small chunk lies in a pool that others use. */
function ownMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
		? new Uint8Array(bytes.buffer)
		: Uint8Array.from(bytes);
}

function errorOf(kind: Extract<FromEngine, {readonly type: 'failed'}>['kind'], message: string): Error {
	switch (kind) {
		case 'source':
			return new SourceError(message);
		case 'usage':
			return new UsageError(message);
		case 'bug':
			return new Error(message);
	}
}

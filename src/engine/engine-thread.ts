import {Worker} from 'node:worker_threads';
import {workerFile} from '../bundled-file.ts';

const maxYoungGenerationSizeMb = 16; // parsed lines die young: a third of the default saves 40 MB and no time
// global, because in the bundle the thread is prepared by one program and taken by another
const place = Symbol.for('obs-top: the engine thread');

/** Starts the engine's thread before the options are known, so that it loads while the main thread does. */
export function prepareEngineThread(): void {
	Reflect.set(globalThis, place, newThread());
}

/** The prepared thread, or a new one. */
export function takeEngineThread(): Worker {
	const prepared: unknown = Reflect.get(globalThis, place);
	Reflect.deleteProperty(globalThis, place);
	return prepared instanceof Worker ? prepared : newThread();
}

const newThread = (): Worker =>
	new Worker(workerFile('engine-worker.mjs', 'engine/worker-port.ts'), {resourceLimits: {maxYoungGenerationSizeMb}});

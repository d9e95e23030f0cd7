import {Worker} from 'node:worker_threads';
import {workerUrl} from './worker-url.ts';

const maxYoungGenerationSizeMb = 16; // parsed lines die young: a third of the default saves 40 MB and no time

let prepared: Worker | undefined;

/** Starts the engine's thread before it is known what it is to read: it loads while the main thread does. */
export function prepareEngineThread(): void {
	prepared = newThread();
}

/** The prepared thread, or a new one. */
export function takeEngineThread(): Worker {
	const thread = prepared ?? newThread();
	prepared = undefined;
	return thread;
}

const newThread = (): Worker => new Worker(workerUrl('./worker.ts', 'engine-worker.mjs'), {resourceLimits: {maxYoungGenerationSizeMb}});

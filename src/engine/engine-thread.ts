import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';

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

const newThread = (): Worker => new Worker(workerUrl(), {resourceLimits: {maxYoungGenerationSizeMb}});

/** The bundle's worker stands in `dist/`, its other parts there or in `dist/chunks/`; in the sources it is the file next door. */
function workerUrl(): URL {
	const here = import.meta.url;
	const candidates = [here.endsWith('.ts') ? './worker.ts' : './engine-worker.mjs', '../engine-worker.mjs'].map(
		path => new URL(path, here),
	);
	return candidates.find(url => existsSync(fileURLToPath(url))) ?? new URL('./engine-worker.mjs', here);
}

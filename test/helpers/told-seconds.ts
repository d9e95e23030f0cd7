import {appendFileSync} from 'node:fs';
import process from 'node:process';
import {isMainThread} from 'node:worker_threads';

// Preloaded into a program: the file TOLD_SECONDS grows by a byte for each second of its main thread.
const path = process.env.TOLD_SECONDS;
if (isMainThread && path !== undefined) {
	setInterval(() => appendFileSync(path, '.'), 1000).unref();
}

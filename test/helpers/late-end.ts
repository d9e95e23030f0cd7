import process from 'node:process';
import {isMainThread} from 'node:worker_threads';

// Preloaded into a program: once it has begun to end after SIGTERM, its main thread blocks until, by its own clock, all
// deadlines for ending have passed.
const longestEndMs = 2000;

if (isMainThread) {
	process.on('SIGTERM', () => {
		setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestEndMs));
	});
}

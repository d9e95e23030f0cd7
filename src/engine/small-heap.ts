import {setFlagsFromString} from 'node:v8';

const collectAtGrowth = '--heap-growing-percent=20'; // left to itself V8 holds 25 to 100 MB more after a night of 5 million lines, and reads it no faster
const collectAfterMs = 1000; // a flag makes another compile cache: it is set when all is loaded and the cache is written

/** Garbage is collected once the heap has grown by a fifth. */
export function keepHeapSmall(): void {
	setTimeout(() => setFlagsFromString(collectAtGrowth), collectAfterMs).unref();
}

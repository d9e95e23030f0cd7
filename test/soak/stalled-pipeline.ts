import {closeSync, constants, existsSync, openSync, renameSync, writeFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';

// A program, `stalled-pipeline.ts FOLDER LINES LINES_PER_SECOND`: logs one event, waits for FOLDER/go, logs LINES at
// its pace, writes to FOLDER/elapsed how long that took, and stays alive. FOLDER/stuck exists once a write has been
// refused again and again.
const [folder = '.', ...numbers] = process.argv.slice(2);
const [lines = 0, linesPerSecond = 0] = numbers.map(Number);
const stuckAfter = 500;

const cell = new Int32Array(new SharedArrayBuffer(4));
const wait = (ms: number) => Atomics.wait(cell, 0, 0, ms);
const line = (n: number): string =>
	`${JSON.stringify({timestamp: new Date().toISOString(), level: 'INFO', component: 'ingest', event: 'stage_completed', recordsIn: 500, recordsOut: 500, elapsedMs: 100, throughputRps: 5000, n, note: 'x'.repeat(200)})}\n`;

// When reopened, a full pipe reports that instead of making us wait.
const out = openSync('/proc/self/fd/1', constants.O_WRONLY | constants.O_NONBLOCK);
let longestWaitMs = 0;
let waitedMs = 0;
let isStuck = false;

function write(text: string): void {
	const fromMs = performance.now();
	let refused = 0;
	for (let rest = Buffer.from(text); rest.length > 0; ) {
		try {
			rest = rest.subarray(writeSync(out, rest));
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) {
				throw error;
			}
			if (++refused === stuckAfter && !isStuck) {
				isStuck = true;
				closeSync(openSync(join(folder, 'stuck'), 'w'));
			}
			wait(1);
		}
	}
	if (refused > 0) {
		const tookMs = performance.now() - fromMs;
		waitedMs += tookMs;
		longestWaitMs = Math.max(longestWaitMs, tookMs);
	}
}

writeFileSync(join(folder, 'pid'), String(process.pid));
write(line(0));
while (!existsSync(join(folder, 'go'))) {
	wait(5);
}
const startMs = performance.now();
[longestWaitMs, waitedMs] = [0, 0];
for (let n = 1; n <= lines; n++) {
	const aheadMs = (n / linesPerSecond) * 1000 - (performance.now() - startMs);
	if (aheadMs > 1) {
		wait(aheadMs);
	}
	write(line(n));
}
writeFileSync(join(folder, 'elapsed.new'), JSON.stringify({elapsedMs: performance.now() - startMs, waitedMs, longestWaitMs}));
renameSync(join(folder, 'elapsed.new'), join(folder, 'elapsed'));
for (;;) {
	wait(1000);
}

import {Buffer} from 'node:buffer';
import {existsSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';

// A program, `flood-pipeline.ts FOLDER LINES LINE_BYTES LINES_PER_SECOND [MOST_PER_SECOND]`: a pipeline of seven stages
// on two hosts, with times as if LINES_PER_SECOND had come. It writes as fast as its lines are taken, or at most
// MOST_PER_SECOND of them; LINES of them, which may be Infinity, or until FOLDER/enough exists. FOLDER/progress has its
// progress. Nothing is random: the arguments determine every line.
const [folder = '.', ...numbers] = process.argv.slice(2);
const [lineCount = 0, lineBytes = 0, linesPerSecond = 0, mostPerSecond = Number.POSITIVE_INFINITY] = numbers.map(Number);

const stages = ['ingest', 'calibration', 'normalize', 'filter', 'feature', 'enrichment', 'sink'];
const startMs = Date.UTC(2024, 0, 15, 22);
const progressEvery = 20_000;

/** What follows the time and the batch in the n-th line; it repeats every 1,400 lines. */
const tails = Array.from({length: 1400}, (_, n) => {
	const stage = stages[n % 7];
	const host = `box-${Math.floor(n / 700) + 1}`;
	if (n % 97 === 13) {
		return `"level":"WARN","component":"${stage}","host":"${host}","event":"retry","circuitName":"lookup","attempt":${n % 3},"error":"timed out after 500 ms"`;
	}
	if (n % 350 === 5) {
		return `"level":"INFO","component":"cache","host":"${host}","event":"cache_stats","cacheName":"calibration","hits":${900 + (n % 50)},"misses":${n % 50},"size":128,"maxSize":256`;
	}
	if (n === 444 || n === 777) {
		const [from, to] = n === 444 ? ['closed', 'open'] : ['open', 'closed'];
		return `"level":"WARN","component":"circuit","host":"${host}","event":"circuit_state_change","circuitName":"lookup","oldState":"${from}","newState":"${to}","reason":"refused"`;
	}
	const elapsedMs = 20 + ((n * 7919) % 400) / 10;
	return `"level":"INFO","component":"${stage}","host":"${host}","event":"stage_completed","recordsIn":500,"recordsOut":${500 - (n % 9)},"elapsedMs":${elapsedMs},"throughputRps":${Math.round(500_000 / elapsedMs)}`;
});

// Overwritten again and again: only the time and the batch number of each line change.
const stampAt = '{"timestamp":"'.length;
const batchAt = '{"timestamp":"2024-01-15T22:00:00.000Z","batchId":"'.length;
const lines = tails.map(tail => {
	const line = `{"timestamp":"2024-01-15T22:00:00.000Z","batchId":"000000000",${tail},"note":"`;
	return Buffer.from(`${line}${'x'.repeat(Math.max(0, lineBytes - line.length - 3))}"}\n`);
});
const starts = lines.map((_, index) => lines.slice(0, index).reduce((sum, {length}) => sum + length, 0));
const round = Buffer.concat(lines);

let stampMs = -1;
let stamp = Buffer.alloc(0);
let batch = Buffer.alloc(0);
let noteAt = 0;
for (let n = 0, isEnough = false; n < lineCount && !isEnough; ) {
	const first = starts[n % lines.length] ?? 0;
	const end = Math.min(lineCount, n + lines.length - (n % lines.length));
	for (; n < end; n++) {
		const start = starts[n % lines.length] ?? 0;
		const timeMs = startMs + Math.floor((n / linesPerSecond) * 1000);
		if (timeMs !== stampMs) {
			stampMs = timeMs;
			stamp = Buffer.from(new Date(timeMs).toISOString());
		}
		if (n % 7 === 0) {
			batch = Buffer.from(String(n / 7).padStart(9, '0'));
		}
		round.set(stamp, start + stampAt);
		round.set(batch, start + batchAt);
	}
	const last = n % lines.length === 0 ? round.length : starts[n % lines.length];
	await new Promise(resolve => process.stdout.write(round.subarray(first, last), resolve));
	const earlyMs = (n / mostPerSecond) * 1000 - performance.now();
	if (earlyMs > 1) {
		await sleep(earlyMs);
	}
	isEnough = existsSync(join(folder, 'enough'));
	if (n >= noteAt || n === lineCount || isEnough) {
		writeFileSync(join(folder, 'progress.new'), String(n));
		renameSync(join(folder, 'progress.new'), join(folder, 'progress'));
		noteAt = n + progressEvery;
	}
}

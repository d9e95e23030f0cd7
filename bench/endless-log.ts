/**
Writes a log of any length, faster than `make-log.ts`: repeats its first 40,000 lines (10 MB, four minutes) with their
times moved on. Batch numbers repeat. `node bench/endless-log.ts BYTES`
*/
import {Buffer} from 'node:buffer';
import process from 'node:process';
import {logLines} from './make-log.ts';

const lines = 40_000;
const key = '"timestamp":"';
const lengthMs = (lines / 625_000) * 3_600_000; // the rate of make-log.ts

if (import.meta.main) {
	const block = Buffer.from(Array.from(logLines(lines, lengthMs / 3_600_000), line => `${line}\n`).join(''));
	const times: Array<{readonly at: number; readonly ms: number}> = [];
	for (let at = block.indexOf(key); at !== -1; at = block.indexOf(key, at + 1)) {
		const start = at + key.length;
		times.push({at: start, ms: Date.parse(block.toString('latin1', start, start + 24))});
	}
	let left = Number(process.argv[2]);
	for (let movedMs = 0; left > 0; movedMs += lengthMs) {
		for (const {at, ms} of times) {
			block.write(new Date(ms + movedMs).toISOString(), at, 'latin1');
		}
		await new Promise(resolve => process.stdout.write(block, resolve));
		left -= block.length;
	}
}

import process from 'node:process';
import {measureOverload} from './overload-run.ts';
import {say} from './say.ts';

const leastFramesPerSecond = 5;
const mostLagMs = 100;
const lines = Number(process.env.SOAK_LINES ?? 15_000_000);

say(`P19: ${lines} lines of 250 bytes as fast as they are read (SOAK_LINES)`);
const {framesPerSecond, keyLagsMs, elapsedMs, ...shown} = await measureOverload(
	{lines, lineBytes: 250, linesPerSecond: 100_000, recordMax: '1GiB'},
	{keys: 100, betweenKeysMs: 150},
	AbortSignal.timeout(4 * 3_600_000),
);
const lag = (share: number): number =>
	Math.round(keyLagsMs[Math.min(keyLagsMs.length - 1, Math.floor(share * keyLagsMs.length))] ?? Number.NaN);
say(
	`P19: ${Math.round(lines / (elapsedMs / 1000))} lines/s, ${framesPerSecond.toFixed(1)} frames/s, ${keyLagsMs.length} keys answered in ${lag(0.5)} ms in the median, ${lag(0.95)} at p95, ${lag(1)} at most; ${shown.lines} lines, ${shown.batches} batches on the screen`,
);
if (framesPerSecond < leastFramesPerSecond || !(lag(0.95) < mostLagMs) || shown.lines !== lines || shown.batches !== Math.ceil(lines / 7)) {
	throw new Error('P19 does not hold');
}

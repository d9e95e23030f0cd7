import process from 'node:process';
import {say} from './say.ts';
import {isStuckWithCat, measureStall, type Stall} from './stalled-terminal-run.ts';

const leastPace = 0.95;
const mostWaited = 0.05; // a busy machine slows the pipeline by itself
const endsWithinMs = 2000;
const stallMs = Number(process.env.SOAK_STALL_MS ?? 60_000);
const blockMs = Math.min(stallMs, 10_000);
const linesPerSecond = 2000;
const patienceMs = 60_000;
const during = (ms: number) => ({lines: Math.round((linesPerSecond * ms) / 1000), linesPerSecond});
const stalls: readonly Stall[] = [
	{source: 'command', what: 'terminal', ...during(stallMs)},
	{source: 'pipe', what: 'terminal', ...during(stallMs)},
	{source: 'command', what: 'main thread', ...during(blockMs)},
	{source: 'pipe', what: 'main thread', ...during(blockMs)},
];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const broken: string[] = [];

say(`a stalled terminal holds up cmd | cat: its pipeline is stuck: ${await isStuckWithCat(during(blockMs))}`);
for (const stall of stalls) {
	const {pace, waited, longestWaitMs, written, recorded, endMs, isPipelineGone} = await measureStall(stall, patienceMs);
	const id = stall.what === 'terminal' ? 'P1, P2' : 'P3';
	const form = stall.source === 'command' ? 'obs-top -- cmd' : 'cmd | obs-top';
	const told = `${id}: ${form}, ${stall.what} stalled for ${stall.lines / linesPerSecond} s`;
	say(
		`${told}: pace ${percent(pace)}, ${percent(waited)} of the time waited for a full pipe, ${Math.round(longestWaitMs)} ms at once, ${recorded} of ${written} lines recorded, ended in ${Math.round(endMs)} ms, pipeline gone: ${isPipelineGone}`,
	);
	const isLeftBehind = stall.source === 'command' && !isPipelineGone; // a piped-in pipeline belongs to the shell
	if ((pace < leastPace && waited > mostWaited) || recorded !== written || endMs >= endsWithinMs || isLeftBehind) {
		broken.push(told);
	}
}
if (broken.length > 0) {
	throw new Error(`does not hold: ${broken.join('; ')}`);
}

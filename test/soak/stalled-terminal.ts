import process from 'node:process';
import {say} from './say.ts';
import {measureStall, measureStallOfCat, type Stall} from './stalled-terminal-run.ts';

const leastPace = 0.95;
const mostWaited = 0.05; // a machine that is busy slows the pipeline by itself
const endsWithinMs = 2000;
const stallMs = Number(process.env.SOAK_STALL_MS ?? 60_000);
const blockMs = Math.min(stallMs, 10_000);
const stalls: readonly Stall[] = [
	{source: 'command', what: 'terminal', stallMs},
	{source: 'pipe', what: 'terminal', stallMs},
	{source: 'command', what: 'main thread', stallMs: blockMs},
	{source: 'pipe', what: 'main thread', stallMs: blockMs},
];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const broken: string[] = [];

say(
	`a stalled terminal holds up cmd | cat: its pipeline waits ${((await measureStallOfCat(blockMs)) * blockMs) / 1000} s, until it gives up`,
);
for (const stall of stalls) {
	const {pace, waited, longestWait, written, recorded, endMs, isPipelineGone} = await measureStall(stall);
	const id = stall.what === 'terminal' ? 'P1, P2' : 'P3';
	const form = stall.source === 'command' ? 'obs-top -- cmd' : 'cmd | obs-top';
	const told = `${id}: ${form}, ${stall.what} stalled for ${stall.stallMs / 1000} s`;
	say(
		`${told}: pace ${percent(pace)}, ${percent(waited)} of the time waited for a full pipe, ${Math.round(longestWait * stall.stallMs)} ms at once, ${recorded} of ${written} lines recorded, ended in ${Math.round(endMs)} ms, pipeline gone: ${isPipelineGone}`,
	);
	const isLeftBehind = stall.source === 'command' && !isPipelineGone; // one that is piped in is the shell's
	if ((pace < leastPace && waited > mostWaited) || recorded !== written || endMs >= endsWithinMs || isLeftBehind) {
		broken.push(told);
	}
}
if (broken.length > 0) {
	throw new Error(`does not hold: ${broken.join('; ')}`);
}

import process from 'node:process';
import {say} from './say.ts';
import {measureStall, type Stall} from './stalled-terminal-run.ts';

const stallMs = Number(process.env.SOAK_STALL_MS ?? 60_000);
const blockMs = Math.min(stallMs, 10_000);
const stalls: readonly Stall[] = [
	{source: 'command', what: 'terminal', stallMs},
	{source: 'pipe', what: 'terminal', stallMs},
	{source: 'command', what: 'main thread', stallMs: blockMs},
	{source: 'pipe', what: 'main thread', stallMs: blockMs},
];
for (const stall of stalls) {
	const {pace, written, recorded, endMs, isPipelineGone} = await measureStall(stall);
	const id = stall.what === 'terminal' ? 'P1, P2' : 'P3';
	const form = stall.source === 'command' ? 'obs-top -- cmd' : 'cmd | obs-top';
	say(
		`${id}: ${form}, ${stall.what} stalled for ${stall.stallMs / 1000} s: pace ${(100 * pace).toFixed(1)} %, ${recorded} of ${written} lines recorded, ended in ${Math.round(endMs)} ms, pipeline gone: ${isPipelineGone}`,
	);
}

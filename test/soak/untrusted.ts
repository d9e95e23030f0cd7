import process from 'node:process';
import {say} from './say.ts';
import {showUntrustedLines} from './untrusted-lines.ts';

const count = Number(process.env.SOAK_LINES ?? 100_000);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 0x7fffffff);
say(`S1: ${count} generated lines on a real terminal, seed ${seed} (SOAK_SEED, SOAK_LINES)`);
const startMs = performance.now();
const {screenBytes, plainBytes, pages, foreign} = await showUntrustedLines(count, seed);
for (const found of foreign) {
	say(`S1: not obs-top's own: ${found}`);
}
if (foreign.length > 0) {
	throw new Error('S1 does not hold');
}
const seconds = Math.round((performance.now() - startMs) / 1000);
say(
	`S1: ${pages} pages and ${screenBytes} bytes of the screen, ${plainBytes} bytes of events: nothing but obs-top's own sequences (${seconds} s)`,
);

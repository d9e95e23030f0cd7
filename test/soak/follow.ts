import process from 'node:process';
import fc from 'fast-check';
import {runScript, scripts} from './follow-model.ts';
import {countOverRotations} from './rotation.ts';
import {say} from './say.ts';

const numRuns = Number(process.env.SOAK_RUNS ?? 5000);
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 0x7fffffff);
const startMs = performance.now();
say(`R24: ${numRuns} scripts against the follower, seed ${seed} (SOAK_SEED, SOAK_RUNS)`);
await fc.assert(fc.asyncProperty(scripts, runScript), {numRuns, seed});
say(`R24: every line that could be read came once (${Math.round((performance.now() - startMs) / 1000)} s)`);

say('R1: 1,000 rotations at 10,000 lines/s');
const {written, linesPerSecond, ours, tail} = await countOverRotations({rotations: 1000, linesEach: 100, linesPerSecond: 10_000}, 20_000);
say(`R1: ${written} lines at ${linesPerSecond} lines/s`);
say(`R1: obs-top  lost ${ours.lost}, doubled ${ours.doubled}, in order: ${ours.inOrder}`);
say(`R1: tail -F  lost ${tail.lost}, doubled ${tail.doubled}, in order: ${tail.inOrder}`);
if (ours.lost + ours.doubled > 0) {
	throw new Error('R1 does not hold');
}

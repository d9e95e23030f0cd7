import test from 'ava';
import {measureStall, measureStallOfCat, type Stall} from '../soak/stalled-terminal-run.ts';

const stalls: ReadonlyArray<readonly [string, Stall]> = [
	['P1, P2: a terminal that reads nothing: a started pipeline', {source: 'command', what: 'terminal', stallMs: 4000}],
	['P1, P2: a terminal that reads nothing: a pipeline that is piped in', {source: 'pipe', what: 'terminal', stallMs: 4000}],
	['P3: a main thread that is busy: a started pipeline', {source: 'command', what: 'main thread', stallMs: 3000}],
	['P3: a main thread that is busy: a pipeline that is piped in', {source: 'pipe', what: 'main thread', stallMs: 3000}],
];
// Beside other tests on a busy machine, where the reader too waits for its turn, again and again; `npm run test:soak` holds long stalls to the figures themselves.
const mostWait = 0.5;
const endsWithinMs = 5000;

for (const [title, stall] of stalls) {
	test(`${title} never waits for its pipe until it is over, each line is recorded, and SIGTERM ends both`, async t => {
		const {longestWait, written, recorded, endMs, isPipelineGone} = await measureStall(stall);
		t.true(longestWait < mostWait, `it waited ${Math.round(100 * longestWait)} % of the stall at once`);
		t.is(recorded, written);
		t.true(endMs < endsWithinMs, `${Math.round(endMs)} ms`);
		t.true(isPipelineGone || stall.source === 'pipe'); // one that is piped in is the shell's
	});
}

test('P1: the same pipeline waits as long as it lasts where it is read by a program that waits for the stalled terminal', async t => {
	t.true((await measureStallOfCat(2000)) > 1);
});

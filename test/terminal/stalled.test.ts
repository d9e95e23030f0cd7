import test from 'ava';
import {pace} from '../helpers/pace.ts';
import {isStuckWithCat, measureStall, type Stall} from '../soak/stalled-terminal-run.ts';

const writing = {lines: 20_000, linesPerSecond: 5000 * pace}; // 7 MB, many times what the pipes can hold
const stalls: ReadonlyArray<readonly [string, Stall]> = [
	['P1, P2: with a terminal that reads nothing, a started pipeline', {source: 'command', what: 'terminal', ...writing}],
	['P1, P2: with a terminal that reads nothing, a piped-in pipeline', {source: 'pipe', what: 'terminal', ...writing}],
	['P3: with a busy main thread, a started pipeline', {source: 'command', what: 'main thread', ...writing}],
	['P3: with a busy main thread, a piped-in pipeline', {source: 'pipe', what: 'main thread', ...writing}],
];

for (const [title, stall] of stalls) {
	test(`${title} can write everything before the stall is over, each line is recorded, and SIGTERM ends both`, async t => {
		const {written, recorded, isPipelineGone} = await measureStall(stall);
		t.is(recorded, written);
		t.true(isPipelineGone || stall.source === 'pipe'); // a piped-in pipeline belongs to the shell
	});
}

test('P1: the same pipeline is stuck as long as the terminal is, if read by a program that waits for it', async t => {
	t.true(await isStuckWithCat(writing));
});

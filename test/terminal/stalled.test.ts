import test from 'ava';
import {measureStall, type Stall} from '../soak/stalled-terminal-run.ts';

const stalls: ReadonlyArray<readonly [string, Stall]> = [
	['P1, P2: a terminal that reads nothing: a started pipeline', {source: 'command', what: 'terminal', stallMs: 4000}],
	['P1, P2: a terminal that reads nothing: a pipeline that is piped in', {source: 'pipe', what: 'terminal', stallMs: 4000}],
	['P3: a main thread that is busy: a started pipeline', {source: 'command', what: 'main thread', stallMs: 2000}],
	['P3: a main thread that is busy: a pipeline that is piped in', {source: 'pipe', what: 'main thread', stallMs: 2000}],
];
// Beside other tests on a busy machine; `npm run test:soak` prints the figures of long stalls. One that is held up stands still.
const leastPace = 0.7;
const endsWithinMs = 5000;

for (const [title, stall] of stalls) {
	test(`${title} keeps its pace, each line is recorded, and SIGTERM ends both`, async t => {
		const {pace, written, recorded, endMs, isPipelineGone} = await measureStall(stall);
		t.true(pace > leastPace, `${Math.round(100 * pace)} % of its pace`);
		t.is(recorded, written);
		t.true(endMs < endsWithinMs, `${Math.round(endMs)} ms`);
		t.true(isPipelineGone || stall.source === 'pipe'); // one that is piped in is the shell's
	});
}

import test from 'ava';
import {endAll} from '../helpers/real-terminal.ts';
import {measureMemory} from '../soak/memory-run.ts';
import {measureOverload} from '../soak/overload-run.ts';

test.after.always(endAll);

test.serial('P18: 300 MB of lines pass through in less memory than they have, each counted once', async t => {
	const lines = 120_000;
	const end = await measureMemory({lines, lineBytes: 2500, linesPerSecond: 10_000, recordMax: '64MiB'});
	t.deepEqual([end.lines, end.batches], [lines, Math.ceil(lines / 7)]);
	t.true(Math.max(...end.samples.map(({rssBytes}) => rssBytes)) < 300e6);
	t.true(end.samples.length > 3);
});

test.serial(
	'P19: while lines come as fast as they are read the screen is drawn, keys are answered, and each line and batch is counted once',
	async t => {
		const lines = 300_000;
		const {framesPerSecond, keyLagsMs, ...end} = await measureOverload(
			{lines, lineBytes: 250, linesPerSecond: 100_000, recordMax: '64MiB'},
			Number.POSITIVE_INFINITY,
		);
		t.deepEqual([end.lines, end.batches], [lines, Math.ceil(lines / 7)]);
		t.true(keyLagsMs.length >= 5, `${keyLagsMs.length} keys were answered before the flood was over`);
		t.true(framesPerSecond > 0);
	},
);

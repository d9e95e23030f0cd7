import test from 'ava';
import {pace} from '../helpers/pace.ts';
import {endAll} from '../helpers/real-terminal.ts';
import {measureMemory} from '../soak/memory-run.ts';
import {measureOverload} from '../soak/overload-run.ts';

test.after.always(endAll);

// A flood lasts until its claim was seen, so it may come as fast as it likes.
const flood = {recordMax: '64MiB', mostPerSecond: 500_000 * pace};

test.serial('P18: 300 MB of lines pass through in less memory than that, each counted once', async t => {
	const {written, lines, batches, samples} = await measureMemory(
		{...flood, lineBytes: 2500, linesPerSecond: 10_000},
		all => all.length >= 4 && (all.at(-1)?.lines ?? 0) >= 120_000,
	);
	t.deepEqual([lines, batches], [written, Math.ceil(written / 7)]);
	t.true(Math.max(...samples.map(({rssBytes}) => rssBytes)) < 300e6);
});

test.serial(
	'P19: while lines come as fast as they are read, the screen is drawn, keys are answered, and each line and batch is counted once',
	async t => {
		const {written, lines, batches, keyLagsMs} = await measureOverload({...flood, lineBytes: 250, linesPerSecond: 100_000}, {keys: 6});
		t.deepEqual([lines, batches], [written, Math.ceil(written / 7)]);
		t.is(keyLagsMs.length, 6);
	},
);

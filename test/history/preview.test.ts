import {createReadStream, openSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openStored} from '../../src/engine/live/inputs.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {eventFields} from '../../src/screen/event/event-fields.ts';
import {heldBytes} from '../helpers/held-bytes.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const count = 300;
const padding = 1024 * 1024 - 400;

/** Lines just under a mebibyte: most are one long text, each tenth has many fields; the mark is at the end. */
function longLine(number: number): string {
	const mark = `mark${number}end`;
	const fields =
		number % 10 !== 0
			? {pad: 'x'.repeat(padding), mark}
			: {...Object.fromEntries(Array.from({length: 40_000}, (_, index) => [`field${index}`, index])), mark};
	return `${JSON.stringify({timestamp: new Date(Date.UTC(2024, 0, 15, 22, 0, number)).toISOString(), msg: `line ${number}`, number, ...fields})}\n`;
}

async function longHistory(t: ExecutionContext): Promise<History> {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, '');
	for (let number = 0; number < count; number++) {
		writeFileSync(path, longLine(number), {flag: 'a'});
	}
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
	const history = new History({read: defaultReadOptions, selection, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
	const store = new FileStore(openSync(path, 'r'));
	t.teardown(() => store.close());
	const input = openStored(fold, history, 0, store);
	for await (const chunk of createReadStream(path)) {
		input.write(chunk);
	}
	input.end();
	return history;
}

test('R18: 300 rows of lines of a mebibyte take less than 5 MB, and a line is found by what it has at its end', async t => {
	const history = await longHistory(t);
	const before = heldBytes();
	const {rows} = history.page({anchor: 'end', offset: 0, count});
	const held = heldBytes() - before;
	t.is(rows.length, count);
	t.true(held < 5e6, `${Math.round(held / 1000)} kB`);

	const row = rows.at(-2);
	t.true(row?.isCut);
	t.deepEqual(row && eventFields(row)[1]?.value, `line ${count - 2}`);
	t.true((row?.text.length ?? 0) < 10_000);

	history.setFilter('mark298end');
	while (history.search()) {}
	t.deepEqual(
		history.page({anchor: 'end', offset: 0, count: 5}).rows.map(({index}) => index),
		[298],
	);
	history.setFilter(undefined);
	t.is(await history.find({from: 'end', direction: 'up', filter: 'mark17end'}), 17);
});

import {Buffer} from 'node:buffer';
import {openSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openStored} from '../../src/engine/live/inputs.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const lines = Array.from(
	{length: 700},
	(_, index) => `{"time":${startMs + index * 100},"level":"${index % 9 === 0 ? 'error' : 'info'}","msg":"${index}"}\n`,
);

function open(path: string, filter: string | undefined) {
	const fold = new Fold({read, selection: undefined});
	const selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
	const history = new History({read, selection, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
	history.setFilter(filter);
	const store = new FileStore(openSync(path, 'r'));
	return {history, store, input: openStored(fold, history, 0, store)};
}

/** All that is asked of a log of so many lines. */
const told = (history: History, count: number) => ({
	end: history.page({anchor: 'end', offset: 0, count: 12}),
	middle: history.page({anchor: Math.floor(count / 2), offset: 3, count: 12}),
	around: history.around(count - 1, 9),
	last: history.rowOf(0, count),
	at: [0, 0.5, 1].map(part => history.indexAt(startMs + count * 100 * part)),
});

test('a log that grows shows at any moment what a log of that length shows that was read at once', t => {
	const path = join(tempFolder(t), 'log');
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: 1, max: 120}), {minLength: 2, maxLength: 7}),
			fc.constantFrom(undefined, 'level=error'),
			(pieces, filter) => {
				writeFileSync(path, lines.join(''));
				const growing = open(path, filter);
				let count = 0;
				for (const piece of pieces) {
					const from = count;
					count = Math.min(lines.length, count + piece);
					growing.input.write(Buffer.from(lines.slice(from, count).join('')));
					const whole = open(path, filter);
					whole.input.write(Buffer.from(lines.slice(0, count).join('')));
					t.deepEqual(told(growing.history, count), told(whole.history, count), `${count} lines`);
					whole.store.close();
				}
				growing.store.close();
			},
		),
		{numRuns: 15},
	);
});

import {Buffer} from 'node:buffer';
import test from 'ava';
import {Fold} from '../../src/engine/fold/fold.ts';
import {EventSelector} from '../../src/engine/select/select-events.ts';
import {LineSelector} from '../../src/engine/select/select-lines.ts';
import {LineSplitter} from '../../src/events/lines/split-lines.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {mergeFiles} from '../../src/reading/merge-files.ts';
import type {ReadLine} from '../../src/reading/merge-queue.ts';
import {heldBytes} from '../helpers/held-bytes.ts';

const at = (second: number): string => new Date(Date.UTC(2024, 0, 15, 22) + second * 1000).toISOString();

/** 20,000 events, each with names that no event had before. */
function newNames(start: number): Buffer {
	const lines = Array.from({length: 5000}, (_, index) => {
		const name = `name-${start + index}`;
		const event = (fields: Readonly<Record<string, unknown>>) => `${JSON.stringify({timestamp: at(index % 60), ...fields})}\n`;
		return [
			event({component: name, event: 'stage_completed', recordsIn: 5, recordsOut: 5, elapsedMs: 5, [`field ${name}`]: 1}),
			event({component: name, level: 'ERROR', event: 'failed', host: `host ${name}`, reason: name}),
			event({component: 'db', event: 'circuit_state_change', circuitName: `circuit ${name}`, newState: 'open'}),
			event({component: 'db', event: 'cache_stats', cacheName: `cache ${name}`, hits: 1, misses: 1}),
		].join('');
	});
	return Buffer.from(lines.join(''));
}

test('C17: a log that makes up new names for each event takes no more memory after 200,000 of them than after 60,000', t => {
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const input = fold.open(0);
	let begun = 0;
	for (let batch = 0; batch < 10; batch++) {
		input.write(newNames(batch * 5000));
		begun = batch === 2 ? heldBytes() : begun;
	}
	const grown = heldBytes() - begun;
	t.is(fold.counts.events, 200_000);
	t.true(grown < 1.5e6, `${Math.round(grown / 1000)} kB more`);
});

/** How much more is held after a number of chunks than before them. */
function heldAfter(count: number, write: (chunk: number) => void): number {
	const begun = heldBytes();
	for (let chunk = 0; chunk < count; chunk++) {
		write(chunk);
	}
	return heldBytes() - begun;
}

test('lines that wait for the first time of a log are held up to 4 MiB, by everything that reads', t => {
	const since = compileMatcher({sinceMs: 0, untilMs: undefined}, []);
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const inputs = {
		fold: fold.open(0),
		events: new EventSelector(defaultReadOptions, since, () => {}).open('log'),
		lines: new LineSelector(defaultReadOptions, since, () => {}).open(),
	};
	for (const [name, input] of Object.entries(inputs)) {
		const held = heldAfter(600, chunk => input.write(Buffer.from(`{"msg":"no time ${chunk}","pad":"${'x'.repeat(100_000)}"}\n`)));
		t.true(held < 20e6, `${name}: ${Math.round(held / 1e6)} MB`);
	}
	t.is(fold.counts.events, 600);
});

test('pieces of a text that never ends take no more memory than the text: not the chunks they came in, and nothing for empty pieces', t => {
	for (const text of ['', 'a piece of twenty-four ch']) {
		const parser = new LineParser();
		const splitter = new LineSplitter(line => parser.parse(line.text));
		const other = `${'another line '.repeat(2500)}\n`;
		const held = heldAfter(1000, () => splitter.write(Buffer.from(`2024-01-15T22:00:00Z stdout P ${text}\n${other}`)));
		t.true(held < 2e6, `${Math.round(held / 1000)} kB`);
	}
	const parser = new LineParser();
	const held = heldAfter(200_000, () => parser.parse('2024-01-15T22:00:00Z stdout P '));
	t.true(held < 1e6, `${Math.round(held / 1000)} kB`);
});

test('of the files of a set, no more is held than a line and the longest line ahead of it', async t => {
	const parser = new LineParser();
	let mostAhead = 0;
	const files = [0, 1, 2].map(file => ({path: '', file, rank: file, arrivals: undefined, firstMs: Date.parse(at(file))}));
	await mergeFiles<ReadLine>(
		files,
		({file}, onLine) => {
			let read = 0;
			let taken = 0;
			return {
				async read() {
					const text = JSON.stringify({timestamp: at(read * 3 + file), pad: 'x'.repeat(400_000)});
					const line = {text, byteLength: text.length + 1, terminated: true, oversized: false, malformed: false};
					onLine({line, parsed: parser.parse(text)});
					mostAhead = Math.max(mostAhead, ++read - taken);
					return read < 40;
				},
				hold: line => line,
				take: () => {
					taken++;
				},
				end() {},
			};
		},
		{onProblem: t.fail},
	);
	t.true(mostAhead <= 4, `${mostAhead} lines of 400 kB`);
});

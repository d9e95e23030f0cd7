import {Buffer} from 'node:buffer';
import {openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {Fold} from '../../../src/engine/fold/fold.ts';
import {foldSources} from '../../../src/engine/fold/fold-sources.ts';
import {newestTimeMs} from '../../../src/engine/fold/newest-time.ts';
import {openRecorded, openStored} from '../../../src/engine/live/inputs.ts';
import {LineParser} from '../../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../../src/events/read-options.ts';
import {FileStore} from '../../../src/history/byte-store.ts';
import {History} from '../../../src/history/history.ts';
import {Ring} from '../../../src/history/ring.ts';
import {parseLog, scanLog} from '../../helpers/scan-log.ts';
import {tempFolder} from '../../helpers/temp-folder.ts';

const hourMs = 3_600_000;
/** When the clock is put back: by an hour, an hour, half an hour. */
const zones = [
	{timeZone: 'America/New_York', backMs: Date.UTC(2025, 10, 2, 6), byMs: hourMs},
	{timeZone: 'Europe/Berlin', backMs: Date.UTC(2024, 9, 27, 1), byMs: hourMs},
	{timeZone: 'Australia/Lord_Howe', backMs: Date.UTC(2024, 3, 6, 15), byMs: hourMs / 2},
] as const;

/** A clock of a zone, by Intl alone. */
function local(ms: number, timeZone: string): string {
	const text = new Intl.DateTimeFormat('sv-SE', {timeZone, dateStyle: 'short', timeStyle: 'medium'}).format(ms);
	return `${text}.${String(ms % 1000).padStart(3, '0')}`;
}

const lineAt = (ms: number, timeZone: string) => `{"time":"${local(ms, timeZone)}","level":"info","msg":"${ms}"}`;

/** Times of one night, in the order they were written: each at most five minutes before the newest, and no long pause. */
const night = fc.constantFrom(...zones).chain(zone =>
	fc.record({
		zone: fc.constant(zone),
		startMs: fc.integer({min: zone.backMs - 3 * hourMs, max: zone.backMs - zone.byMs - 1}),
		steps: fc.array(fc.integer({min: -299_000, max: zone.byMs - 600_000}), {minLength: 1, maxLength: 200}),
	}),
);

function timesOf({startMs, steps}: {readonly startMs: number; readonly steps: readonly number[]}): readonly number[] {
	let newestMs = startMs;
	const times = [startMs];
	for (const step of steps) {
		times.push(Math.max(newestMs + step, startMs));
		newestMs = Math.max(newestMs, newestMs + step);
	}
	return times;
}

test('T6: local times of a night in which the clock is put back go on from line to line', t => {
	fc.assert(
		fc.property(night, ({zone: {timeZone}, ...steps}) => {
			const parser = new LineParser({...defaultReadOptions, timeZone});
			const times = timesOf(steps);
			let previousMs = times[0] ?? 0;
			for (const ms of times) {
				if (ms < previousMs - 290_000) {
					continue; // late by more than the line before is allowed to be
				}
				const parsed = parser.parse(lineAt(ms, timeZone));
				t.is(parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined, ms, local(ms, timeZone));
				previousMs = ms;
			}
		}),
	);
});

test('T6: a line that is late by a little does not jump to the second hour, and one from before it comes back', t => {
	const timeZone = 'America/New_York';
	const parser = new LineParser({...defaultReadOptions, timeZone});
	const read = (clock: string) => {
		const parsed = parser.parse(`{"time":"2025-11-02T${clock}","msg":"a"}`);
		return new Date((parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined) ?? 0).toISOString().slice(11, 19);
	};
	t.deepEqual(['01:30:05', '01:30:04', '01:26:00', '01:59:59', '01:00:00', '01:59:58', '01:00:01', '03:00:00', '01:40:00'].map(read), [
		'05:30:05',
		'05:30:04',
		'05:26:00',
		'05:59:59',
		'06:00:00',
		'05:59:58',
		'06:00:01',
		'08:00:00',
		'06:40:00',
	]);
});

test('T6: --since counts back from the end of a log that ends in the second of the two hours', async t => {
	const {timeZone, backMs} = zones[0];
	const times = Array.from({length: 12_000}, (_, index) => backMs - hourMs / 2 + index * 400);
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, times.map(ms => `${lineAt(ms, timeZone)}\n`).join(''));
	t.is(await newestTimeMs([path], {...defaultReadOptions, timeZone}), times.at(-1));
});

test('T6: in several files, each goes on from its own lines; a file that is rotated goes on in the next one', async t => {
	const {timeZone, backMs} = zones[0];
	const read = {...defaultReadOptions, timeZone};
	const times = Array.from({length: 300}, (_, index) => backMs - 1.5 * hourMs + index * 36_000);
	const folder = tempFolder(t);
	const files = ['a', 'b'].map(name => join(folder, name));
	for (const [index, path] of files.entries()) {
		writeFileSync(path, times.map(ms => `${lineAt(ms + index * 10_000, timeZone)}\n`).join(''));
	}
	const [sinceMs, untilMs] = [backMs + hourMs / 4, backMs + hourMs / 2];
	const isIn = (ms: number) => ms >= sinceMs && ms <= untilMs;
	const {counts} = await foldSources({files, command: undefined, stdin: false}, {read, selection: {filter: undefined, sinceMs, untilMs}});
	t.is(counts.events, times.filter(isIn).length + times.filter(ms => isIn(ms + 10_000)).length);

	const fold = new Fold({read, selection: undefined});
	const seen: Array<number | undefined> = [];
	for (const part of [times.slice(0, 200), times.slice(200)]) {
		const input = fold.open(0, {onLine: ({timeMs}) => seen.push(timeMs)});
		input.write(Buffer.from(part.map(ms => `${lineAt(ms, timeZone)}\n`).join('')));
		input.end();
	}
	t.deepEqual(seen, times);
});

/** The night with lines of other kinds: without a time, with a zone of their own, behind a text, no JSON. */
function logOf(times: readonly number[], timeZone: string): string {
	const lines = times.map((ms, index) => {
		switch (index % 7) {
			case 2:
				return `{"level":"info","msg":"no time ${index}"}`;
			case 4:
				return `{"time":"${new Date(ms).toISOString()}","msg":"with a zone"}`;
			case 5:
				return `web-1  | ${local(ms, timeZone)} {"level":"warn","msg":"behind a text"}`;
			case 6:
				return `plain text ${index}`;
			default:
				return lineAt(ms, timeZone);
		}
	});
	return lines.map(line => `${line}\n`).join('');
}

test('T6: a night in which the clock is put back is the same scanned, parsed, live, and read back', t => {
	const folder = tempFolder(t);
	fc.assert(
		fc.property(night, fc.integer({min: 50, max: 2000}), ({zone: {timeZone}, ...steps}, chunkBytes) => {
			const log = Buffer.from(logOf(timesOf(steps), timeZone).repeat(3));
			const read = {...defaultReadOptions, timeZone};
			const expected = parseLog(log, read);
			t.deepEqual(scanLog(log, read, chunkBytes), {...expected, unsure: scanLog(log, read, chunkBytes).unsure});
			const times = expected.lines.map(({parsed}) => (parsed.type === 'event' ? parsed.events[0]?.timeMs : undefined));
			const path = join(folder, 'log');
			writeFileSync(path, log);
			for (const isLive of [false, true]) {
				const fold = new Fold({read, selection: undefined});
				const history = new History({
					read,
					selection: {filter: undefined, sinceMs: undefined, untilMs: undefined},
					firstMs: () => fold.firstMs,
					pageBudgetMs: Number.POSITIVE_INFINITY,
				});
				const store = isLive ? new Ring({maxBytes: 2 ** 26, maxLines: 1e6}) : new FileStore(openSync(path, 'r'));
				const input =
					store instanceof Ring ? openRecorded(fold, history, {file: 0, stream: 'stdout', store}) : openStored(fold, history, 0, store);
				for (let at = 0; at < log.length; at += chunkBytes) {
					input.write(readFileSync(path).subarray(at, at + chunkBytes), 0);
				}
				input.end(0);
				for (const line of [1, 2, 40, Math.floor(times.length / 2), times.length]) {
					const row = history.rowOf(0, line);
					const [event] = row?.parsed.type === 'event' ? row.parsed.events : [];
					t.is(event?.timeMs, times[line - 1], `line ${line} ${isLive ? 'live' : 'of a file'}`);
				}
				const wanted = times.findLast(ms => ms !== undefined);
				const filter = `timestamp=${new Date(wanted ?? 0).toISOString()}`;
				history.setFilter(filter);
				while (history.search());
				const {matched} = history.page({anchor: 'end', offset: 0, count: 3});
				t.is(matched, times.filter(ms => ms === wanted).length, filter);
				if (store instanceof FileStore) {
					store.close();
				}
			}
		}),
		{numRuns: 20},
	);
});

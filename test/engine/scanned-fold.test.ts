import {Buffer} from 'node:buffer';
import {closeSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {Fold, type FoldOptions} from '../../src/engine/fold/fold.ts';
import type {FoldedLine, OnLine, OnRows} from '../../src/engine/fold/fold-input.ts';
import {type MergedInput, openMerged, openStored} from '../../src/engine/live/inputs.ts';
import {LineSplitter} from '../../src/events/lines/split-lines.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {ScannedEvent} from '../../src/events/scan/scanned-event.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {fuzzedLog, fuzzedOptions, type Random, seeded} from '../helpers/fuzzed-log.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const startMs = 1_705_356_000_000;
const unscannedBytes = 300_000; // this many come before the scanner starts

/** @param way - `rows`: scanned, with consecutive lines taken as a whole, as for the screen. */
type How = {readonly way: 'parsed' | 'scanned' | 'rows'; readonly watches?: boolean};

/** What onLine and a watch received, and the state at the end. */
function folded(log: Uint8Array, options: FoldOptions, {way, watches = false}: How) {
	const fold = new Fold(options);
	const told: unknown[] = [];
	let wholeRows = 0;
	const watched: unknown[] = [];
	if (watches) {
		fold.watch({
			advance: timeMs => watched.push(timeMs),
			add: (event, text, timeMs) => watched.push([event.kind, event.component, event.fields, text, timeMs]),
			close: () => watched.push('closed'),
		});
	}
	const onLine: OnLine = ({line: {text, byteLength}, parsed, timeMs, lineNumber, previousMs}) => {
		const events = parsed.type === 'event' ? parsed.events.map(({level, event, fields}) => ({level, event, fields})) : parsed.type;
		told.push({text, byteLength, events, dialect: parsed.type === 'event' ? parsed.dialect : undefined, timeMs, lineNumber, previousMs});
	};
	if (way !== 'parsed') {
		const onRows: OnRows = ({from, to}) => {
			wholeRows += to - from;
			return true;
		};
		const input = fold.open(0, way === 'rows' ? {onLine, onRows} : {onLine});
		input.write(log);
		input.end();
	} else {
		const lines = fold.openLines(0, onLine);
		const splitter = new LineSplitter(line => lines.take(line, lines.parse(line)));
		splitter.write(log);
		splitter.end();
		lines.flush();
	}
	fold.finish();
	const {series, counts, dialects, firstMs, endMs, hasTime, isWaiting} = fold;
	return {told, wholeRows, watched, data: series.toData(), counts, dialects, firstMs, endMs, hasTime, isWaiting};
}

type Folded = ReturnType<typeof folded>;

/** Member by member, and for lists only the first item that differs, because showing everything would take long. */
function same(t: ExecutionContext, actual: Folded, expected: Folded): void {
	for (const list of ['told', 'watched'] as const) {
		const differs = expected[list].findIndex((item, index) => !isDeepStrictEqual(item, actual[list][index]));
		t.deepEqual(actual[list][differs], expected[list][differs]);
		t.is(actual[list].length, expected[list].length);
	}
	sameSums(t, actual, expected);
}

/** The same, except for what was received for single lines. */
function sameSums(t: ExecutionContext, actual: Folded, expected: Folded): void {
	const {told: _told, wholeRows: _rows, watched: _watched, ...sums} = actual;
	const {told: _expectedTold, wholeRows: _expectedRows, watched: _expectedWatched, ...expectedSums} = expected;
	if (!isDeepStrictEqual(sums, expectedSums)) {
		t.deepEqual(sums, expectedSums);
	}
}

/**
Folds in each way: line by line, parsed and scanned, and scanned lines as a whole.

@returns How many lines were taken as a whole.
*/
function sameInEachWay(t: ExecutionContext, log: Uint8Array, options: FoldOptions): number {
	const parsed = folded(log, options, {way: 'parsed'});
	same(t, folded(log, options, {way: 'scanned'}), parsed);
	const whole = folded(log, options, {way: 'rows'});
	sameSums(t, whole, parsed);
	t.is(whole.wholeRows + whole.told.length, parsed.told.length, 'each line is in some rows or received by itself');
	return whole.wholeRows;
}

function selectionOf(random: Random): FoldOptions['selection'] {
	const filters = ['level=ERROR', 'component~sink', 'done', 'event=retry or elapsedMs>10', 'traceId="sink"'];
	return compileMatcher({sinceMs: random() < 0.5 ? undefined : Date.UTC(2024, 0, 15, 21, 59), untilMs: undefined}, [
		random() < 0.5 ? undefined : filters[Math.floor(random() * filters.length)],
	]);
}

test('a scanned log is folded like a parsed one, and listeners see the same lines', t => {
	fc.assert(
		fc.property(fc.integer(), seed => {
			const random = seeded(seed);
			const log = Buffer.concat([Buffer.alloc(unscannedBytes, '{"msg":"x"}\n'), fuzzedLog(random, 200)]);
			const options = {read: fuzzedOptions(random), selection: random() < 0.5 ? undefined : selectionOf(random)};
			const watches = random() < 0.2;
			same(t, folded(log, options, {way: 'scanned', watches}), folded(log, options, {way: 'parsed', watches}));
			sameInEachWay(t, log, options);
		}),
		{numRuns: 8},
	);
});

/**
A line about a stage's work on one of several hosts, up to a few seconds late, with or without a batch id, with any of
its numbers missing.
*/
function workLine(random: Random, line: number): string {
	const of = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
	return JSON.stringify({
		time: random() < 0.05 ? undefined : startMs + line * 100 - Math.floor(random() * 3) * 4000,
		level: of(['info', 'info', 'info', 'warn', 'error', undefined]),
		component: of([...'abcdefg', `stage ${Math.floor(random() * 300)}`, undefined]),
		host: of(['one', 'two', 'three', undefined]),
		event: of(['stage_completed', 'stage_completed', 'stage_completed', 'stage_failed', 'alert', 'done']),
		batch: of([Math.floor(line / 5), Math.floor(line / 5), `b${Math.floor(line / 9)}`, line % 40, undefined]),
		recordsIn: of([500, 0.1, 0, -1, undefined]),
		recordsOut: of([350, 1e300, undefined]),
		elapsedMs: of([10 * random(), 1e5 * random(), 0, 1e-12, undefined]),
		throughputRps: of([1e4 * random(), undefined]),
	});
}

test('work of many stages, hosts and batches, in any order, adds up to the same scanned and parsed', t => {
	fc.assert(
		fc.property(fc.integer(), seed => {
			const random = seeded(seed);
			const lines = Array.from({length: 6000}, (_, line) => workLine(random, line));
			const log = Buffer.from(`${`{"time":${startMs},"msg":"x"}\n`.repeat(8000)}${lines.join('\n')}\n`);
			const options = {read: defaultReadOptions, selection: undefined};
			t.true(sameInEachWay(t, log, options) > 6000);
		}),
		{numRuns: 6},
	);
});

test('only usual lines, a second apart, add up to the same scanned and parsed, however long the log gets', t => {
	const completed = '"event":"stage_completed","component":"sink","recordsIn":5,"recordsOut":5,"elapsedMs":10';
	const lines = Array.from(
		{length: 9000},
		(_, line) => `{"time":${startMs + line * 1000},${line % 2 === 0 ? '"level":"info","msg":"x"' : completed}}`,
	);
	const log = Buffer.from(`${lines.join('\n')}\n`);
	const options = {read: defaultReadOptions, selection: undefined};
	t.true(sameInEachWay(t, log, options) > 7000);
	const fold = new Fold(options);
	const input = fold.open(0);
	input.write(log);
	input.end();
	t.is(fold.series.tally.timeline.size, 9000);
});

test('a night of incidents gives the same series scanned and parsed', t => {
	const night = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url));
	for (const selection of [undefined, compileMatcher({sinceMs: undefined, untilMs: undefined}, ['component=enrichment'])]) {
		const options = {read: defaultReadOptions, selection};
		t.is(sameInEachWay(t, night, options) > 1000, selection === undefined);
	}
});

test('lines of a scanned file are found again like those of a parsed one', t => {
	const path = join(tempFolder(t), 'log.jsonl');
	fc.assert(
		fc.property(fc.integer(), seed => {
			const random = seeded(seed);
			const usual = () =>
				Buffer.from(
					Array.from({length: 3000}, (_, line) => `{"time":${startMs + line + 9 * random()},"level":"info","msg":"${line}"}\n`).join(''),
				);
			writeFileSync(path, Buffer.concat([usual(), fuzzedLog(random, 600), Buffer.from('\n'), usual()]));
			t.deepEqual(found(path, true), found(path, false));
		}),
		{numRuns: 4},
	);
});

function found(path: string, scans: boolean) {
	const fd = openSync(path, 'r');
	const store = new FileStore(fd);
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
	const history = new History({read: defaultReadOptions, selection, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
	const merged: MergedInput = openMerged(fold, history, {file: 0, isMerged: false, store}, line => merged.take(line));
	const input = scans ? openStored(fold, history, 0, store) : merged;
	input.write(readFileSync(path));
	input.end();
	fold.finish();
	const pages = [0, 255, 256, 2999, 3300, 6000].map(anchor => history.page({anchor, offset: 0, count: 40}));
	const times = [0, 100, 1500, 2999, 10 ** 9].map(ms => history.indexAt(startMs + ms));
	history.setFilter('level=error');
	const errors = history.page({anchor: 'end', offset: 0, count: 40});
	closeSync(fd);
	return {pages, times, errors};
}

test('every line of a live stream is split by split2, of a file only those before the scanner starts', t => {
	const night = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url));
	for (const isLive of [true, undefined] as const) {
		const fold = new Fold({read: defaultReadOptions, selection: undefined});
		let scanned = 0;
		const onLine = ({line}: FoldedLine) => {
			scanned += Number(line instanceof ScannedEvent);
		};
		const input = fold.open(0, isLive ? {onLine, isLive} : {onLine});
		input.write(night);
		input.end();
		t.is(fold.counts.lines, night.toString().trimEnd().split('\n').length);
		t.is(scanned === 0, isLive === true);
	}
});

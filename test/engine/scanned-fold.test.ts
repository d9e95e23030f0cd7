import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {Fold, type FoldOptions} from '../../src/engine/fold.ts';
import type {OnLine} from '../../src/engine/fold-input.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {LineSplitter} from '../../src/events/split-lines.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {fuzzedLog, fuzzedOptions, type Random, seeded} from '../helpers/fuzzed-log.ts';

const unscannedBytes = 300_000; // so many come before the scanner begins

/** What onLine and a watch were told, and what is known at the end. */
function folded(log: Uint8Array, options: FoldOptions, {scans, watches}: {readonly scans: boolean; readonly watches: boolean}) {
	const fold = new Fold(options);
	const told: unknown[] = [];
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
	if (scans) {
		const input = fold.open(0, onLine);
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
	return {told, watched, data: series.toData(), counts, dialects, firstMs, endMs, hasTime, isWaiting};
}

/** Member by member, and of lists the first item that differs: all of it would take long to tell. */
function same(t: ExecutionContext, actual: ReturnType<typeof folded>, expected: ReturnType<typeof folded>): void {
	for (const list of ['told', 'watched'] as const) {
		const differs = expected[list].findIndex((item, index) => !isDeepStrictEqual(item, actual[list][index]));
		t.deepEqual(actual[list][differs], expected[list][differs]);
		t.is(actual[list].length, expected[list].length);
	}
	const {told: _told, watched: _watched, ...rest} = actual;
	const {told: _expectedTold, watched: _expectedWatched, ...expectedRest} = expected;
	if (!isDeepStrictEqual(rest, expectedRest)) {
		t.deepEqual(rest, expectedRest);
	}
}

function selectionOf(random: Random): FoldOptions['selection'] {
	const filters = ['level=ERROR', 'component~sink', 'done', 'event=retry or elapsedMs>10', 'traceId="sink"'];
	return compileMatcher({sinceMs: random() < 0.5 ? undefined : Date.UTC(2024, 0, 15, 21, 59), untilMs: undefined}, [
		random() < 0.5 ? undefined : filters[Math.floor(random() * filters.length)],
	]);
}

test('a log that is scanned is folded as one that is parsed, line by line told the same', t => {
	fc.assert(
		fc.property(fc.integer(), seed => {
			const random = seeded(seed);
			const log = Buffer.concat([Buffer.alloc(unscannedBytes, '{"msg":"x"}\n'), fuzzedLog(random, 200)]);
			const options = {read: fuzzedOptions(random), selection: random() < 0.5 ? undefined : selectionOf(random)};
			const watches = random() < 0.2;
			same(t, folded(log, options, {scans: true, watches}), folded(log, options, {scans: false, watches}));
		}),
		{numRuns: 8},
	);
});

test('a night of incidents gives the same series scanned and parsed', t => {
	const night = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url));
	for (const selection of [undefined, compileMatcher({sinceMs: undefined, untilMs: undefined}, ['component=enrichment'])]) {
		const options = {read: defaultReadOptions, selection};
		same(t, folded(night, options, {scans: true, watches: false}), folded(night, options, {scans: false, watches: false}));
	}
});

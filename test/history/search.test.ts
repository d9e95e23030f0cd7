import {Buffer} from 'node:buffer';
import {openSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openRecorded, openStored} from '../../src/engine/live/inputs.ts';
import {rawLine} from '../../src/events/event.ts';
import {LineSplitter} from '../../src/events/lines/split-lines.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {compileMatcher, type Selection} from '../../src/history/line-matcher.ts';
import {Recording} from '../../src/history/recording/recording.ts';
import {createRecordingMark} from '../../src/history/recording/recording-mark.ts';
import {checkFilter} from '../../src/query/filter.ts';
import {loadWasm} from '../../src/wasm/load-wasm.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const noSelection: Selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};

const openHistory = (fold: Fold, selection = noSelection, now = () => 0) =>
	new History({read: defaultReadOptions, selection, firstMs: () => fold.firstMs, now});

function historyOf(t: ExecutionContext, bytes: Buffer, selection = noSelection, now = () => 0): History {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, bytes);
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const history = openHistory(fold, selection, now);
	const store = new FileStore(openSync(path, 'r'));
	t.teardown(() => store.close());
	const input = openStored(fold, history, 0, store);
	input.write(bytes);
	input.end();
	return history;
}

/** The matching lines, by parsing each. */
function matchesOf(bytes: Buffer, filter: string, selection = noSelection): readonly number[] {
	const matcher = compileMatcher(selection, [filter]);
	const parser = new LineParser(defaultReadOptions);
	const found: number[] = [];
	let index = 0;
	let timeMs: number | undefined;
	const splitter = new LineSplitter(({text}) => {
		const parsed = parser.parse(text);
		const times = parsed.type === 'event' ? parsed.events.flatMap(event => event.timeMs ?? []) : [];
		const isMatch = matcher === undefined ? parsed.type !== 'blank' : matcher.matchesLine(parsed, text, times[0] ?? timeMs);
		timeMs = times.at(-1) ?? timeMs;
		found.push(...(isMatch ? [index] : []));
		index++;
	});
	splitter.write(bytes);
	splitter.end();
	return found;
}

function found(history: History, filter: string): readonly number[] {
	history.setFilter(filter);
	while (history.search());
	const {rows, matched} = history.page({anchor: 'start', offset: 0, count: 100_000});
	return rows.length === matched ? rows.map(({index}) => index) : [-1, matched];
}

test('the search by bytes is available', t => {
	t.truthy(loadWasm('find-lines.wasm'), '`npm run build` creates dist/find-lines.wasm');
});

const words = [
	'enrich',
	'ENRICH',
	'Sink',
	'sinK',
	'ſink',
	'straße',
	'STRASSE',
	'İstanbul',
	'istanbul',
	'Ärger',
	'ärger',
	'ДАННЫЕ',
	'данные',
	'Σίσυφος',
	'ⱥb',
	'Ⱥb',
	'😀x',
	'a\\b',
	'timeout',
	'Time Out',
	'1e3',
	'1000',
	'null',
	'true',
	'error',
	'k',
	'i',
	'a"b',
	'\ufffd',
	'\ufeffz',
	'x\ty',
	'{"n":1}',
];
const word = fc.constantFrom(...words);
const key = fc.constantFrom('component', 'service', 'reason', 'host', 'n', 'note', 'err.code', 'Kind', 'tags', 'msg', 'cache', 'ß');
const value = fc.oneof(
	{weight: 4, arbitrary: word},
	{weight: 2, arbitrary: fc.tuple(word, word).map(([left, right]) => `${left} ${right}`)},
	fc.array(word, {maxLength: 2}),
	fc.constantFrom(1000, 1e21, true, null, -0.5),
	fc.record({code: word, id: fc.nat(3)}),
);
const object = fc.dictionary(key, value, {maxKeys: 4, noNullPrototype: true}).chain(fields =>
	fc
		.record({level: fc.constantFrom('info', 'WARN', 'error', 50, 3, undefined, 'Metadata'), spelling: fc.nat(3)})
		.map(({level, spelling}) => {
			const json = JSON.stringify({...(level === undefined ? {} : {level}), ...fields});
			return spelling === 0
				? json.replaceAll(/[einst]/g, letter => `\\u00${letter.charCodeAt(0).toString(16)}`).replace(/^\\u0022/, '"')
				: json;
		}),
);
const line = fc.oneof(
	{weight: 6, arbitrary: object.map(text => Buffer.from(text))},
	{weight: 2, arbitrary: fc.array(word, {maxLength: 3}).map(parts => Buffer.from(parts.join(' ')))},
	object.map(text => Buffer.from(`2024-01-15T22:00:00.5Z stdout F ${text}`)),
	object.map(text => Buffer.from(`2024-01-15T22:00:00.5Z stdout P ${text.slice(0, 9)}`)),
	object.map(text => Buffer.from(JSON.stringify({log: `${text}\n`, stream: 'stdout', time: '2024-01-15T22:00:01Z'}))),
	word.map(text => Buffer.from(JSON.stringify({'Task Info': {Host: text}, Event: 'SparkListenerTaskEnd', 'Stage ID': 3}))),
	word.map(text => Buffer.from(JSON.stringify({time: 1705356000000, pid: 4, level: 30, name: text, msg: text}))),
	word.map(text => Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xe2, 0x84]), Buffer.from(text)])),
	fc.constantFrom(Buffer.from(''), Buffer.from('  '), Buffer.from('\0\0{"note":"sink"}'), Buffer.from('{"note":1e999}')),
);
const log = fc
	.record({lines: fc.array(line, {maxLength: 60}), ending: fc.constantFrom('\n', '\r\n'), hasMark: fc.boolean(), isEnded: fc.boolean()})
	.map(({lines, ending, hasMark, isEnded}) => {
		const pieces = lines.flatMap((bytes, index) => (index === lines.length - 1 && !isEnded ? [bytes] : [bytes, Buffer.from(ending)]));
		return Buffer.concat([...(hasMark ? [Buffer.from('\ufeff')] : []), ...pieces]);
	});

const quote = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const part = fc.tuple(word, fc.nat(4), fc.nat(6)).map(([text, from, length]) => text.slice(from % 3, (from % 3) + 1 + length) || text);
const term: fc.Arbitrary<string> = fc.oneof(
	part.map(quote),
	fc.tuple(key, fc.oneof(word, part)).map(([name, text]) => `${quote(name)}=${quote(text)}`),
	fc
		.tuple(key, fc.oneof(word, part), fc.constantFrom('*', '?'))
		.map(([name, text, star]) => `${quote(name)}=${text.replaceAll(/[\s"'()]/g, '?')}${star}`),
	fc.tuple(key, part, part).map(([name, left, right]) => `${quote(name)}~${quote(`${left}|${right}`)}`),
	fc.tuple(part, part).map(([left, right]) => `~${quote(`${left}|${right}`)}`),
	fc.constantFrom(
		'level>=warn',
		'level=error',
		'level<warn',
		'level!=error',
		'has(note)',
		'has(err.code)',
		'n>=1000',
		'level=Metadata',
		'component=""',
	),
);
const expression = fc
	.tuple(term, term, fc.constantFrom('and', 'or'), fc.boolean())
	.map(([left, right, operator, isNegated]) => `${isNegated ? 'not ' : ''}${left} ${operator} ${right}`);
const filter = fc.oneof(part, word, term, expression).filter(text => text.trim() !== '' && checkFilter(text) === undefined);

test('a search by bytes finds the lines that parsing each one finds', t => {
	fc.assert(
		fc.property(log, fc.array(filter, {minLength: 1, maxLength: 6}), (bytes, filters) => {
			const history = historyOf(t, bytes);
			for (const asked of filters) {
				t.deepEqual(found(history, asked), matchesOf(bytes, asked), asked);
			}
		}),
		{numRuns: 150},
	);
});

test('a search by bytes covers the files of a recording and what is not written yet', async t => {
	await fc.assert(
		fc.asyncProperty(log, filter, fc.boolean(), async (bytes, asked, isWritten) => {
			const path = join(tempFolder(t), 'recording.log');
			const store = new Recording({
				place: {path, mark: createRecordingMark()},
				maxBytes: 1024 ** 2,
				segmentBytes: 100,
				onNotice: notice => t.fail(notice),
			});
			const fold = new Fold({read: defaultReadOptions, selection: undefined});
			const history = openHistory(fold);
			const input = openRecorded(fold, history, {file: 0, stream: 'stdout', store});
			for (let at = 0; at < bytes.length; at += 150) {
				input.write(bytes.subarray(at, at + 150), 0);
				if (isWritten) {
					await store.drain();
				}
			}
			input.end(0);
			t.deepEqual(found(history, asked), matchesOf(bytes, asked), asked);
			await store.close();
		}),
		{numRuns: 60},
	);
});

test('a search by bytes respects times, including those taken from lines before', t => {
	const clock = Array.from({length: 2000}, (_, index) =>
		index % 3 === 0
			? `note ${index % 7}`
			: JSON.stringify({time: new Date(Date.UTC(2024, 0, 15) + index * 1000).toISOString(), n: index % 7}),
	);
	const bytes = Buffer.from(clock.join('\n'));
	const selection: Selection = {filter: undefined, sinceMs: Date.UTC(2024, 0, 15, 0, 10), untilMs: Date.UTC(2024, 0, 15, 0, 20)};
	const history = historyOf(t, bytes, selection);
	const expected = matchesOf(bytes, 'note 5', selection);
	t.true(expected.length > 20);
	t.deepEqual(found(history, 'note 5'), expected);
});

test('interleaved lines of two files are searched in both', t => {
	const texts = [0, 1].map(file =>
		Array.from({length: 3000}, (_, index) => `${file === 0 ? 'left' : 'right'} ${index % 50 === 7 ? 'RARE' : 'often'} ${index}\n`),
	);
	const stores = texts.map((lines, file) => {
		const path = join(tempFolder(t), `log${file}`);
		writeFileSync(path, lines.join(''));
		const store = new FileStore(openSync(path, 'r'));
		t.teardown(() => store.close());
		return store;
	});
	const history = openHistory(new Fold({read: defaultReadOptions, selection: undefined}));
	const offsets = [0, 0];
	const next = [0, 0];
	const order = Array.from({length: 6000}, (_, index) => (index % 1000 < 300 ? 0 : index % 1000 < 600 ? 1 : index % 2));
	const entered: string[] = [];
	for (const file of order) {
		const line = texts[file]?.[next[file] ?? 0];
		const store = stores[file];
		if (line !== undefined && store !== undefined) {
			const text = line.trimEnd();
			const lineNumber = (next[file] ?? 0) + 1;
			const offset = offsets[file] ?? 0;
			history.add({
				store,
				file,
				tagged: false,
				isStderr: false,
				offset,
				byteLength: line.length,
				lineNumber,
				previousMs: undefined,
				isMerged: true,
				timeMs: undefined,
				parsed: rawLine(text),
				line: {text},
			});
			entered.push(text);
			next[file] = lineNumber;
			offsets[file] = offset + line.length;
		}
	}
	for (const asked of ['rare', 'left rare', '~"(?-i)RARE 7"', 'often 299']) {
		t.deepEqual(
			found(history, asked),
			entered.flatMap((text, index) => (new RegExp(asked.replace('~"(?-i)', '').replace('"', ''), 'i').test(text) ? [index] : [])),
			asked,
		);
	}
});

for (const direction of ['up', 'down'] as const) {
	test(`the next rare line is found ${direction} over a long log`, async t => {
		const lines = Array.from({length: 40_000}, (_, index) =>
			JSON.stringify({n: index, note: index === 20_000 ? 'Needle' : 'hay', pad: 'x'.repeat(60)}),
		);
		const history = historyOf(t, Buffer.from(lines.join('\n')));
		t.is(await history.find({from: direction === 'up' ? 'end' : 0, direction, filter: 'note=needle'}), 20_000);
		t.is(await history.find({from: 20_000, direction, filter: 'note=needle'}), undefined);
		t.is(await history.find({from: 30_000, direction, filter: 'n=25000'}), direction === 'up' ? 25_000 : undefined);
	});
}

test('a new filter ends the search for the previous one, and counts show progress', t => {
	const lines = Array.from({length: 60_000}, (_, index) => JSON.stringify({n: index, level: 'info', pad: 'x'.repeat(60)}));
	let nowMs = 0;
	const history = historyOf(t, Buffer.from(lines.join('\n')), noSelection, () => nowMs++); // each block takes time
	history.setFilter('n>=30000');
	history.search();
	const {searched, matched} = history.page({anchor: 'end', offset: 0, count: 1});
	t.true(searched > 0 && searched < 1 && matched > 0 && matched < 30_000, `${searched} ${matched}`);
	t.deepEqual(found(history, 'n=7'), [7]);
	t.true(history.isSearched);
});

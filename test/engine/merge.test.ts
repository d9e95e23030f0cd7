import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {foldSources} from '../../src/engine/fold/fold-sources.ts';
import {LogEnd} from '../../src/engine/fold/log-end.ts';
import {newestTimeMs} from '../../src/engine/fold/newest-time.ts';
import {HistorySink} from '../../src/engine/live/history-sink.ts';
import type {PlacedLine} from '../../src/engine/live/inputs.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {History} from '../../src/history/history.ts';
import {type Block, joinBlocks, mayJoin, takeLine} from '../../src/history/index/block.ts';
import {readBlock} from '../../src/history/index/read-block.ts';
import {LineSet} from '../../src/history/line-set.ts';
import {Recording} from '../../src/history/recording/recording.ts';
import {createRecordingMark} from '../../src/history/recording/recording-mark.ts';
import {runOf} from '../../src/history/recording/whole-lines.ts';
import {Ring} from '../../src/history/ring.ts';
import type {LogRow} from '../../src/history/row.ts';
import {fileRanks} from '../../src/reading/file-ranks.ts';
import {mergeFiles} from '../../src/reading/merge-files.ts';
import type {ReadLine} from '../../src/reading/merge-queue.ts';
import {readLog} from '../../src/reading/read-log.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const noSelection = {filter: undefined, sinceMs: undefined, untilMs: undefined};

type TestLine = {readonly ms: number | undefined; readonly pad: number};
type Place = {readonly file: number; readonly line: number};

function textOf({ms, pad}: TestLine, {file, line}: Place): string {
	const fill = 'x'.repeat(pad);
	return ms === undefined
		? `plain ${file}:${line} ${fill}`
		: JSON.stringify({time: new Date(startMs + ms).toISOString(), msg: `${file}:${line}`, fill});
}

const logOf = (lines: readonly TestLine[], file: number) =>
	lines.map((line, index) => `${textOf(line, {file, line: index + 1})}\n`).join('');

const placeOf = (text: string) => /(\d+:\d+)/.exec(text.replace(/"time":"[^"]*"/, ''))?.[1];

/** The index of several files as one log, read to the end. */
async function historyOf(t: ExecutionContext, paths: readonly string[], onNotice: (notice: string) => void = t.fail) {
	const fold = new Fold({read, selection: undefined});
	const history = new History({read, selection: noSelection, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
	const {signal} = new AbortController();
	const sink = new HistorySink({fold, history, read, files: paths.length, signal, onNotice, onRead() {}});
	await readLog<PlacedLine>({files: paths, stdin: false, command: undefined}, sink, {read, signal, onNotice, onProblem: t.fail});
	t.teardown(() => sink.close());
	return {history, fold};
}

const rowsOf = (history: History) => history.page({anchor: 'end', offset: 0, count: 1e6}).rows;

/** Files as a program writes them: times never go back, and what has no time follows what has one. */
const orderedFiles = fc.array(
	fc
		.tuple(
			fc.integer({min: 0, max: 300}),
			fc.array(
				fc.record({
					step: fc.oneof(fc.constant(undefined), fc.integer({min: 0, max: 40})),
					pad: fc.oneof({weight: 9, arbitrary: fc.nat(40)}, {weight: 1, arbitrary: fc.nat(30_000)}),
				}),
				{maxLength: 60},
			),
		)
		.map(([from, steps]) => {
			let ms = from;
			return [
				{ms, pad: 0},
				...steps.map(({step, pad}): TestLine => {
					ms += step ?? 0;
					return {ms: step === undefined ? undefined : ms, pad};
				}),
			];
		}),
	{minLength: 1, maxLength: 5},
);

/** What a stable sort by time gives, with lines without a time keeping that of the line before. */
function sorted(files: ReadonlyArray<readonly TestLine[]>): readonly string[] {
	const all = files.flatMap((lines, file) => {
		let ms = 0;
		return lines.map((each, index) => {
			ms = each.ms ?? ms;
			return {ms, file, line: index + 1};
		});
	});
	return all.sort((a, b) => a.ms - b.ms || a.file - b.file || a.line - b.line).map(({file, line}) => `${file}:${line}`);
}

test('overlapping files, plain or compressed, are read and read back in the order of a stable sort by time, each line with its file and number', async t => {
	const folder = tempFolder(t);
	let run = 0;
	await fc.assert(
		fc.asyncProperty(orderedFiles, async files => {
			run++;
			const paths = files.map((lines, file) => {
				const bytes = Buffer.from(logOf(lines, file));
				const path = join(folder, `${run}-${file}`);
				writeFileSync(path, file % 3 === 1 ? gzipSync(bytes) : file % 3 === 2 ? zstdCompressSync(bytes) : bytes);
				return path;
			});
			const {history, fold} = await historyOf(t, paths);
			const rows = rowsOf(history);
			const expected = sorted(files);
			t.deepEqual(
				rows.map(({text}) => placeOf(text)),
				[...expected],
			);
			t.deepEqual(
				rows.map(({file, line}) => `${file}:${line}`),
				[...expected],
			);
			t.deepEqual(
				rows.map(({index}) => index),
				expected.map((_, index) => index),
			);
			t.is(fold.counts.lines, expected.length);
		}),
		{numRuns: 40},
	);
});

const anyFiles = fc.array(fc.array(fc.oneof(fc.constant(undefined), fc.nat(60)), {maxLength: 60}), {minLength: 1, maxLength: 4});

/** The lines of files in memory in merged order, a number of them at a time. */
async function mergedInMemory(
	files: ReadonlyArray<ReadonlyArray<number | undefined>>,
	sizes: readonly number[],
): Promise<readonly string[]> {
	const taken: string[] = [];
	const parser = new LineParser(read);
	const ordered = files.map((times, file) => ({
		path: '',
		file,
		rank: file,
		arrivals: undefined,
		firstMs: Math.min(...times.flatMap(ms => (ms === undefined ? [] : startMs + ms))),
	}));
	await mergeFiles<ReadLine>(
		ordered.sort((a, b) => a.firstMs - b.firstMs || a.file - b.file),
		({file}, onLine) => {
			const lines = (files[file] ?? []).map((ms, index) => textOf({ms, pad: 0}, {file, line: index + 1}));
			let reads = 0;
			return {
				async read() {
					const some = lines.splice(0, sizes[reads++ % sizes.length]);
					for (const text of some) {
						onLine({line: {text, byteLength: 0, terminated: true, oversized: false, malformed: false}, parsed: parser.parse(text)});
					}
					return lines.length > 0;
				},
				hold: line => line,
				take: ({line}) => taken.push(placeOf(line.text) ?? ''),
				end() {},
			};
		},
		{onProblem: assert.fail},
	);
	return taken;
}

test('however much is read at a time, the order is the same, no line is lost, and the lines of a file keep their order', async t => {
	await fc.assert(
		fc.asyncProperty(anyFiles, fc.array(fc.integer({min: 1, max: 30}), {minLength: 1, maxLength: 5}), async (files, sizes) => {
			const whole = await mergedInMemory(files, [1000]);
			t.deepEqual(await mergedInMemory(files, sizes), whole);
			for (const [file, times] of files.entries()) {
				t.deepEqual(
					whole.filter(place => place.startsWith(`${file}:`)),
					times.map((_, index) => `${file}:${index + 1}`),
				);
			}
		}),
	);
});

test('when times are equal, files of a rotated set come oldest first, others in the order given', t => {
	const ranked = (...paths: readonly string[]) =>
		paths
			.map((path, at) => ({path, rank: fileRanks(paths)[at] ?? -1}))
			.sort((a, b) => a.rank - b.rank)
			.map(({path}) => path);
	t.deepEqual(ranked('b.log', 'a.log'), ['b.log', 'a.log']);
	t.deepEqual(ranked('app.log', 'app.log.1', 'app.log.10.gz', 'app.log.2.gz'), ['app.log.10.gz', 'app.log.2.gz', 'app.log.1', 'app.log']);
	t.deepEqual(ranked('app.log', 'x', 'app.log-20240114.gz', 'app.log-20240115'), [
		'app.log-20240114.gz',
		'x',
		'app.log-20240115',
		'app.log',
	]);
});

test('one line from a clock that runs ahead holds nothing back', async t => {
	const files = [
		[0, 10, 9000, ...Array.from({length: 30}, (_, index) => 20 + 10 * index)],
		Array.from({length: 30}, (_, index) => 5 + 10 * index),
	];
	const merged = await mergedInMemory(files, [7]);
	t.is(merged.indexOf('0:3'), merged.indexOf('0:2') + 1);
	t.true(merged.indexOf('0:4') < merged.indexOf('1:3'));
});

test('a late line keeps its place in its file, and the lines after it stay merged', async t => {
	const files = [
		[0, 100, 7, 200, 300, 400],
		[50, 150, 250, 350],
	];
	t.deepEqual(await mergedInMemory(files, [2]), ['0:1', '1:1', '0:2', '0:3', '1:2', '0:4', '1:3', '0:5', '1:4', '0:6']);
});

test('the end of a log is its newest time, unless the events after it refute that', t => {
	const endOf = (times: readonly number[]) => {
		const end = new LogEnd();
		const ends = times.map(seconds => {
			end.add(seconds * 1000);
			return (end.ms ?? 0) / 1000;
		});
		end.finish();
		return {ends, ms: (end.ms ?? 0) / 1000};
	};
	t.deepEqual(endOf([0, 10, 5, 20]).ends, [0, 10, 10, 20]);
	// After a pause of an hour the log continues immediately.
	t.deepEqual(endOf([0, 3600, 3601]).ends, [0, 3600, 3601]);
	// A clock two hours ahead shows for two more events, and never again.
	t.deepEqual(endOf([0, 7200, 1, 2, 3, 7204, 5, 6]).ends, [0, 7200, 7200, 7200, 3, 3, 5, 6]);
	t.is(endOf([7200, 0, 1, 2, 3]).ms, 3);
	t.deepEqual([endOf([0, 7200]).ms, endOf([0, 7200, 7201, 1]).ms, endOf([0, 7200, 1, 2]).ms], [7200, 7201, 2]);
	// A single late event as the last refutes nothing.
	t.is(endOf([0, 7200, 1]).ms, 7200);
	const back = [0, 7200, 1, 2, 3, ...Array.from({length: 20}, (_, index) => 7200 + index)];
	t.is(endOf(back).ms, 7219);
});

test('with two clocks hours apart, the end is at the one that is right', t => {
	const end = new LogEnd();
	for (let second = 0; second < 200; second++) {
		end.add(second * 1000);
		end.add(second % 3 === 0 ? second * 1000 + 7_200_000 : second * 1000);
	}
	end.finish();
	t.is(end.ms, 199_000);
});

test('on the screen several files are one log, lines without a time follow their own, and late ones are counted', async t => {
	const folder = tempFolder(t);
	const logs = [
		[0, undefined, 20, 5, 40],
		[10, 30, undefined, 50],
	].map(times => times.map(ms => ({ms, pad: 0})));
	const paths = logs.map((lines, file) => {
		const path = join(folder, `box${file}.log`);
		writeFileSync(path, logOf(lines, file));
		return path;
	});
	const {history, fold} = await historyOf(t, paths);
	fold.finish();
	t.deepEqual(
		rowsOf(history).map(({text}) => placeOf(text)),
		['0:1', '0:2', '1:1', '0:3', '0:4', '1:2', '1:3', '0:5', '1:4'],
	);
	t.is(history.page({anchor: 'end', offset: 0, count: 1}).outOfOrder, 1);
	const late = rowsOf(history).find(({file, line}) => file === 0 && line === 4);
	t.deepEqual([late?.timeMs, late?.previousMs], [startMs + 5, startMs + 20]);
	t.is(fold.endMs, startMs + 50);
	history.setFilter('plain');
	t.deepEqual(
		rowsOf(history).map(({file, line, timeMs}) => [file, line, timeMs]),
		[
			[0, 2, startMs],
			[1, 3, startMs + 30],
		],
	);
});

test('merged blocks are read back as they were', t => {
	fc.assert(
		fc.property(fc.array(fc.nat(3), {minLength: 2, maxLength: 40}), fc.nat(), (files, cut) => {
			const stores = [0, 1, 2, 3].map(() => new Ring({maxBytes: 1e6, maxLines: 1e6}));
			const counts = [0, 0, 0, 0];
			const newBlock = (firstIndex: number): Block => ({
				segments: [],
				order: undefined,
				isMerged: true,
				firstIndex,
				timeMs: undefined,
				lines: 0,
				byteLength: 0,
				filled: 0,
				matched: 0,
				stderr: new LineSet(),
				levels: 0,
				hasDerived: false,
			});
			const middle = 1 + (cut % (files.length - 1));
			const [left, right] = [newBlock(0), newBlock(middle)];
			for (const [index, file] of files.entries()) {
				const store = stores[file] ?? new Ring({maxBytes: 0, maxLines: 0});
				const lineNumber = (counts[file] ?? 0) + 1;
				counts[file] = lineNumber;
				const bytes = Buffer.from(`${textOf({ms: index, pad: index}, {file, line: lineNumber})}\n`);
				const offset = store.append(runOf([bytes], 1));
				takeLine(index < middle ? left : right, {
					store,
					file,
					tagged: false,
					isStderr: false,
					offset,
					byteLength: bytes.length,
					lineNumber,
					previousMs: undefined,
					isMerged: true,
					timeMs: undefined,
				});
			}
			const apart = [...readBlock(left, read, undefined), ...readBlock(right, read, undefined)];
			t.true(mayJoin(left, right));
			joinBlocks(left, right);
			const joined = readBlock(left, read, undefined);
			const shown = (rows: readonly LogRow[]) => rows.map(({index, file, line, text}) => [index, file, line, text]);
			t.deepEqual(shown(joined), shown(apart));
			t.is(joined.length, files.length);
			t.true(left.segments.length <= 4);
		}),
	);
});

test('a recording of lines without times is replayed by arrival times, on the screen and in health', async t => {
	const path = join(tempFolder(t), 'run.jsonl');
	const recording = new Recording({place: {path, mark: createRecordingMark()}, maxBytes: 1e9, onNotice: t.fail});
	const texts = Array.from({length: 30}, (_, index) => (index % 5 === 4 ? `plain ${index}` : JSON.stringify({msg: `event ${index}`})));
	for (const [index, text] of texts.entries()) {
		recording.append(runOf([Buffer.from(`${text}\n`)], 1), 'stdout', startMs + index * 1000);
	}
	await recording.close();
	const {history, fold} = await historyOf(t, [path], () => {});
	t.true(fold.hasTime);
	t.deepEqual(
		rowsOf(history).map(({text, timeMs}) => [text, timeMs]),
		texts.map((text, index) => [text, startMs + index * 1000]),
	);
	const {series, hasTime} = await foldSources({files: [path], command: undefined, stdin: false}, {read, selection: noSelection});
	t.deepEqual([hasTime, series.fromMs, series.toMs], [true, startMs, startMs + 28_000]);
	t.is(await newestTimeMs([path], read), startMs + 29_000);
	// If lines have times of their own, those count; a damaged side file is ignored.
	writeFileSync(path, `${textOf({ms: 7, pad: 0}, {file: 0, line: 1})}\n`);
	t.is((await historyOf(t, [path])).fold.endMs, startMs + 7);
	writeFileSync(`${path}.times`, 'null\n{"offset":"x"}\n{"off');
	writeFileSync(path, texts.join('\n'));
	t.false((await historyOf(t, [path])).fold.hasTime);
});

test('arrival times that someone else may have put beside a log are not read, and the user is told: a link, a FIFO, an endless file, one that others can write', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'run.jsonl');
	const times = `${path}.times`;
	writeFileSync(path, '{"msg":"a"}\n{"msg":"b"}\n');
	const folded = () => foldSources({files: [path], command: undefined, stdin: false}, {read, selection: noSelection});
	const arrivals = `{"offset":0,"atMs":${startMs}}\n`;
	writeFileSync(join(folder, 'elsewhere'), arrivals, {mode: 0o600});
	for (const [make, why] of [
		[() => symlinkSync(join(folder, 'elsewhere'), times), 'is a link'],
		[() => execFileSync('mkfifo', [times]), 'is not a regular file'],
		[() => writeFileSync(times, arrivals) ?? truncateSync(times, 1e12), 'is larger than'],
		[() => writeFileSync(times, arrivals) ?? chmodSync(times, 0o666), 'can be written by others'],
	] as const) {
		make();
		const {hasTime, notices} = await folded();
		t.false(hasTime, why);
		t.regex(notices.join(), new RegExp(`run.jsonl: the times of its lines' arrival are not read: .*run.jsonl.times: ${why}`));
		rmSync(times);
	}
	writeFileSync(times, `${arrivals.replace(String(startMs), '1e300')}${arrivals}`, {mode: 0o600});
	t.like((await folded()).series, {fromMs: startMs});
	writeFileSync(path, `${textOf({ms: 7, pad: 0}, {file: 0, line: 1})}\n`);
	chmodSync(times, 0o666);
	t.deepEqual((await folded()).notices, []); // they are not needed
});

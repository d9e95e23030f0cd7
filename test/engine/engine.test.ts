import {Buffer} from 'node:buffer';
import {appendFileSync, mkdtempSync, readFileSync, renameSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {startEngine} from '../../src/engine/client.ts';
import {Fold} from '../../src/engine/fold.ts';
import {foldSources} from '../../src/engine/fold-sources.ts';
import {newestTimeMs} from '../../src/engine/newest-time.ts';
import {orderFiles} from '../../src/engine/order-files.ts';
import type {EngineFrame, EngineOptions} from '../../src/engine/protocol.ts';
import {SourceError, UsageError} from '../../src/errors.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {tempFolder, until} from '../helpers/temp-folder.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const isoAt = (seconds: number) => new Date(startMs + seconds * 1000).toISOString();
const stages = ['ingest', 'feature', 'sink'] as const;

function eventAt(seconds: number, index: number): string {
	return JSON.stringify({
		timestamp: isoAt(seconds),
		level: index % 50 === 49 ? 'ERROR' : 'INFO',
		component: stages[index % 3],
		event: 'stage_completed',
		batch: Math.floor(index / 3),
		recordsIn: 100,
		recordsOut: 90,
		elapsedMs: 10 + (index % 7),
		throughputRps: 1000 + (index % 11),
	});
}

const logOf = (count: number, from = 0) => Array.from({length: count}, (_, index) => `${eventAt(from + index / 10, index)}\n`).join('');

const noSelection = {filter: undefined, sinceMs: undefined, untilMs: undefined};

function foldChunks(chunks: readonly Buffer[]) {
	const fold = new Fold({read, selection: undefined});
	const input = fold.open(0);
	for (const chunk of chunks) {
		input.write(chunk);
	}
	input.end();
	fold.finish();
	const {series, counts, hasTime, dialects} = fold;
	return {counts, snapshot: snapshotAt(series, {atMs: undefined, windowMs: 60_000, hasTime, source: counts, dialects}), series, hasTime};
}

const anyLine = fc.oneof(
	fc.tuple(fc.integer({min: 0, max: 500}), fc.nat(20)).map(([seconds, index]) => eventAt(seconds, index)),
	fc.constantFrom(
		'',
		'  ',
		'plain é text',
		'{"broken":',
		'[1,2]',
		'{"msg":"no time"}',
		'\ufeff',
		'a\rb',
		'{"circuitName":"c","event":"circuit_state_change","newState":"open"}',
	),
);

test.serial('any chunking of a log gives the same snapshot and the same counts, and every line is counted once', t => {
	fc.assert(
		fc.property(
			fc.array(anyLine, {maxLength: 30}),
			fc.constantFrom('\n', '\r\n'),
			fc.boolean(),
			fc.array(fc.nat(4000), {maxLength: 8}),
			(lines, newline, isTerminated, cuts) => {
				const bytes = Buffer.from(lines.join(newline) + (isTerminated && lines.length > 0 ? newline : ''));
				const ends = [...cuts.map(cut => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
				const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
				const whole = foldChunks([bytes]);
				const cut = foldChunks(chunks);
				const {lines: counted, eventLines, rawLines, blankLines} = whole.counts;
				const text = bytes.toString();
				const expected = text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);
				t.deepEqual(cut.snapshot, whole.snapshot);
				t.is(counted, expected);
				t.is(eventLines + rawLines + blankLines, counted);
				t.is(whole.counts.bytes, bytes.length);
			},
		),
		{numRuns: 60},
	);
});

test.serial('a log cut at every byte into two chunks is the same log', t => {
	const bytes = Buffer.from(`${eventAt(1, 1)}\r\n{"msg":"é€😀","timestamp":"${isoAt(2)}"}\nplain\n${eventAt(3, 2)}`);
	const whole = JSON.stringify(foldChunks([bytes]).snapshot);
	for (let cut = 0; cut <= bytes.length; cut++) {
		if (JSON.stringify(foldChunks([bytes.subarray(0, cut), bytes.subarray(cut)]).snapshot) !== whole) {
			t.fail(`cut at ${cut}`);
		}
	}
	t.pass();
});

test.serial('events before the first time take it, later ones that of the line before', t => {
	const {series, counts, hasTime} = foldChunks([Buffer.from(`{"msg":"a"}\n{"msg":"b"}\n{"msg":"c","time":"${isoAt(5)}"}\n{"msg":"d"}\n`)]);
	t.true(hasTime);
	t.is(counts.events, 4);
	t.deepEqual([series.fromMs, series.toMs], [startMs + 5000, startMs + 5000]);
});

test.serial('a log without times has none, and all its events count', t => {
	const {snapshot, hasTime} = foldChunks([Buffer.from('{"msg":"a"}\n'.repeat(20_000))]);
	t.false(hasTime);
	t.is(snapshot.source.events, 20_000);
	t.is(snapshot.atMs, undefined);
});

test.serial('files are put in the order of their first times, and the newest time is found at their ends', async t => {
	const folder = tempFolder(t);
	const paths = ['late', 'early', 'untimed'].map(name => join(folder, name));
	writeFileSync(paths[0] ?? '', logOf(20, 1000));
	writeFileSync(paths[1] ?? '', gzipSync(logOf(5000)));
	writeFileSync(paths[2] ?? '', 'nothing timed\n');
	t.deepEqual(
		(await orderFiles(paths, read)).map(({file}) => file),
		[1, 0, 2],
	);
	t.is(await newestTimeMs(paths, read), startMs + 1_001_900);
	t.is(await newestTimeMs(paths.slice(1), read), startMs + 499_900);
});

test.serial('a selection folds what it lets through and counts all that was read', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, logOf(300));
	const {series, counts} = await foldSources(
		{files: [path], command: undefined, stdin: false},
		{read, selection: {filter: 'component=sink', sinceMs: startMs + 10_000, untilMs: startMs + 20_000}},
	);
	t.is(counts.lines, 300);
	// Every third of the 101 lines from 10 s to 20 s: 101, 104, ... 200.
	t.is(counts.events, 34);
	t.deepEqual([series.fromMs, series.toMs], [startMs + 10_100, startMs + 20_000]);
});

function engineOn(t: ExecutionContext, options: Partial<EngineOptions>) {
	const engine = startEngine({
		sources: [],
		read,
		selection: noSelection,
		windowMs: 60_000,
		recording: undefined,
		publishMs: 20,
		...options,
	});
	const frames: EngineFrame[] = [];
	engine.onFrame(frame => frames.push(frame));
	let stopped: Promise<void> | undefined;
	const stop = () => {
		stopped ??= engine.stop();
		return stopped;
	};
	t.teardown(stop);
	const frame = async (holds: (frame: EngineFrame) => boolean): Promise<EngineFrame> => {
		await until(() => {
			const last = frames.at(-1);
			return last !== undefined && holds(last);
		});
		const last = frames.at(-1);
		return last ?? t.fail();
	};
	return {engine, frames, frame, stop};
}

const texts = (frame: EngineFrame) => frame.page.rows.map(({text}) => text);

test.serial('the engine shows of a file what a fold without it gives', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, logOf(20_000));
	const {engine, frame} = engineOn(t, {sources: [{type: 'file', path}]});
	engine.setPage({anchor: 'end', offset: 0, count: 3});
	const last = await frame(({reading}) => reading.ended);
	const {series, counts, hasTime, dialects} = await foldSources(
		{files: [path], command: undefined, stdin: false},
		{read, selection: noSelection},
	);
	t.deepEqual(last.snapshot, snapshotAt(series, {atMs: undefined, windowMs: 60_000, hasTime, source: counts, dialects}));
	t.is(last.reading.bytesRead, last.reading.bytesTotal ?? -1);
	t.deepEqual(texts(last), readFileSync(path, 'utf8').split('\n').slice(-4, -1));
	t.like(last.page, {total: 20_000, matched: 20_000, searched: 1, after: 0, firstIndex: 0});
});

test.serial('a filter narrows the log of a running engine, and the next error is found', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, logOf(5000));
	const {engine, frame} = engineOn(t, {sources: [{type: 'file', path}]});
	engine.setPage({anchor: 'end', offset: 0, count: 2});
	engine.setFilter('level=error and component=sink');
	// Of every 50th line, the third is of the sink: 149, 299, ...
	const narrowed = await frame(({reading, page}) => reading.ended && page.searched === 1);
	t.is(narrowed.page.matched, 33);
	t.deepEqual(
		narrowed.page.rows.map(({index}) => index),
		[4799, 4949],
	);
	t.is(await engine.find({from: 4799, direction: 'up', filter: 'level>=error'}), 4649);
	t.deepEqual(
		(await engine.around(100, 3)).map(({index}) => index),
		[99, 100, 101],
	);
});

test.serial('files that were cut from one log read on from one to the next, compressed or not', async t => {
	const folder = tempFolder(t);
	const paths = [join(folder, 'b.log'), join(folder, 'a.log.gz')];
	writeFileSync(paths[0] ?? '', logOf(1000, 100));
	writeFileSync(paths[1] ?? '', gzipSync(logOf(1000)));
	const {engine, frame} = engineOn(t, {sources: paths.map(path => ({type: 'file', path}))});
	engine.setPage({anchor: 1000, offset: 0, count: 2});
	const last = await frame(({reading, page}) => reading.ended && page.rows.length === 2);
	t.deepEqual(texts(last), [eventAt(99.9, 999), eventAt(100, 0)]);
	t.deepEqual(
		last.page.rows.map(({file}) => file),
		[1, 0],
	);
});

test.serial('a file that can not be read, and one that is UTF-16, fail with their name', async t => {
	const folder = tempFolder(t);
	const {engine} = engineOn(t, {sources: [{type: 'file', path: join(folder, 'missing')}]});
	await t.throwsAsync(engine.failed, {instanceOf: SourceError, message: /missing: no such file/});
	const path = join(folder, 'utf16');
	writeFileSync(path, Buffer.from('\ufeff{"a":1}\n', 'utf16le'));
	const other = engineOn(t, {sources: [{type: 'file', path}]});
	await t.throwsAsync(other.engine.failed, {instanceOf: SourceError, message: /utf16: .*UTF-16/});
});

test.serial('a stream is recorded as it is read, both outputs apart, and all of it can be read back', async t => {
	const path = join(tempFolder(t), 'run.jsonl');
	const {engine, frame, stop} = engineOn(t, {sources: [{type: 'stream', name: 'pipeline'}], recording: {path, maxBytes: 1e9}});
	engine.setPage({anchor: 'end', offset: 0, count: 3});
	const log = Buffer.from(logOf(2000));
	await Promise.all([engine.push(0, 'stdout', Buffer.from(log.subarray(0, 1000))), engine.push(0, 'stderr', Buffer.from('a wa'))]);
	await engine.push(0, 'stdout', Buffer.from(log.subarray(1000)));
	await engine.push(0, 'stderr', Buffer.from('rning'));
	engine.end(0);
	const last = await frame(({reading}) => reading.ended);
	t.like(last.snapshot.source, {lines: 2001, eventLines: 2000, rawLines: 1});
	t.is(last.reading.recordingPath, path);
	t.deepEqual(last.page.rows.map(({stream, text}) => [stream, text]).at(-1), ['stderr', 'a warning']);
	engine.setPage({anchor: 'start', offset: 0, count: 2});
	t.deepEqual(texts(await frame(({page}) => page.rows.length === 2)), [eventAt(0, 0), eventAt(0.1, 1)]);
	await stop();
	t.is(readFileSync(path, 'utf8'), `${log.toString()}a warning\n`);
});

test.serial('without a recording the newest lines are kept, the others are counted as gone, and the numbers hold', async t => {
	const {engine, frame} = engineOn(t, {sources: [{type: 'stream', name: 'stdin'}]});
	engine.setPage({anchor: 'start', offset: 0, count: 1});
	const chunk = Buffer.from(`{"time":"${isoAt(0)}","text":"${'x'.repeat(1000)}"}\n`.repeat(1000));
	for (let index = 0; index < 60; index++) {
		await engine.push(0, 'stdout', Buffer.from(chunk));
	}
	engine.end(0);
	const {snapshot, reading, page} = await frame(each => each.reading.ended);
	t.is(snapshot.source.events, 60_000);
	t.true(reading.droppedLines > 20_000 && reading.droppedLines < 40_000);
	t.is(page.firstIndex, reading.droppedLines);
	t.is(page.rows[0]?.index, page.firstIndex);
});

test.serial('a recording that can not be made is a wrong option', async t => {
	const path = join(tempFolder(t), 'taken');
	writeFileSync(path, '');
	const {engine} = engineOn(t, {sources: [{type: 'stream', name: 'stdin'}], recording: {path, maxBytes: 1e9}});
	await t.throwsAsync(engine.failed, {instanceOf: UsageError, message: /is there already/});
});

test.serial('a followed file goes on over a rotation and a truncation, and says what happened', async t => {
	const path = join(tempFolder(t), 'log');
	const {engine, frame} = engineOn(t, {sources: [{type: 'follow', path}]});
	engine.setPage({anchor: 'end', offset: 0, count: 10});
	await frame(({reading}) => reading.notices.includes(`waiting for ${path}`));
	writeFileSync(path, `${eventAt(1, 1)}\n`);
	await frame(({snapshot}) => snapshot.source.events === 1);
	renameSync(path, `${path}.1`);
	writeFileSync(path, `${eventAt(2, 2)}\n${eventAt(2, 3)}\nhalf`);
	const rotated = await frame(({snapshot}) => snapshot.source.events === 3);
	t.deepEqual(texts(rotated), [eventAt(1, 1), eventAt(2, 2), eventAt(2, 3)]);
	truncateSync(path, 0);
	appendFileSync(path, `${eventAt(4, 4)}\n`);
	const emptied = await frame(({snapshot}) => snapshot.source.events === 4);
	t.deepEqual(texts(emptied), [eventAt(1, 1), eventAt(4, 4)]);
	t.is(emptied.reading.droppedLines, 2);
	t.is(emptied.snapshot.source.lines, 4);
	t.false(emptied.reading.ended);
	t.regex(emptied.reading.notices.join('\n'), /truncated/);
});

test.serial('a live log without any time goes by the time of arrival', async t => {
	const {engine, frame} = engineOn(t, {sources: [{type: 'stream', name: 'stdin'}]});
	const before = Date.now();
	await engine.push(0, 'stdout', Buffer.from('{"msg":"a"}\n'));
	const {snapshot} = await frame(({snapshot: {source}}) => source.events === 1);
	t.true((snapshot.fromMs ?? 0) >= before - 2000 && (snapshot.fromMs ?? 0) <= Date.now() + 2000);
});

test.serial('live, now is the newest event and the time since it came', async t => {
	const {engine, frame, frames} = engineOn(t, {sources: [{type: 'stream', name: 'stdin'}]});
	await engine.push(0, 'stdout', Buffer.from(`${eventAt(0, 0)}\n`));
	await frame(({snapshot}) => snapshot.source.events === 1);
	const count = frames.length;
	const later = await frame(({snapshot}) => (snapshot.atMs ?? 0) >= startMs + 1000);
	t.true(frames.length - count <= 4, 'nothing but the ages makes frames');
	t.is(later.snapshot.toMs, startMs);
});

test.serial('an object nested ten thousand deep does not stop the frames', async t => {
	const path = join(mkdtempSync(join(tmpdir(), 'obs-top-test-')), 'log');
	writeFileSync(path, `{"time":"${isoAt(0)}","a":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}\n`);
	const {engine, frame} = engineOn(t, {sources: [{type: 'file', path}]});
	engine.setPage({anchor: 'end', offset: 0, count: 3});
	t.is((await frame(({reading, page}) => reading.ended && page.rows.length === 1)).snapshot.source.lines, 1);
});

import {Buffer} from 'node:buffer';
import {appendFileSync, mkdtempSync, readFileSync, renameSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {startEngine} from '../../src/engine/client.ts';
import {Fold} from '../../src/engine/fold/fold.ts';
import {foldSources} from '../../src/engine/fold/fold-sources.ts';
import {newestTimeMs} from '../../src/engine/fold/newest-time.ts';
import type {EngineFrame, EngineOptions} from '../../src/engine/protocol.ts';
import {SourceError, UsageError} from '../../src/errors.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {createRecordingMark} from '../../src/history/recording/recording-mark.ts';
import type {AlertChange} from '../../src/insight/alerts/alert-change.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {orderFiles} from '../../src/reading/order-files.ts';
import {coreOn} from '../helpers/engine-core.ts';
import {eventually} from '../helpers/eventually.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

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

test.serial('R10, R11: any chunking of a log gives the same snapshot and counts, and every line is counted once', t => {
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

test.serial('a log cut into two chunks at any byte is the same log', t => {
	const bytes = Buffer.from(`${eventAt(1, 1)}\r\n{"msg":"é€😀","timestamp":"${isoAt(2)}"}\nplain\n${eventAt(3, 2)}`);
	const whole = JSON.stringify(foldChunks([bytes]).snapshot);
	for (let cut = 0; cut <= bytes.length; cut++) {
		if (JSON.stringify(foldChunks([bytes.subarray(0, cut), bytes.subarray(cut)]).snapshot) !== whole) {
			t.fail(`cut at ${cut}`);
		}
	}
	t.pass();
});

test.serial('events before the first time take that time, later ones the time of the line before', t => {
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

test.serial('files are ordered by their first times, and the newest time is found at their ends', async t => {
	const folder = tempFolder(t);
	const paths = ['late', 'early', 'untimed'].map(name => join(folder, name));
	writeFileSync(paths[0] ?? '', logOf(20, 1000));
	writeFileSync(paths[1] ?? '', gzipSync(logOf(5000)));
	writeFileSync(paths[2] ?? '', 'nothing timed\n');
	t.deepEqual(
		(await orderFiles(paths, read, {onProblem: t.fail})).map(({file}) => file),
		[1, 0, 2],
	);
	t.is(await newestTimeMs(paths, read), startMs + 1_001_900);
	t.is(await newestTimeMs(paths.slice(1), read), startMs + 499_900);
});

test.serial('a selection folds the events it matches and counts everything that was read', async t => {
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
	engine.onFrame(frame => {
		frames.push(frame);
	});
	let stopped: ReturnType<typeof engine.stop> | undefined;
	const stop = async () => {
		stopped ??= engine.stop();
		await stopped;
	};
	t.teardown(stop);
	const frame = async (holds: (frame: EngineFrame) => boolean): Promise<EngineFrame> => {
		await eventually(() => {
			const last = frames.at(-1);
			return last !== undefined && holds(last);
		});
		const last = frames.at(-1);
		return last ?? t.fail();
	};
	return {engine, frames, frame, stop};
}

const texts = (frame: EngineFrame) => frame.page.rows.map(({text}) => text);

test.serial('for a file the engine shows the same as a fold without it', async t => {
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
	// Of every 50th line, every third belongs to the sink: 149, 299, ...
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

test.serial('what is asked for at the same time is answered to the one who asked', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'log');
	const log = logOf(300);
	writeFileSync(path, log);
	const {engine, frame} = engineOn(t, {sources: [{type: 'file', path}]});
	await frame(({reading}) => reading.ended);
	const [rows, last, exported, refused, before] = await Promise.all([
		engine.lines([
			{file: 0, line: 7},
			{file: 0, line: 301},
		]),
		engine.lines([{file: 0, line: 300}]),
		engine.exportLines(join(folder, 'copy'), () => {}),
		engine.exportLines(path, () => {}),
		engine.around(0, 1),
	]);
	const lines = log.split('\n');
	t.deepEqual(
		[rows, last, before].map(each => each.map(row => row?.text)),
		[[lines[6], undefined], [lines[299]], [lines[0]]],
	);
	t.true(['done', 'stopped'].includes(exported.type), 'the other export may stop it');
	t.deepEqual(refused, {type: 'taken'});
	t.deepEqual(await engine.exportLines(join(folder, 'whole'), () => {}), {type: 'done', lines: 300, bytes: log.length, lostLines: 0});
	t.is(readFileSync(join(folder, 'whole'), 'utf8'), log);
});

test.serial('while nobody has room for another frame none is made, lines are still read, and then the newest comes', async t => {
	const [held, free] = [
		engineOn(t, {sources: [{type: 'stream', name: 'stdin'}]}),
		engineOn(t, {sources: [{type: 'stream', name: 'stdin'}]}),
	];
	const room = Promise.withResolvers<void>();
	held.engine.onFrame(() => room.promise);
	let pushed = 0;
	const push = async () => {
		await Promise.all([held, free].map(({engine}) => engine.push(0, 'stdout', Buffer.from(logOf(1)))));
		pushed++;
	};
	await push();
	await eventually(() => held.frames.length === 1);
	// Long enough for one with room to get frame after frame.
	for (const before = free.frames.length; free.frames.length < before + 5; ) {
		await push();
	}
	await eventually(async () => (await held.engine.around(pushed - 1, 1)).length > 0, 'all are read');
	t.is(held.frames.length, 1);
	room.resolve();
	await eventually(() => held.frames.length > 1);
	t.is(held.frames[1]?.snapshot.source.lines, pushed);
});

test.serial('files that were split from one log continue from one to the next, compressed or not', async t => {
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

test.serial('a file that cannot be read, and one in UTF-16, fail with their name', async t => {
	const folder = tempFolder(t);
	const {engine} = engineOn(t, {sources: [{type: 'file', path: join(folder, 'missing')}]});
	await t.throwsAsync(engine.failed, {instanceOf: SourceError, message: /missing: no such file/});
	const path = join(folder, 'utf16');
	writeFileSync(path, Buffer.from('\ufeff{"a":1}\n', 'utf16le'));
	const other = engineOn(t, {sources: [{type: 'file', path}]});
	await t.throwsAsync(other.engine.failed, {instanceOf: SourceError, message: /utf16: .*UTF-16/});
});

test.serial('a stream is recorded as it is read, its two outputs separately, and all of it can be read back', async t => {
	const path = join(tempFolder(t), 'run.jsonl');
	const {engine, frame, stop} = engineOn(t, {
		sources: [{type: 'stream', name: 'pipeline'}],
		recording: {path, mark: createRecordingMark(), maxBytes: 1e9},
	});
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

test.serial('without a recording the newest lines are kept, the others are counted as gone, and line numbers stay right', async t => {
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

test.serial('a recording that cannot be created is a usage error', async t => {
	const path = join(tempFolder(t), 'taken');
	writeFileSync(path, '');
	const {engine} = engineOn(t, {sources: [{type: 'stream', name: 'stdin'}], recording: {path, mark: createRecordingMark(), maxBytes: 1e9}});
	await t.throwsAsync(engine.failed, {instanceOf: UsageError, message: /already exists/});
});

test.serial('a followed file continues after a rotation and a truncation, and says what happened', async t => {
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

test.serial('a live log without times uses arrival times', async t => {
	const frames: EngineFrame[] = [];
	const {core, clock, push} = coreOn(t, {type: 'stream', name: 'stdin'}, frame => frames.push(frame));
	await core.run();
	await push('{"msg":"a"}\n');
	t.is(frames.at(-1)?.snapshot.fromMs, undefined);
	await eventually(() => {
		clock.nowMs += 1000;
		return frames.at(-1)?.snapshot.fromMs !== undefined;
	}, 'no time came for so long that none is waited for');
	const arrivedMs = Date.UTC(2099, 0, 1);
	await push('{"msg":"b"}\n', arrivedMs);
	await eventually(() => frames.at(-1)?.snapshot.toMs === arrivedMs, 'the next line has the time at which it came');
});

test.serial('live, now is the newest event plus the time since it arrived', async t => {
	const frames: EngineFrame[] = [];
	const {core, clock, push} = coreOn(t, {type: 'stream', name: 'stdin'}, frame => frames.push(frame));
	await core.run();
	await push(`${eventAt(0, 0)}\n`);
	clock.nowMs += 1000;
	await eventually(() => frames.at(-1)?.snapshot.atMs === startMs + 1000, 'time goes on');
	t.is(frames.at(-1)?.snapshot.toMs, startMs);
	t.true(frames.every(({snapshot: {atMs}}) => atMs === startMs || atMs === startMs + 1000));
});

test.serial('an object nested ten thousand levels deep does not stop the frames', async t => {
	const path = join(mkdtempSync(join(tmpdir(), 'obs-top-test-')), 'log');
	writeFileSync(path, `{"time":"${isoAt(0)}","a":${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}}\n`);
	const {engine, frame} = engineOn(t, {sources: [{type: 'file', path}]});
	engine.setPage({anchor: 'end', offset: 0, count: 3});
	t.is((await frame(({reading, page}) => reading.ended && page.rows.length === 1)).snapshot.source.lines, 1);
});

const slow = 'slow: max(elapsedMs) > 15 where component=ingest over 1s';
const errors = 'errors: count() > 0 where level=error over 2s by component';

test.serial('alerts are in the event log where they happened, are not lines of the source, and can be filtered', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, logOf(300));
	const {engine, frame} = engineOn(t, {sources: [{type: 'file', path}], alerts: [errors]});
	engine.setPage({anchor: 'end', offset: 0, count: 100});
	engine.setFilter('component=obs-top');
	const {page, snapshot} = await frame(({reading, page: {searched}}) => reading.ended && searched === 1);
	// Every 50th line is an error: at 4.9 s in feature, at 9.9 s in ingest, and so on.
	const said = page.rows.map(({text, timeMs}) => {
		const {event, rule, group, timestamp} = JSON.parse(text);
		return [event, rule, group, (Date.parse(timestamp) - startMs) / 1000, (timeMs ?? 0) - Date.parse(timestamp)];
	});
	t.deepEqual(said.slice(0, 4), [
		['alert', 'errors', 'feature', 4.999, 0],
		['alert_resolved', 'errors', 'feature', 6.999, 0],
		['alert', 'errors', 'ingest', 9.999, 0],
		['alert_resolved', 'errors', 'ingest', 11.999, 0],
	]);
	t.is(snapshot.totalAlerts, 6);
	t.like(snapshot.source, {lines: 300, eventLines: 300, events: 300});
	engine.setFilter(undefined);
	const first = page.rows[0]?.index ?? t.fail();
	t.is(first, 50);
	const around = await engine.around(first, 3);
	t.deepEqual(
		around.map(({text}) => text.slice(14, 37)),
		[isoAt(4.9), isoAt(4.999), isoAt(5)].map(time => time.slice(0, 23)),
	);
});

test.serial('live, each alert that fires is reported; in a replay none is, and both record the same alerts', async t => {
	const log = Buffer.from(logOf(600));
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, log);
	const replayed = engineOn(t, {sources: [{type: 'file', path}], alerts: [errors, slow]});
	const live = engineOn(t, {sources: [{type: 'stream', name: 'stdin'}], alerts: [errors, slow]});
	const told: AlertChange[] = [];
	live.engine.onAlert(alert => told.push(alert));
	replayed.engine.onAlert(() => t.fail());
	for (let start = 0; start < log.length; start += 7777) {
		await live.engine.push(0, 'stdout', Buffer.from(log.subarray(start, start + 7777)));
	}
	live.engine.end(0);
	const {snapshot} = await live.frame(({reading}) => reading.ended);
	const replay = await replayed.frame(({reading}) => reading.ended);
	t.deepEqual(snapshot.alerts, replay.snapshot.alerts);
	t.is(snapshot.totalAlerts, told.length);
	t.is(replay.snapshot.totalAlerts, told.length);
	t.true(told.length > 12);
	t.true(told.every(({type}) => type === 'fired'));
});

test.serial('existing content of a followed file is not news; appended lines are, without waiting for the next event', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, `${eventAt(1, 49)}\n${eventAt(60, 1)}\n`);
	const {engine, frame} = engineOn(t, {sources: [{type: 'follow', path}], alerts: [errors]});
	const told: AlertChange[] = [];
	engine.onAlert(alert => told.push(alert));
	await frame(({snapshot}) => snapshot.totalAlerts === 1);
	t.deepEqual(told, []);
	appendFileSync(path, `${eventAt(90, 99)}\n`);
	await eventually(() => told.length === 1);
	t.like(told[0], {type: 'fired', rule: 'errors', value: 1, atMs: startMs + 90_999});
});

test.serial('each stage is compared with the whole of a good run', async t => {
	const folder = tempFolder(t);
	const [good, bad] = ['good', 'bad'].map(name => join(folder, name));
	const completed = (second: number, elapsedMs: number, out: number) =>
		JSON.stringify({timestamp: isoAt(second), component: 'feature', event: 'stage_completed', recordsIn: 100, recordsOut: out, elapsedMs});
	writeFileSync(good ?? '', [0, 1, 2].map(second => `${completed(second, 100, 90)}\n`).join(''));
	writeFileSync(bad ?? '', [500, 501].map(second => `${completed(second, 400, 45)}\n`).join(''));
	const {frame} = engineOn(t, {sources: [{type: 'file', path: bad ?? ''}], baseline: good});
	const {snapshot} = await frame(each => each.reading.ended && each.snapshot.baseline !== undefined);
	t.is(snapshot.baseline?.file, good);
	const {throughputRps, p95Ms, passRate, errors: failures} = snapshot.baseline?.stages.get('feature') ?? t.fail();
	t.deepEqual(
		[throughputRps, p95Ms, passRate, failures].map(change => [change.now, change.then, change.change]),
		[
			[250, 1000, -0.75],
			[400, 100, 3],
			[0.45, 0.9, -0.45],
			[0, 0, 0],
		],
	);
	const missing = engineOn(t, {sources: [{type: 'file', path: bad ?? ''}], baseline: join(folder, 'none')});
	await t.throwsAsync(missing.engine.failed, {instanceOf: SourceError, message: /none: no such file/});
});

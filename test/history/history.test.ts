import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openRecorded, openStored} from '../../src/engine/live/inputs.ts';
import {UsageError} from '../../src/errors.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import type {Selection} from '../../src/history/line-matcher.ts';
import {Recording} from '../../src/history/recording/recording.ts';
import {createRecordingMark} from '../../src/history/recording/recording-mark.ts';
import {defaultRecordingPath} from '../../src/history/recording/recording-path.ts';
import {segmentsOf} from '../../src/history/recording/segment-names.ts';
import {runOf, WholeLines} from '../../src/history/recording/whole-lines.ts';
import {Ring} from '../../src/history/ring.ts';
import type {PageRequest} from '../../src/history/row.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const levels = ['info', 'warn', 'error'] as const;

/** A log in which every 7th line is not an event and every 11th is blank, and errors are rare. */
const lines = Array.from({length: 3000}, (_, index) => {
	if (index % 11 === 5) {
		return '';
	}
	const level = index % 97 === 0 ? levels[2] : levels[index % 2];
	const time = new Date(Date.UTC(2024, 0, 15, 22) + index * 500).toISOString();
	return index % 7 === 3 ? `plain text ${index}` : JSON.stringify({time, level, n: index, msg: 'é'.repeat(index % 40)});
});

function indexes(keeps: (object: Readonly<Record<string, unknown>>) => boolean): readonly number[] {
	return lines.flatMap((line, index) => (line.startsWith('{') && keeps(JSON.parse(line)) ? [index] : []));
}

const filters: ReadonlyArray<{readonly filter: string | undefined; readonly expected: readonly number[]}> = [
	{filter: undefined, expected: lines.flatMap((line, index) => (line === '' ? [] : [index]))},
	{filter: 'level=error', expected: indexes(({level}) => level === 'error')},
	{filter: 'n>=1500 and level=warn', expected: indexes(({n, level}) => Number(n) >= 1500 && level === 'warn')},
	{filter: 'plain text', expected: lines.flatMap((line, index) => (line.startsWith('plain') ? [index] : []))},
	{filter: 'level=fatal', expected: []},
];

const noSelection: Selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};

function historyOf(t: ExecutionContext, selection = noSelection) {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, lines.map(line => `${line}\n`).join(''));
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const history = new History({read: defaultReadOptions, selection, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
	const store = new FileStore(openSync(path, 'r'));
	t.teardown(() => store.close());
	const input = openStored(fold, history, 0, store);
	input.write(readFileSync(path));
	input.end();
	return history;
}

const shown = (history: History, request: PageRequest) => history.page(request).rows.map(({index}) => index);

for (const {filter, expected} of filters) {
	test(`scrolling by pages visits exactly the matching lines: ${filter ?? 'no filter'}`, t => {
		const history = historyOf(t);
		history.setFilter(filter);
		const visited: number[] = [];
		let page = history.page({anchor: 'start', offset: 0, count: 40});
		visited.push(...page.rows.map(({index}) => index));
		while (page.after > 0) {
			const anchor = page.rows.at(-1)?.index ?? 'end';
			page = history.page({anchor, offset: Math.min(40, page.after), count: Math.min(40, page.after)});
			visited.push(...page.rows.map(({index}) => index));
			while (history.search());
			page = {...page, after: history.page({anchor: page.rows.at(-1)?.index ?? 'end', offset: 0, count: 1}).after};
		}
		t.deepEqual(visited, [...expected]);
		while (history.search());
		const {matched, total, searched} = history.page({anchor: 'end', offset: 0, count: 10});
		t.deepEqual({matched, total, searched}, {matched: expected.length, total: filters[0]?.expected.length, searched: 1});
	});
}

test('a line is found by its file and number, whatever the filter', t => {
	const history = historyOf(t);
	history.setFilter('level=fatal');
	for (const number of [1, 2, 127, 128, 129, 1999, lines.length]) {
		const row = history.rowOf(0, number);
		t.like(row, {index: number - 1, line: number, text: lines[number - 1]});
	}
	t.is(history.rowOf(0, 0), undefined);
	t.is(history.rowOf(0, lines.length + 1), undefined);
	t.is(history.rowOf(1, 1), undefined);
});

test('any page is the one that its anchor, offset and count define, searched or not', t => {
	const history = historyOf(t);
	const anchors = fc.oneof(fc.constantFrom('start' as const, 'end' as const), fc.integer({min: 0, max: lines.length + 10}));
	fc.assert(
		fc.property(
			fc.constantFrom(...filters),
			fc.record({
				anchor: anchors,
				offset: fc.oneof(fc.integer({min: -60, max: 60}), fc.integer({min: -4000, max: 4000})),
				count: fc.integer({min: 1, max: 60}),
			}),
			({filter, expected}, request) => {
				history.setFilter(filter);
				const {anchor, offset, count} = request;
				const before = anchor === 'start' ? count : anchor === 'end' ? expected.length : expected.filter(index => index <= anchor).length;
				const end = Math.max(Math.min(count, expected.length), Math.min(expected.length, before + offset));
				return JSON.stringify(shown(history, request)) === JSON.stringify(expected.slice(Math.max(0, end - count), end));
			},
		),
		{numRuns: 150},
	);
	t.pass();
});

test('the next line that another filter matches is found up and down, within the active filter', async t => {
	const history = historyOf(t);
	const errors = filters[1]?.expected ?? [];
	t.is(await history.find({from: 'end', direction: 'up', filter: 'level>=error'}), errors.at(-1));
	t.is(
		await history.find({from: 100, direction: 'down', filter: 'level>=error'}),
		errors.find(index => index > 100),
	);
	t.is(await history.find({from: errors[0] ?? 0, direction: 'up', filter: 'level>=error'}), undefined);
	history.setFilter('n>=1500');
	t.is(
		await history.find({from: 0, direction: 'down', filter: 'level>=error'}),
		errors.find(index => index >= 1500),
	);
});

test('around a line are its neighbours, whatever the filter', t => {
	const history = historyOf(t);
	history.setFilter('level=fatal');
	const all = filters[0]?.expected ?? [];
	const at = all.indexOf(1000);
	t.deepEqual(
		history.around(1000, 9).map(({index}) => index),
		all.slice(at - 4, at + 5),
	);
});

test('a line without a time is at the time of the line before, and one before all times at that of the first', t => {
	const history = historyOf(t, {filter: undefined, sinceMs: Date.UTC(2024, 0, 15, 22, 0, 10), untilMs: Date.UTC(2024, 0, 15, 22, 0, 12)});
	// Line 24 is plain, after the event of 22:00:11.5.
	t.deepEqual(shown(history, {anchor: 'end', offset: 0, count: 50}), [20, 21, 22, 23, 24]);
});

const chunked = fc.array(
	fc.record({
		stream: fc.constantFrom('stdout' as const, 'stderr' as const),
		bytes: fc.string({maxLength: 12, unit: fc.constantFrom('a', 'é', '\n', '{"n":1}', '\r\n')}),
	}),
	{maxLength: 40},
);

test('two streams, however they are cut, are kept as complete lines, and every line is read back with its stream', t => {
	fc.assert(
		fc.property(chunked, chunks => {
			const ring = new Ring({maxBytes: 1e9, maxLines: 1e9});
			const fold = new Fold({read: defaultReadOptions, selection: undefined});
			const history = new History({read: defaultReadOptions, selection: noSelection, firstMs: () => fold.firstMs});
			const open = (stream: 'stdout' | 'stderr') => openRecorded(fold, history, {file: 0, stream, store: ring});
			const inputs = {stdout: open('stdout'), stderr: open('stderr')};
			for (const {stream, bytes} of chunks) {
				inputs[stream].write(Buffer.from(bytes), 0);
			}
			inputs.stdout.end(0);
			inputs.stderr.end(0);
			const rows = history.page({anchor: 'end', offset: 0, count: 1000}).rows;
			for (const stream of ['stdout', 'stderr'] as const) {
				const written = chunks
					.filter(chunk => chunk.stream === stream)
					.map(({bytes}) => bytes)
					.join('');
				const expected = written
					.split('\n')
					.map(line => line.replace(/\r$/, ''))
					.filter(line => line.trim() !== '');
				// A lone CR does not end an unterminated last line.
				const read = rows.filter(row => row.stream === stream).map(({text}) => text.replace(/\r$/, ''));
				if (JSON.stringify(read) !== JSON.stringify(expected)) {
					return false;
				}
			}
			return true;
		}),
	);
	t.pass();
});

test('only the start of a line over 1 MiB is kept, and the next line is complete', t => {
	const wholeLines = new WholeLines();
	const runs = [wholeLines.push(Buffer.alloc(3_000_000, 'x')), wholeLines.push(Buffer.from('y\nnext\n'))];
	t.is(runs[0]?.byteLength, 0);
	const kept = Buffer.concat(runs[1]?.pieces ?? []).toString();
	t.is(kept.length, 1024 * 1024 + 2 + 5);
	t.true(kept.endsWith('x\nnext\n'));
});

test('a ring keeps the newest lines within its byte and line limits', t => {
	fc.assert(
		fc.property(fc.array(fc.integer({min: 1, max: 50}), {maxLength: 200}), sizes => {
			const ring = new Ring({maxBytes: 300, maxLines: 20});
			let all = '';
			for (const [index, size] of sizes.entries()) {
				const text = `${String.fromCharCode(97 + (index % 26)).repeat(size)}\n`;
				ring.append(runOf([Buffer.from(text)], 1));
				all += text;
			}
			const held = ring.read(ring.firstOffset, 1e6).toString();
			return (
				held === all.slice(ring.firstOffset) &&
				held.length <= 300 &&
				held.split('\n').length <= 21 &&
				(all.length <= 300 || held.length > 240 || held.split('\n').length === 21)
			);
		}),
	);
	t.pass();
});

test('the content of a ring is read back unchanged, whatever its size, even if the memory it came in is reused', t => {
	const limits = fc.constantFrom({maxBytes: 150_000, maxLines: 1000}, {maxBytes: 1e9, maxLines: 4}, {maxBytes: 1000, maxLines: 1e9});
	const runs = fc.array(fc.tuple(fc.integer({min: 1, max: 60_000}), fc.double({min: 0, max: 1, noNaN: true})), {maxLength: 20});
	fc.assert(
		fc.property(limits, runs, ({maxBytes, maxLines}, sizes) => {
			const ring = new Ring({maxBytes, maxLines});
			const lent = Buffer.alloc(60_000);
			let all = Buffer.alloc(0);
			for (const [index, [size, cut]] of sizes.entries()) {
				const bytes = lent.subarray(0, size).fill(65 + index);
				const at = Math.floor(size * cut);
				t.is(ring.append(runOf([bytes.subarray(0, at), bytes.subarray(at)], 1)), all.length);
				all = Buffer.concat([all, bytes]);
				const {firstOffset} = ring;
				t.is(ring.endOffset, all.length);
				t.true(firstOffset < all.length && (all.length - firstOffset <= maxBytes || all.length - firstOffset === size));
				t.true(ring.read(firstOffset, all.length).equals(all.subarray(firstOffset)));
				t.is(ring.read(firstOffset - 1, 1).length, 0);
			}
		}),
	);
});

const linesOf = (text: string) => runOf([Buffer.from(text)], text.split('\n').length - 1);

test('a recording holds the lines as they came, readable only by its owner, and beside it when and where they came', async t => {
	const path = join(tempFolder(t), 'state', 'obs-top', 'run.jsonl');
	const recording = new Recording({place: {path, mark: createRecordingMark()}, maxBytes: 1e9, onNotice: t.fail});
	recording.append(linesOf('{"a":1}\n'), 'stdout', 1000);
	recording.append(linesOf('{"a":2}\n'), 'stdout', 1050);
	recording.append(linesOf('oops\n'), 'stderr', 1060);
	t.is(recording.read(8, 8).toString(), '{"a":2}\n');
	await recording.close();
	t.is(readFileSync(path, 'utf8'), '{"a":1}\n{"a":2}\noops\n');
	const [mark = '', ...times] = readFileSync(`${path}.times`, 'utf8').split(/(?<=\n)/);
	t.like(JSON.parse(mark), {recording: {name: 'run.jsonl'}});
	t.deepEqual(times, ['{"offset":0,"atMs":1000,"stream":"stdout"}\n', '{"offset":16,"atMs":1060,"stream":"stderr"}\n']);
	t.deepEqual(
		[path, `${path}.times`, join(path, '..')].map(each => (statSync(each).mode & 0o777).toString(8)),
		['600', '600', '700'],
	);
});

test('S10: a recording never replaces a file or goes through a link, and a refused one leaves nothing', t => {
	const folder = tempFolder(t);
	writeFileSync(join(folder, 'taken'), 'precious');
	symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'));
	for (const name of ['taken', 'link']) {
		t.throws(() => new Recording({place: {path: join(folder, name), mark: createRecordingMark()}, maxBytes: 1e9, onNotice: t.fail}), {
			instanceOf: UsageError,
			message: /already exists \(.+\)$/,
		});
	}
	t.is(readFileSync(join(folder, 'taken'), 'utf8'), 'precious');
	writeFileSync(join(folder, 'free.times'), 'precious');
	t.throws(() => new Recording({place: {path: join(folder, 'free'), mark: createRecordingMark()}, maxBytes: 1e9, onNotice: t.fail}), {
		message: /free\.times: already exists/,
	});
	t.deepEqual(readdirSync(folder).sort(), ['free.times', 'link', 'taken']);
});

test('P22: a recording over its limit drops its oldest lines, keeps its newest under its own name, and is read back right', async t => {
	const folder = tempFolder(t);
	const recording = new Recording({
		place: {path: join(folder, 'run.jsonl'), mark: createRecordingMark()},
		maxBytes: 4000,
		segmentBytes: 1000,
		ring: {maxBytes: 2000, maxLines: 1000},
		onNotice: t.fail,
	});
	let all = '';
	for (let index = 0; index < 200; index++) {
		const text = `{"index":${index},"text":"${'x'.repeat(index % 50)}"}\n`;
		all += text;
		recording.append(linesOf(text), 'stdout', index * 10);
		await recording.drain();
	}
	t.true(recording.firstOffset > 0 && recording.firstOffset < all.length - 2000);
	for (let offset = recording.firstOffset; offset < all.length; ) {
		const end = all.indexOf('\n', offset) + 1;
		t.is(recording.read(offset, end - offset).toString(), all.slice(offset, end));
		offset = end;
	}
	await recording.close();
	const files = readdirSync(folder).filter(name => name.endsWith('.jsonl'));
	const kept = files.map(name => readFileSync(join(folder, name), 'utf8'));
	t.true(kept.every(text => text.endsWith('\n')));
	t.true(all.endsWith(readFileSync(join(folder, 'run.jsonl'), 'utf8')));
	t.true(kept.join('').length <= 5100);
	t.true(
		files.every(name =>
			readFileSync(join(folder, `${name}.times`), 'utf8')
				.split('\n')[1]
				?.startsWith('{"offset":0,'),
		),
	);
});

/**
A recording whose segments hold ten lines and of which at most four segments are kept, and a way to write enough to fill
each.
*/
function smallRecording(t: ExecutionContext) {
	const folder = tempFolder(t);
	const at = (name: string) => join(folder, name);
	const notices: string[] = [];
	const mark = createRecordingMark();
	const open = (isContinued = false) =>
		new Recording({
			place: {path: at('run.jsonl'), mark, isContinued},
			maxBytes: 400,
			segmentBytes: 100,
			ring: {maxBytes: 100, maxLines: 10},
			onNotice: notice => notices.push(notice),
		});
	let index = 0;
	const fill = async (recording: Recording, segments: number) => {
		for (const end = index + segments * 10; index < end; index++) {
			recording.append(linesOf(`{"n":${String(index).padStart(3)}}\n`), 'stdout', index);
			await recording.drain();
		}
	};
	return {folder, at, notices, mark, open, fill};
}

test('S10: anything put in the place of a recording’s files is neither moved nor removed, and files that someone moved away stay', async t => {
	const {folder, at, notices, open, fill} = smallRecording(t);
	writeFileSync(at('run.1.jsonl'), 'theirs, before\n');
	const recording = open();
	await fill(recording, 3);
	t.deepEqual(
		readdirSync(folder)
			.filter(name => /^run.*jsonl$/.test(name))
			.sort(),
		['run.1.jsonl', 'run.2.jsonl', 'run.3.jsonl', 'run.jsonl'],
	);
	renameSync(at('run.2.jsonl'), at('kept.jsonl'));
	writeFileSync(at('run.2.jsonl'), 'theirs, meanwhile\n');
	const kept = readFileSync(at('kept.jsonl'));
	renameSync(at('run.jsonl'), at('moved.jsonl'));
	writeFileSync(at('run.jsonl'), 'theirs, the name\n');
	await fill(recording, 12);
	await recording.close();
	t.deepEqual(
		['run.1.jsonl', 'run.2.jsonl', 'run.jsonl'].map(name => readFileSync(at(name), 'utf8')),
		['theirs, before\n', 'theirs, meanwhile\n', 'theirs, the name\n'],
	);
	t.deepEqual(readFileSync(at('kept.jsonl')), kept);
	t.is(readFileSync(at('moved.jsonl'), 'utf8').split('\n').length - 1, 10);
	const ours = readdirSync(folder).filter(name => /^run\.\d+\.jsonl$/.test(name) && !readFileSync(at(name), 'utf8').startsWith('theirs'));
	t.true(ours.length >= 4 && ours.length <= 5);
	t.regex(notices.join('\n'), /^recording to \S+run\.\d+\.jsonl instead: another file is named \S+run\.jsonl/);
});

test('S10: continuing a recording accepts only files that identify themselves as its own: no copy, no file of another recording or name, nothing put in their place', async t => {
	const {folder, at, mark, open, fill} = smallRecording(t);
	const first = open();
	await fill(first, 5);
	await first.close();
	const [oldest = '', second = '', third = ''] = segmentsOf(at('run.jsonl'), mark.id).map(({path}) => path);
	const other = new Recording({place: {path: at('run.9.jsonl'), mark: createRecordingMark()}, maxBytes: 400, onNotice: t.fail});
	other.append(linesOf('another recording\n'), 'stdout', 0);
	await other.close();
	unlinkSync(oldest);
	writeFileSync(oldest, 'in its place\n');
	copyFileSync(second, at('run.7.jsonl'));
	copyFileSync(`${second}.times`, at('run.7.jsonl.times'));
	renameSync(third, at('mine.1.jsonl'));
	renameSync(`${third}.times`, at('mine.1.jsonl.times'));
	const foreign = [oldest, at('run.7.jsonl'), at('mine.1.jsonl'), at('run.9.jsonl')];
	const before = foreign.map(path => readFileSync(path, 'utf8'));
	const next = open(true);
	await fill(next, 12);
	await next.close();
	t.deepEqual(
		foreign.map(path => readFileSync(path, 'utf8')),
		before,
	);
	t.false(existsSync(second));
	const ours = readdirSync(folder).filter(name => /^run.*jsonl$/.test(name) && !foreign.includes(at(name)));
	t.true(ours.length >= 4 && ours.length <= 5, ours.join());
});

test('P21: when nothing more can be written, the recording ends with a complete line and tells the user, and the newest lines stay', async t => {
	const folder = tempFolder(t);
	const program = `
		import {Recording} from ${JSON.stringify(new URL('../../src/history/recording/recording.ts', import.meta.url).href)};
		import {createRecordingMark} from ${JSON.stringify(new URL('../../src/history/recording/recording-mark.ts', import.meta.url).href)};
		import {runOf} from ${JSON.stringify(new URL('../../src/history/recording/whole-lines.ts', import.meta.url).href)};
		const notices = [];
		const recording = new Recording({place: {path: 'run.jsonl', mark: createRecordingMark()}, maxBytes: 1e9, ring: {maxBytes: 5000, maxLines: 1000}, onNotice: notice => notices.push(notice)});
		let end = 0;
		for (let index = 0; index < 1000; index++) {
			const bytes = Buffer.from(JSON.stringify({index, text: 'x'.repeat(40)}) + '\\n');
			end = recording.append(runOf([bytes], 1), 'stdout', 0) + bytes.length;
			await recording.drain();
		}
		console.log(JSON.stringify({notices, held: recording.read(recording.firstOffset, end).toString()}));`;
	writeFileSync(join(folder, 'program.mjs'), program);
	// A limit on file size works everywhere: writes then fail as on a full disk.
	const limited = `ulimit -f 16; exec "$0" --import=${import.meta.resolve('tsx')} program.mjs`;
	const {notices, held} = JSON.parse(execFileSync('sh', ['-c', limited, process.execPath], {cwd: folder, encoding: 'utf8'}));
	t.is(notices.length, 1);
	t.regex(notices[0], /^recording stopped: .+ \(R resumes; \d+ bytes are in run\.jsonl\)$/);
	const written = readFileSync(join(folder, 'run.jsonl'), 'utf8');
	t.true(written.endsWith('}\n') && written.length > 4000);
	t.regex(held, /"index":999,/);
	t.true(held.length <= 5000);
});

test('recordings are in the state folder, unless that is not an absolute path', t => {
	const nowMs = Date.UTC(2024, 0, 15, 22, 0, 5);
	t.is(defaultRecordingPath({XDG_STATE_HOME: '/state'}, nowMs, 42), '/state/obs-top/recording-2024-01-15T220005Z-42.jsonl');
	t.regex(defaultRecordingPath({XDG_STATE_HOME: 'state'}, nowMs, 42), /\/\.local\/state\/obs-top\/recording-/);
});

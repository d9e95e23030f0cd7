import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {mkdirSync, openSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openRecorded, openStored} from '../../src/engine/live/inputs.ts';
import {exportLines} from '../../src/engine/select/export-lines.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {Ring} from '../../src/history/ring.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const noSelection = {filter: undefined, sinceMs: undefined, untilMs: undefined};

function openHistory() {
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	return {fold, history: new History({read: defaultReadOptions, selection: noSelection, firstMs: () => fold.firstMs})};
}

function historyOf(t: ExecutionContext, bytes: Buffer) {
	const folder = tempFolder(t);
	const log = join(folder, 'log');
	writeFileSync(log, bytes);
	const {fold, history} = openHistory();
	const store = new FileStore(openSync(log, 'r'));
	t.teardown(() => store.close());
	const input = openStored(fold, history, 0, store);
	input.write(bytes);
	input.end();
	return {history, log, path: join(folder, 'out.jsonl')};
}

const options = {signal: new AbortController().signal, onProgress: () => {}};

const lines = Array.from({length: 5000}, (_, index) => {
	const ending = index % 3 === 0 ? '\r\n' : '\n';
	const level = index % 10 === 0 ? 'error' : 'info';
	return index % 50 === 7
		? Buffer.from(ending)
		: Buffer.concat([Buffer.from(`{"level":"${level}","n":${index},"note":"`), Buffer.from([0xff]), Buffer.from(`"}${ending}`)]);
});

test('the matching lines are written byte for byte, whatever their line ends and bytes', async t => {
	const {history, log, path} = historyOf(t, Buffer.concat(lines));
	history.setFilter('level=error');
	const end = await exportLines(history.matchingLines(), path, options);
	const expected = execFileSync('grep', ['-a', '"level":"error"', log], {env: {LC_ALL: 'C'}, maxBuffer: 1e8});
	t.true(readFileSync(path).equals(expected));
	t.deepEqual(end, {type: 'done', lines: 500, bytes: expected.length, lostLines: 0});
	t.is(statSync(path).mode & 0o777, 0o600);
});

test('without a filter all lines that are not blank are written, including one of 3 MB and one without a newline', async t => {
	const long = Buffer.from(`{"n":"${'x'.repeat(3_000_000)}"}\n`);
	const {history, path} = historyOf(
		t,
		Buffer.concat([...lines.slice(0, 300), long, ...lines.slice(300, 400), Buffer.from('  \u00a0\nlast')]),
	);
	const end = await exportLines(history.matchingLines(), path, options);
	const expected = Buffer.concat(
		[...lines.slice(0, 300), long, ...lines.slice(300, 400)].filter(line => line.length > 2).concat(Buffer.from('last')),
	);
	t.true(readFileSync(path).equals(expected));
	t.like(end, {type: 'done', bytes: expected.length});
});

test('an existing file is left alone, and a failed write is reported in one line', async t => {
	const {history, path} = historyOf(t, Buffer.concat(lines));
	writeFileSync(path, 'mine');
	t.deepEqual(await exportLines(history.matchingLines(), path, options), {type: 'taken'});
	t.is(readFileSync(path, 'utf8'), 'mine');
	t.deepEqual(await exportLines(history.matchingLines(), join(path, '..', 'none', 'out'), options), {
		type: 'failed',
		why: 'no such folder (make it first)',
	});
	const folder = join(path, '..', 'folder');
	mkdirSync(folder);
	t.deepEqual(await exportLines(history.matchingLines(), folder, options), {type: 'taken'});
});

test('a stopped export ends with a complete line', async t => {
	const {history, path} = historyOf(t, Buffer.concat(lines));
	const abort = new AbortController();
	function* stopping() {
		let blocks = 0;
		for (const block of history.matchingLines()) {
			if (blocks++ === 5) {
				abort.abort();
			}
			yield block;
		}
	}
	const end = await exportLines(stopping(), path, {...options, signal: abort.signal});
	const written = readFileSync(path);
	t.is(end.type, 'stopped');
	t.true(written.length > 0 && Buffer.concat(lines.filter(line => line.length > 2)).indexOf(written) === 0);
	t.is(written.at(-1), 0x0a);
});

test('lines dropped by a ring are counted as lost', async t => {
	const {fold, history} = openHistory();
	const store = new Ring({maxBytes: 1024 ** 2, maxLines: 1000});
	const input = openRecorded(fold, history, {file: 0, stream: 'stdout', store});
	for (const line of lines) {
		input.write(line, 0);
	}
	const path = join(tempFolder(t), 'out');
	const end = await exportLines(history.matchingLines(), path, options);
	const kept = readFileSync(path);
	t.is(end.type, 'done');
	t.true(
		kept.length > 0 &&
			Buffer.concat(lines.filter(line => line.length > 2))
				.subarray(-kept.length)
				.equals(kept),
	);
	const lostLines = end.type === 'done' ? end.lostLines : 0;
	t.true(lostLines > 3000 && lostLines < 4500);
	t.like(end, {lines: lines.slice(lostLines).filter(line => line.length > 2).length});
});

test('lines added during an export are not written', async t => {
	const {fold, history} = openHistory();
	const store = new Ring({maxBytes: 1024 ** 2, maxLines: 100_000});
	const input = openRecorded(fold, history, {file: 0, stream: 'stdout', store});
	input.write(Buffer.from('one\ntwo\n'), 0);
	const blocks = history.matchingLines()[Symbol.iterator]();
	const first = blocks.next();
	input.write(Buffer.from('three\n'), 0);
	t.is(first.value?.lines.length, 2);
	t.true(blocks.next().done);
});

import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, copyFileSync, openSync, readdirSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {pruneRecordings, recordingBounds} from '../../src/history/recording/prune-recordings.ts';
import {Recording} from '../../src/history/recording/recording.ts';
import {createRecordingMark} from '../../src/history/recording/recording-mark.ts';
import {recordingsIn} from '../../src/history/recording/recordings.ts';
import {runOf} from '../../src/history/recording/whole-lines.ts';
import {identityOfProcess, type ProcessIdentity} from '../../src/processes/identity.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2024, 0, 15, 22);
const line = Buffer.from(`${'x'.repeat(99)}\n`);

/** A process that has already ended. */
async function endedProcess(): Promise<ProcessIdentity> {
	const child = spawn('sleep', ['1000'], {stdio: 'ignore'});
	const identity = identityOfProcess(child.pid);
	child.kill('SIGKILL');
	await once(child, 'exit');
	return identity;
}

/** A folder of recordings, and a way to create one there. */
async function folderOfRecordings(t: ExecutionContext) {
	const folder = tempFolder(t);
	const ended = await endedProcess();
	return {
		folder,
		ended,
		files: () => readdirSync(folder).sort(),
		/** A recording of a hundred lines, in four files or one, last written the given number of hours ago. */
		async record(name: string, hoursAgo: number, holders: readonly ProcessIdentity[] = [ended], maxBytes = 40_000): Promise<void> {
			const recording = new Recording({
				place: {path: join(folder, name), mark: {...createRecordingMark(name), holders}},
				maxBytes,
				segmentBytes: maxBytes / 16,
				onNotice: t.fail,
			});
			for (let index = 0; index < 100; index++) {
				recording.append(runOf([line], 1), 'stdout', 0);
				await recording.drain();
			}
			await recording.close();
			const seconds = (nowMs - hoursAgo * hourMs) / 1000;
			for (const file of readdirSync(folder).filter(each => each.startsWith(name.replace('.jsonl', '')))) {
				utimesSync(join(folder, file), seconds, seconds);
			}
		},
	};
}

const bounds = {most: 100, mostBytes: 1e9, longestMs: 1000 * hourMs};
const names = (recordings: ReadonlyArray<{readonly mark: {readonly source: string}}>) => recordings.map(({mark}) => mark.source);

test('recordings are listed with all their files, oldest first, and other files are counted', async t => {
	const {folder, record} = await folderOfRecordings(t);
	await record('b.jsonl', 1);
	await record('a.jsonl', 2, undefined, 1e6);
	writeFileSync(join(folder, 'recording-old.jsonl'), 'old');
	const {recordings, others} = recordingsIn(folder);
	t.deepEqual(names(recordings), ['a.jsonl', 'b.jsonl']);
	t.deepEqual(
		recordings.map(({segments}) => segments.length),
		[1, 4],
	);
	t.true(recordings.every(({byteLength}) => byteLength > 100 * line.length));
	t.is(recordings[1]?.writtenMs, nowMs - hourMs);
	t.deepEqual(others, {count: 1, byteLength: 3});
});

test('the oldest recordings are removed, with all their files, until the rest is within number and size; anything too old is removed in any case', async t => {
	const {folder, record, files} = await folderOfRecordings(t);
	for (const [name, hoursAgo] of [
		['a', 5],
		['b', 4],
		['c', 3],
		['d', 2],
	] as const) {
		await record(`${name}.jsonl`, hoursAgo);
	}
	t.deepEqual(await pruneRecordings(folder, nowMs, bounds), []);
	t.deepEqual(names(await pruneRecordings(folder, nowMs, {...bounds, most: 3})), ['a.jsonl']);
	t.false(files().some(name => name.startsWith('a')));
	const each = recordingsIn(folder).recordings[0]?.byteLength ?? 0;
	t.deepEqual(names(await pruneRecordings(folder, nowMs, {...bounds, mostBytes: 2 * each})), ['b.jsonl']);
	t.deepEqual(names(await pruneRecordings(folder, nowMs, {...bounds, longestMs: 2.5 * hourMs})), ['c.jsonl']);
	t.deepEqual(names(recordingsIn(folder).recordings), ['d.jsonl']);
});

test('a recording that a process writes, waits to continue or has open is never removed', async t => {
	const {folder, ended, record} = await folderOfRecordings(t);
	await record('written.jsonl', 500, [identityOfProcess()]);
	await record('kept.jsonl', 500, [ended, identityOfProcess()]);
	await record('read.jsonl', 500);
	await record('ended.jsonl', 500);
	const fd = openSync(join(folder, 'read.jsonl'), 'r');
	t.teardown(() => closeSync(fd));
	t.deepEqual(names(await pruneRecordings(folder, nowMs, {most: 0, mostBytes: 0, longestMs: 0})), ['ended.jsonl']);
	t.deepEqual(names(recordingsIn(folder).recordings).sort(), ['kept.jsonl', 'read.jsonl', 'written.jsonl']);
});

test('a process with the pid of one that has ended does not count as the writer of its recordings', async t => {
	const {folder, record} = await folderOfRecordings(t);
	const own = identityOfProcess();
	await record('a.jsonl', 1, [{...own, startedTicks: (own.startedTicks ?? 0) - 1}]);
	await record('b.jsonl', 1, [{...own, boot: 'before'}]);
	t.deepEqual(
		recordingsIn(folder).recordings.map(({isRunning}) => isRunning),
		[false, false],
	);
});

test('whether a recording of another machine or container is still being written is unknown, so only its age counts', async t => {
	const {folder, record} = await folderOfRecordings(t);
	const own = identityOfProcess();
	await record('machine.jsonl', 5, [{...own, boot: 'another', host: 'another'}]);
	await record('container.jsonl', 4, [{...own, numbering: 'another'}]);
	t.deepEqual(
		recordingsIn(folder).recordings.map(({isRunning}) => isRunning),
		[undefined, undefined],
	);
	t.deepEqual(await pruneRecordings(folder, nowMs, {...bounds, most: 0, mostBytes: 0}), []);
	t.deepEqual(names(await pruneRecordings(folder, nowMs, {...bounds, longestMs: 4.5 * hourMs})), ['machine.jsonl']);
});

test('nothing of the user’s is removed: no copy, no recording under another name, no file put in the place of one', async t => {
	const {folder, record, files} = await folderOfRecordings(t);
	const at = (name: string) => join(folder, name);
	await record('a.jsonl', 5, undefined, 1e6);
	await record('b.jsonl', 5, undefined, 1e6);
	for (const suffix of ['', '.times']) {
		copyFileSync(at(`a.jsonl${suffix}`), at(`copy.jsonl${suffix}`));
		renameSync(at(`a.jsonl${suffix}`), at(`mine.jsonl${suffix}`));
	}
	unlinkSync(at('b.jsonl'));
	writeFileSync(at('b.jsonl'), 'in its place');
	writeFileSync(at('recording-2020-01-01T000000Z-1.jsonl'), 'only named like one');
	const before = files();
	t.deepEqual(await pruneRecordings(folder, nowMs, {most: 0, mostBytes: 0, longestMs: 0}), []);
	t.deepEqual(files(), before);
});

test('side files are removed if the user has removed the lines of their recording', async t => {
	const {folder, record, files} = await folderOfRecordings(t);
	await record('a.jsonl', 1);
	for (const name of files().filter(each => each.endsWith('.jsonl'))) {
		unlinkSync(join(folder, name));
	}
	t.true(files().length > 0);
	await pruneRecordings(folder, nowMs, bounds);
	t.deepEqual(files(), []);
});

test('a missing folder has no recordings', async t => {
	const folder = join(tempFolder(t), 'none');
	t.deepEqual(recordingsIn(folder), {recordings: [], leftovers: [], others: {count: 0, byteLength: 0}});
	t.deepEqual(await pruneRecordings(folder, nowMs, recordingBounds), []);
	t.is(statSync(join(folder, '..')).isDirectory(), true);
});

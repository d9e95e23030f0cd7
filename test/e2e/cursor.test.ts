import {appendFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {movedClock} from '../helpers/moved-clock.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const startMs = Date.UTC(2024, 0, 15, 22);
const silence = {fromMs: Date.UTC(2024, 0, 16, 2, 15), toMs: Date.UTC(2024, 0, 16, 2, 20)};
const circuitOpensMs = Date.UTC(2024, 0, 16, 2, 13);

type Entry = {readonly ms: number; readonly fields: Readonly<Record<string, unknown>>};

/** A batch every ten seconds from 22:00 to 02:30 except for five silent minutes, and a circuit that opens at 02:13. */
const night: readonly Entry[] = Array.from({length: 27 * 60}, (_, batch): readonly Entry[] => {
	const ms = startMs + batch * 10_000;
	if (ms >= silence.fromMs && ms < silence.toMs) {
		return [];
	}
	const completed = {event: 'stage_completed', batch, recordsIn: 500, recordsOut: 500, elapsedMs: 100};
	return [
		{ms, fields: {component: 'ingest', ...completed}},
		{ms, fields: {component: 'sink', ...completed}},
		...(ms === circuitOpensMs
			? [{ms, fields: {event: 'circuit_state_change', circuitName: 'store', oldState: 'closed', newState: 'open'}}]
			: []),
	];
}).flat();

const textOf = (entries: readonly Entry[]): string =>
	entries.map(({ms, fields}) => `${JSON.stringify({timestamp: new Date(ms).toISOString(), level: 'INFO', ...fields})}\n`).join('');

/** Grouped as in the header. */
const batchesThrough = (ms: number): string =>
	String(new Set(night.flatMap(entry => (entry.ms <= ms && entry.fields.batch !== undefined ? [entry.fields.batch] : []))).size).replace(
		/\B(?=(\d{3})+$)/g,
		' ',
	);

test.serial(
	'in a file: t goes to a time and every panel follows; steps; play skips a silence and says so; scrolling leads; G is the end',
	async t => {
		const path = join(tempFolder(t), 'night.jsonl');
		writeFileSync(path, textOf(night));
		const clock = movedClock(t);
		const terminal = startInTerminal([...obsTop, path], {columns: 130, rows: 36, environment: clock.environment});
		await terminal.until(/❚❚ 02:29:50 end {2}2024-01-16 .*batch 1 590/);

		terminal.press('t');
		terminal.press('02:99');
		await terminal.until(/\^ not a time: use 02:14/);
		terminal.press('\x15' + '02:14\r');
		const batches = batchesThrough(Date.UTC(2024, 0, 16, 2, 14));
		await terminal.until(
			screen =>
				/❚❚ 02:14:00 {2}.*DEGRADED {2}store open 1m00s/.test(screen) &&
				screen.includes(`batch ${batches}`) &&
				/▌02:14:00\.000 INFO {2}sink/.test(screen),
		);

		terminal.press('\x1B[D');
		await terminal.until(/❚❚ 02:13:59 /);
		terminal.press('\x1B[1;2D');
		await terminal.until(/❚❚ 02:12:59 .*HEALTHY/);
		terminal.press('\x1B[1;2C');
		await terminal.until(/❚❚ 02:13:59 .*DEGRADED/);

		terminal.press('ma');
		await terminal.until(/marked: 'a returns here/);
		terminal.press(']]]]');
		await terminal.until(/❚❚ 02:13:59 x20/);
		terminal.press(' ');
		await terminal.until(/▶ 02:13:59 x20/);
		clock.advance(2000); // 40 s of the log
		await terminal.until(/▶ 02:14:39 x20/);
		clock.advance(1000); // 11 s to the silence and 9 s after it
		await terminal.until(/▶ 02:20:08 x20.* skipped 5m09s of silence/);
		terminal.press(' ');
		await terminal.until(/❚❚ 02:20:08 x20 /);
		terminal.press("'a");
		await terminal.until(/❚❚ 02:13:59 x20 /);

		terminal.press('k');
		await terminal.until(/❚❚ 02:13:50 x20 .*[\s\S]*▌02:13:50\.000 INFO {2}ingest/);
		terminal.press('g');
		await terminal.until(/❚❚ 22:00:00 x20 .*batch 1 [\s\S]*▌22:00:00\.000 INFO {2}ingest/);
		terminal.press('G');
		await terminal.until(/❚❚ 02:29:50 x20 end /);
		terminal.press('q');
		t.is(await terminal.exited, 0);
	},
);

test.serial('--at starts at a time, --speed plays to the end, and a log without times says why nothing moves', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'night.jsonl');
	writeFileSync(path, textOf(night));
	const standing = startInTerminal([...obsTop, '--tz', 'Europe/Berlin', '--at', '03:14', path], {columns: 130, rows: 36});
	const batches = batchesThrough(Date.UTC(2024, 0, 16, 2, 14));
	await standing.until(screen => /❚❚ 03:14:00 .*Europe\/Berlin .*store open 1m00s/.test(screen) && screen.includes(`batch ${batches}`));
	standing.press('q');
	t.is(await standing.exited, 0);

	const clock = movedClock(t);
	const playing = startInTerminal([...obsTop, '--speed', '200', path], {columns: 130, rows: 36, environment: clock.environment});
	await playing.until(/▶ 22:00:0\d x200 /);
	clock.advance(3000);
	await playing.until(/▶ 22:10:0\d x200 /);
	playing.press(']]]]]');
	await playing.until(/▶ 22:10:0\d x10000 /);
	clock.advance(2000); // more than is left of the night
	await playing.until(/❚❚ 02:29:50 x10000 end /);
	playing.press('q');
	t.is(await playing.exited, 0);

	const untimed = join(folder, 'untimed.jsonl');
	writeFileSync(untimed, '{"msg":"one"}\n{"msg":"two"}\n');
	const timeless = startInTerminal([...obsTop, untimed], {columns: 130, rows: 36});
	await timeless.until(/no timestamps/);
	timeless.press(' ');
	await timeless.until(/this log has no timestamps/);
	timeless.press('g');
	await timeless.until(/▌.*one/);
	timeless.press('q');
	t.is(await timeless.exited, 0);
});

test.serial('live: Space pauses and falls behind, new lines wait below, G follows again', async t => {
	const path = join(tempFolder(t), 'live.jsonl');
	const entry = (batch: number): Entry => ({
		ms: startMs + batch * 1000,
		fields: {component: 'sink', event: 'stage_completed', batch, recordsIn: 1, recordsOut: 1, elapsedMs: 1},
	});
	writeFileSync(path, textOf([entry(0), entry(1)]));
	const clock = movedClock(t);
	const terminal = startInTerminal([...obsTop, '--follow', path], {columns: 130, rows: 30, environment: clock.environment});
	await terminal.until(/LIVE.*batch 2 /);
	terminal.press(' ');
	await terminal.until(/❚❚ 22:00:01 .*-0s behind {2}.*LIVE/);
	clock.advance(10_000);
	await terminal.until(/❚❚ 22:00:01 .*-9s behind {2}.*LIVE/);
	appendFileSync(path, textOf([entry(60), entry(61)]));
	await terminal.until(/❚❚ 22:00:01 .*-59s behind .*batch 2 [\s\S]*▌22:00:01\.000 .*batch=1 [\s\S]* 22:01:01\.000 .*batch=61/);
	terminal.press('G');
	await terminal.until(/LIVE.*batch 4 [\s\S]*22:01:01/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

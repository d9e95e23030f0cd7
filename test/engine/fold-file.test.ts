import {Buffer} from 'node:buffer';
import {closeSync, globSync, openSync, readFileSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {isDeepStrictEqual} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {logLines} from '../../bench/make-log.ts';
import {workerFile} from '../../src/bundled-file.ts';
import {Fold, type FoldOptions} from '../../src/engine/fold/fold.ts';
import {type FoldFileOptions, foldFile} from '../../src/engine/fold/fold-file.ts';
import {openStored} from '../../src/engine/live/inputs.ts';
import {HelperThreads} from '../../src/engine/threads/helper-threads.ts';
import {PartClaims} from '../../src/engine/threads/part-claims.ts';
import {ScanCrew} from '../../src/engine/threads/scan-crew.ts';
import {laneBytes, type ScanTask, stretchAt} from '../../src/engine/threads/scan-stretches.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {LaneTaker, newLane} from '../../src/events/scan/scan-lane.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {healthOf} from '../../src/insight/health.ts';
import {incidentsOf} from '../../src/insight/incidents.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {closeFile, openFile, readStretch, type Stretch} from '../../src/sources/index.ts';
import {eventually} from '../helpers/eventually.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const noSelection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
const unselected: FoldOptions = {read, selection: undefined};

/** Cuts a file at the given places, whatever is there. */
function cutAt(places: readonly number[]): readonly Stretch[] {
	const bounds = [0, ...[...new Set(places)].filter(place => place > 0).sort((a, b) => a - b), Number.POSITIVE_INFINITY];
	return bounds.slice(1).map((to, index) => ({from: bounds[index] ?? 0, to}));
}

// everything is scanned by the first thread, in lanes as the others have
const alone = {threads: 2, threadedBytes: 0, helpersAfterMs: 1e9};

async function foldScanned(
	path: string,
	foldOptions: FoldOptions,
	options: Omit<FoldFileOptions, 'read'>,
	open = (fold: Fold) => fold.open(0),
): Promise<Fold> {
	const fold = new Fold(foldOptions);
	const opened = openFile(path);
	if (opened.type === 'plain') {
		await foldFile(open(fold), opened, {read, ...options});
	}
	closeFile(opened);
	fold.finish();
	return fold;
}

function foldAtOnce(path: string, options: FoldOptions): Fold {
	const fold = new Fold(options);
	const input = fold.open(0);
	input.write(readFileSync(path));
	input.end();
	fold.finish();
	return fold;
}

/** Everything that can be asked of a fold, with sums of fractions rounded, since they are added in another order. */
function told({series, counts, dialects, firstMs, endMs, hasTime}: Fold) {
	const incidents = hasTime ? incidentsOf(series) : [];
	const question = {incidents: {count: incidents.length, ongoing: []}, hasTime, source: counts, dialects};
	const moments = [undefined, ...[0, 30_000, 90_500].map(ms => (series.fromMs ?? 0) + ms)];
	return {
		counts,
		dialects,
		firstMs,
		endMs,
		incidents,
		fromMs: series.fromMs,
		toMs: series.toMs,
		health: moments.flatMap(atMs => [undefined, 60_000].map(windowMs => healthOf(snapshotAt(series, {...question, atMs, windowMs})))),
	};
}

function same(t: ExecutionContext, actual: unknown, expected: unknown) {
	if (isDeepStrictEqual(actual, expected)) {
		t.pass();
	} else {
		t.deepEqual(actual, expected);
	}
}

const iso = (ms: number) => new Date(startMs + ms).toISOString();
const stages = fc.constantFrom('ingest', 'filter', 'sink');
const quarter = fc.integer({min: 0, max: 4000}).map(value => value / 4);
const json = (fields: fc.Arbitrary<Record<string, unknown>>) =>
	fields.map(value => (ms: number) => JSON.stringify({time: iso(ms), ...value}));

/** A line, from the time it is written at. */
const anyLine: fc.Arbitrary<(ms: number) => string> = fc.oneof(
	{
		weight: 8,
		arbitrary: json(
			fc.record({
				component: stages,
				event: fc.constant('stage_completed'),
				batch: fc.nat(40),
				recordsIn: quarter,
				recordsOut: quarter,
				elapsedMs: quarter,
			}),
		),
	},
	json(fc.record({component: stages, level: fc.constantFrom('error', 'warn'), msg: fc.constantFrom('böse', 'x'.repeat(300))})),
	json(
		fc.record({
			event: fc.constant('circuit_state_change'),
			circuitName: fc.constantFrom('api', 'store'),
			newState: fc.constantFrom('open', 'closed'),
		}),
	),
	json(fc.record({event: fc.constant('cache_stats'), cacheName: fc.constant('geo'), hits: fc.nat(9), misses: fc.nat(9)})),
	json(fc.record({event: fc.constant('pipeline_health'), batch_count: fc.nat(50), openCircuits: fc.subarray(['api', 'store'])})),
	json(fc.record({event: fc.constant('retry'), component: stages, circuitName: fc.constant('api')})),
	fc.constantFrom('', 'Traceback (most recent call last):', '\ufeffplain', '{"broken":').map(text => () => text),
	json(fc.record({stages: fc.constant([{name: 'ingest'}]), event: fc.constant('pipeline_described')})),
	// Without a time, from a clock that runs ahead, and late.
	fc.record({component: stages, level: fc.constant('error')}).map(fields => () => JSON.stringify(fields)),
	fc.nat(600_000).map(aheadMs => (ms: number) => JSON.stringify({time: iso(ms + aheadMs), msg: 'ahead'})),
	fc.nat(600_000).map(lateMs => (ms: number) => JSON.stringify({time: iso(ms - lateMs), msg: 'late', level: 'info'})),
);

/** Lines whose meaning depends on those before. */
const boundLine: fc.Arbitrary<(ms: number) => string> = fc.oneof(
	fc.constantFrom('P', 'F').map(tag => (ms: number) => `${iso(ms)} stdout ${tag} {"msg":"piece"}`),
	fc.constantFrom('a', 'b\n').map(log => (ms: number) => JSON.stringify({log, stream: 'stdout', time: iso(ms)})),
	json(fc.record({component: stages, event: fc.constant('stage_completed'), recordsIn: quarter, elapsedMs: quarter})),
	fc.nat(2000).map(number => () => JSON.stringify({component: `made up ${number}`, event: 'stage_completed', recordsIn: 1})),
);

const nightOf = (line: fc.Arbitrary<(ms: number) => string>, ends = fc.constantFrom('\n', '\n', '\n', '\r\n')) =>
	fc
		.tuple(
			fc.array(fc.tuple(line, fc.oneof({weight: 20, arbitrary: fc.nat(2000)}, fc.constant(200_000)), ends), {maxLength: 120}),
			fc.boolean(),
		)
		.map(([lines, isWhole]) => {
			let ms = 0;
			let text = '';
			for (const [write, stepMs, end] of lines) {
				ms += stepMs;
				text += `${write(ms)}${end}`;
			}
			return isWhole ? text : text.trimEnd();
		});

/** Starting at less than a line. */
const stretchSizes = fc.constantFrom(40, 300, 1000, 4000).map(size => size - (size % 4));
const selections = [
	undefined,
	compileMatcher({sinceMs: startMs + 20_000, untilMs: startMs + 80_000}, [undefined]),
	compileMatcher({sinceMs: undefined, untilMs: undefined}, ['level>=warn or component=sink']),
];

test('a night scanned in stretches of any size is the same as one folded in one pass', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	await fc.assert(
		fc.asyncProperty(
			nightOf(fc.oneof({weight: 4, arbitrary: anyLine}, boundLine)),
			stretchSizes,
			fc.constantFrom(...selections),
			async (night, stretchBytes, selection) => {
				writeFileSync(path, night);
				const options = {read, selection};
				same(t, told(await foldScanned(path, options, {...alone, stretchBytes})), told(foldAtOnce(path, options)));
			},
		),
		{numRuns: 300},
	);
});

test('every line of it is found again, with its offset, time, number and marks', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	await fc.assert(
		fc.asyncProperty(
			nightOf(fc.oneof({weight: 9, arbitrary: anyLine}, boundLine)),
			stretchSizes,
			fc.boolean(),
			async (night, stretchBytes, isFiltered) => {
				writeFileSync(path, night);
				const fd = openSync(path, 'r');
				const selected = {...noSelection, filter: isFiltered ? 'component=sink or level>=error' : undefined};
				const options = {read, selection: compileMatcher(selected, [selected.filter])};
				const pages = [];
				for (const how of [{threads: 1}, {...alone, stretchBytes}]) {
					const histories: History[] = [];
					await foldScanned(path, options, how, fold => {
						const history = new History({read, selection: selected, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
						histories.push(history);
						return openStored(fold, history, 0, new FileStore(fd));
					});
					const [history] = histories;
					while (history?.search() === true) {
						// continues counting
					}
					pages.push(history?.page({anchor: 'end', offset: 0, count: 1e6}));
				}
				closeSync(fd);
				same(t, pages[1], pages[0]);
			},
		),
		{numRuns: 200},
	);
});

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
for (const name of globSync('{last-night.jsonl,lecture/*.jsonl,corpus/*/*}', {cwd: fixtures}).filter(name => !name.endsWith('.md'))) {
	test(`${name}, scanned in stretches, is the same log`, async t => {
		const path = join(fixtures, name);
		const whole = told(foldAtOnce(path, unselected));
		for (const stretchBytes of [200, 4000, 40_000]) {
			same(t, told(await foldScanned(path, unselected, {...alone, stretchBytes})), whole);
		}
	});
}

test('a file read by several threads is the same, both where they scan it and where its lines can’t be scanned', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	const lines = [...logLines(60_000)];
	for (const log of [
		lines,
		lines.map(line => line.replace(/"batch":\d+,/, '')),
		lines.map((line, index) => (index % 3 === 0 ? `${index} ${line}` : line)),
	]) {
		writeFileSync(path, `${log.join('\n')}\n`);
		const options = {read, selection: compileMatcher(noSelection, ['level>=info'])};
		const whole = told(foldAtOnce(path, options));
		for (const threads of [1, 2, 4]) {
			same(t, told(await foldScanned(path, options, {threads, threadedBytes: 0})), whole);
		}
	}
});

test('threads scan stretches before they are asked for, most of their lines into rows, each line once', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	writeFileSync(path, Array.from(logLines(20_000), line => `${line}\n`).join(''));
	const stretchBytes = 100_000;
	const stretches = Math.floor(statSync(path).size / stretchBytes);
	const linesIn = (bytes: Uint8Array) => bytes.filter(byte => byte === 0x0a).length;
	const fd = openSync(path, 'r');
	const count = async (scannedBy: ScanCrew) => {
		let scanned = 0;
		let lines = 0;
		for (let index = 0; index < stretches; index++) {
			const taker = index === 0 ? undefined : await scannedBy.scanned(index);
			if (taker === undefined) {
				lines += linesIn(
					Buffer.concat(Array.from(readStretch({path, fd}, stretchAt(index, stretchBytes), Buffer.alloc(1000)), Buffer.from)),
				);
			} else {
				const {bytes, from, to, rows} = taker.take();
				scanned += rows;
				lines += linesIn(bytes.subarray(from, to));
				taker.giveBack();
			}
		}
		await scannedBy.end();
		return {scanned, lines};
	};
	const claims = new PartClaims(stretches);
	const crew = new ScanCrew({path, read, stretchBytes, stretches, fd}, 2, 0, claims);
	// This thread scans only when it is asked for a stretch, so whatever is told of before that is a helper's.
	await eventually(() => claims.isTold(1, 0), 'a helper scans');
	const whole = await count(crew);
	t.true(whole.scanned > 0.9 * whole.lines);
	t.is(whole.lines, linesIn(readFileSync(path).subarray(0, readFileSync(path).indexOf('\n', stretches * stretchBytes - 1) + 1)));
	closeSync(fd);
});

test("a thread without helpers scans all stretches, even after some that can't be scanned", async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	const long = JSON.stringify({component: 'ingest', msg: 'x'.repeat(30_000)});
	writeFileSync(path, Array.from(logLines(20_000), (line, index) => `${index % 300 === 0 ? `${long}\n` : ''}${line}\n`).join(''));
	const stretchBytes = 40_000;
	const stretches = Math.floor(statSync(path).size / stretchBytes);
	const claims = new PartClaims(stretches);
	const lanes = Array.from({length: 4}, () => newLane(laneBytes(stretchBytes)));
	const takers = lanes.map(lane => new LaneTaker(lane));
	const fd = openSync(path, 'r');
	const task: ScanTask = {type: 'stretches', fd, path, read, stretchBytes, stretches, lanes, firstLane: 0, claims: claims.shared};
	const threads = new HelperThreads<never>(() => {});
	threads.start(workerFile('scan-worker.mjs', 'engine/threads/scan-worker-task.ts'), task, 1);
	let scanned = 0;
	for (let index = 0; index < stretches; index++) {
		await eventually(() => claims.isTold(index, 0), `stretch ${index} is told`);
		const lane = claims.laneOf(index);
		scanned += Number(lane !== undefined);
		takers[lane ?? -1]?.giveBack();
	}
	threads.end();
	closeSync(fd);
	t.true(scanned > 0.3 * stretches && scanned < stretches);
});

test('R9: if a file gets shorter while it is folded, what is there counts and the user is told, with one thread and with two', async t => {
	const path = join(tempFolder(t), 'log');
	for (const threads of [1, 2]) {
		writeFileSync(path, '{"level":"info"}\n'.repeat(200_000));
		const problems: string[] = [];
		const options = {...alone, threads, stretchBytes: 100_000, onProblem: (problem: string) => problems.push(problem)};
		const {counts} = await foldScanned(path, unselected, {...options, onRead: () => truncateSync(path, 2_000_000)});
		t.true(counts.bytes <= 2_000_000 + 1024 * 1024 && counts.lines === Math.ceil(counts.bytes / 17), JSON.stringify(counts));
		t.is(problems.length, 1);
		t.regex(problems[0] ?? '', new RegExp(`: shrank while it was read: only ${counts.bytes} of 3400000 bytes were read`));
	}
});

test('the stretches of a file contain each of its lines once, however they are cut', t => {
	const path = join(tempFolder(t), 'lines');
	fc.assert(
		fc.property(fc.array(fc.constantFrom('\n', 'a', 'bc\n', 'def'), {maxLength: 40}), fc.array(fc.nat(80)), (pieces, places) => {
			writeFileSync(path, pieces.join(''));
			const fd = openSync(path, 'r');
			const read = cutAt(places).map(stretch => Array.from(readStretch({path, fd}, stretch, Buffer.alloc(7)), String).join(''));
			closeSync(fd);
			t.is(read.join(''), pieces.join(''));
			const whole = read.filter(text => text !== '').slice(0, -1);
			t.true(whole.every(text => text.endsWith('\n')));
		}),
	);
});

import {closeSync, globSync, openSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {isDeepStrictEqual} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {logLines} from '../../bench/make-log.ts';
import {Fold, type FoldOptions} from '../../src/engine/fold.ts';
import {foldFile} from '../../src/engine/fold-file.ts';
import {foldStretch, type StretchOptions} from '../../src/engine/fold-stretch.ts';
import {HelperThreads} from '../../src/engine/helper-threads.ts';
import {openStored} from '../../src/engine/inputs.ts';
import {LogEnd} from '../../src/engine/log-end.ts';
import {endAfter, LogEndPart} from '../../src/engine/log-end-part.ts';
import {StretchClaims} from '../../src/engine/stretch-claims.ts';
import type {FoldedStretch} from '../../src/engine/stretch-protocol.ts';
import {workerUrl} from '../../src/engine/worker-url.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {healthOf} from '../../src/insight/health.ts';
import {incidentsOf} from '../../src/insight/incidents.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {closeFile, openFile, readStretch, type Stretch, stretchesOf} from '../../src/sources/index.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const noSelection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
const unselected: FoldOptions = {read, selection: undefined};

/** A file cut at places, whatever stands there. */
function cutAt(places: readonly number[]): readonly Stretch[] {
	const bounds = [0, ...[...new Set(places)].filter(place => place > 0).sort((a, b) => a - b), Number.POSITIVE_INFINITY];
	return bounds.slice(1).map((to, index) => ({from: bounds[index] ?? 0, to}));
}

/** Folds each stretch by itself, as other threads do, and what depends on what is before it, in order. */
async function foldInParts(path: string, stretches: readonly Stretch[], options: StretchOptions, open = (fold: Fold) => fold.open(0)) {
	const fold = new Fold(options);
	const input = open(fold);
	const fd = openSync(path, 'r');
	let taken = 0;
	for (const stretch of stretches) {
		const part = stretch.from === 0 ? undefined : structuredClone(await foldStretch({path, fd, file: 0}, stretch, options));
		if (part !== undefined && input.append(part)) {
			taken++;
		} else {
			for (const bytes of readStretch({path, fd}, stretch)) {
				input.write(bytes);
			}
		}
	}
	closeSync(fd);
	input.end();
	fold.finish();
	return {fold, taken: taken / Math.max(1, stretches.length - 1)};
}

function foldAtOnce(path: string, options: FoldOptions): Fold {
	const fold = new Fold(options);
	const input = fold.open(0);
	input.write(readFileSync(path));
	input.end();
	fold.finish();
	return fold;
}

/** What can be asked of a fold, sums of fractions rounded: they are added up in another order. */
function told({series, counts, dialects, firstMs, endMs, hasTime}: Fold) {
	const incidents = hasTime ? incidentsOf(series) : [];
	const question = {incidents: incidents.length, hasTime, source: counts, dialects};
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

/** A line, by the time at which it is written. */
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
	// No time of its own, one of a clock that is ahead, one that is late.
	fc.record({component: stages, level: fc.constant('error')}).map(fields => () => JSON.stringify(fields)),
	fc.nat(600_000).map(aheadMs => (ms: number) => JSON.stringify({time: iso(ms + aheadMs), msg: 'ahead'})),
	fc.nat(600_000).map(lateMs => (ms: number) => JSON.stringify({time: iso(ms - lateMs), msg: 'late', level: 'info'})),
);

/** Lines of which the sense depends on those before. */
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

const cuts = fc.array(
	fc.nat(1000).map(permille => permille / 1000),
	{maxLength: 5},
);
const selections = [
	undefined,
	compileMatcher({sinceMs: startMs + 20_000, untilMs: startMs + 80_000}, [undefined]),
	compileMatcher({sinceMs: undefined, untilMs: undefined}, ['level>=warn or component=sink']),
];

async function holdsFor(t: ExecutionContext, path: string, night: string, where: readonly number[], selection: FoldOptions['selection']) {
	writeFileSync(path, night);
	const bytes = statSync(path).size;
	const options = {read, selection};
	const {fold, taken} = await foldInParts(path, cutAt(where.map(share => Math.floor(share * (bytes + 1)))), options);
	same(t, told(fold), told(foldAtOnce(path, options)));
	return taken;
}

test('a night cut anywhere into any number of parts, each folded by itself, is the night folded at once', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	const taken: number[] = [];
	await fc.assert(
		fc.asyncProperty(nightOf(anyLine), cuts, fc.constantFrom(...selections), async (night, where, selection) => {
			taken.push(await holdsFor(t, path, night, where, selection));
		}),
		{numRuns: 300},
	);
	t.true(taken.reduce((sum, share) => sum + share, 0) / taken.length > 0.5); // of the nights that are cut at all, most parts need nothing of what is before
});

test('every line of it is found again where it is, with its time, its number and its marks', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	await fc.assert(
		fc.asyncProperty(
			nightOf(fc.oneof({weight: 9, arbitrary: anyLine}, boundLine)),
			cuts,
			fc.boolean(),
			async (night, where, isFiltered) => {
				writeFileSync(path, night);
				const fd = openSync(path, 'r');
				const selected = {...noSelection, filter: isFiltered ? 'component=sink or level>=error' : undefined};
				const options = {read, selection: compileMatcher(selected, [selected.filter]), isIndexed: true};
				const pages = [];
				for (const places of [[], where]) {
					const histories: History[] = [];
					const stretches = cutAt(places.map(share => Math.floor(share * (night.length + 1))));
					await foldInParts(path, stretches, options, fold => {
						const history = new History({read, selection: selected, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
						histories.push(history);
						return openStored(fold, history, 0, new FileStore(fd));
					});
					const [history] = histories;
					while (history?.search() === true) {
						// goes on counting
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

test('so is one whose lines say what they say only after those before them', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	await fc.assert(
		fc.asyncProperty(nightOf(fc.oneof(anyLine, boundLine)), cuts, fc.constantFrom(...selections), async (night, where, selection) => {
			await holdsFor(t, path, night, where, selection);
		}),
		{numRuns: 200},
	);
});

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
for (const name of globSync('{last-night.jsonl,lecture/*.jsonl,corpus/*/*}', {cwd: fixtures}).filter(name => !name.endsWith('.md'))) {
	test(`${name}, cut into parts, is the same log`, async t => {
		const path = join(fixtures, name);
		const bytes = statSync(path).size;
		const whole = told(foldAtOnce(path, unselected));
		for (const count of [2, 3, 7, 40]) {
			const places = Array.from({length: count - 1}, (_, index) => Math.floor(((index + 1) * bytes) / count));
			same(t, told((await foldInParts(path, cutAt(places), unselected)).fold), whole);
		}
	});
}

test('threads take all stretches of a file but the first, which is taken', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	writeFileSync(path, Array.from(logLines(2000), line => `${line}\n`).join(''));
	const stretches = stretchesOf(statSync(path).size, {threads: 3, leastBytes: 10_000, mostBytes: 100_000});
	const claims = new StretchClaims(stretches.length);
	t.is(claims.next(), 0);
	const fd = openSync(path, 'r');
	const lines = new Map<number, number | undefined>();
	const task = {source: {path, fd, file: 0}, read, selection: noSelection, stretches, claims: claims.shared};
	const threads = new HelperThreads<FoldedStretch>(({index, part}) => lines.set(index, part?.tally.counts.lines));
	threads.start(workerUrl('./stretch-worker-task.ts', 'stretch-worker.mjs'), task, 2);
	while (threads.isRunning) {
		await threads.changed();
	}
	const first = Array.from(readStretch({path, fd}, stretches[0] ?? {from: 0, to: 0}), String).join('');
	closeSync(fd);
	t.deepEqual(
		[...lines.keys()].sort((a, b) => a - b),
		Array.from({length: stretches.length - 1}, (_, index) => index + 1),
	);
	t.is(
		[...lines.values()].reduce<number>((sum, count) => sum + (count ?? Number.NaN), first.split('\n').length - 1),
		2000,
	);
});

test('a file folded by three threads, and by one, is the same; so is one that has to be read in order', async t => {
	const path = join(tempFolder(t), 'night.jsonl');
	const write = (lines: Iterable<string>) => writeFileSync(path, `${[...lines].join('\n')}\n`);
	const foldBy = async (threads: number) => {
		const opened = openFile(path);
		const selection = {...noSelection, filter: 'level>=info'};
		const fold = new Fold({read, selection: compileMatcher(selection, [selection.filter])});
		if (opened.type === 'plain') {
			await foldFile(fold.open(0), opened, {file: 0, read, selection, threads, threadedBytes: 0});
		}
		closeFile(opened);
		fold.finish();
		return told(fold);
	};
	write(logLines(60_000));
	same(t, await foldBy(3), await foldBy(1));
	write(Array.from(logLines(60_000), line => line.replace(/"batch":\d+,/, '')));
	same(t, await foldBy(3), await foldBy(1));
});

test('the end of a log is the same by its parts, whatever its clocks say', t => {
	const step = fc.oneof({weight: 12, arbitrary: fc.nat(5000)}, fc.constantFrom(100_000, 900_000, -5000, -100_000));
	fc.assert(
		fc.property(fc.array(step, {maxLength: 300}), fc.nat(300), (steps, cut) => {
			let ms = 0;
			const times = steps.map(stepMs => {
				ms += stepMs;
				return ms;
			});
			const whole = new LogEnd();
			const before = new LogEnd();
			const part = new LogEndPart();
			for (const [index, timeMs] of times.entries()) {
				whole.add(timeMs);
				(index < cut ? before : part).add(timeMs);
			}
			const end = endAfter(before.state, structuredClone(part.toData()));
			fc.pre(end !== undefined);
			same(t, end?.state, whole.state);
		}),
		{numRuns: 2000},
	);
});

test('the stretches of a file have each of its lines once, however they are cut', t => {
	const path = join(tempFolder(t), 'lines');
	fc.assert(
		fc.property(fc.array(fc.constantFrom('\n', 'a', 'bc\n', 'def'), {maxLength: 40}), fc.array(fc.nat(80)), (pieces, places) => {
			writeFileSync(path, pieces.join(''));
			const fd = openSync(path, 'r');
			const read = cutAt(places).map(stretch => Array.from(readStretch({path, fd}, stretch), String).join(''));
			closeSync(fd);
			t.is(read.join(''), pieces.join(''));
			const whole = read.filter(text => text !== '').slice(0, -1);
			t.true(whole.every(text => text.endsWith('\n')));
		}),
	);
});

test('stretches follow each other to the end, none over the most, and get smaller', t => {
	fc.assert(
		fc.property(fc.nat(1e12), fc.integer({min: 1, max: 64}), (bytes, threads) => {
			const stretches = stretchesOf(bytes, {threads, leastBytes: 4e6, mostBytes: 1e9});
			t.is(stretches[0]?.from, 0);
			t.is(stretches.at(-1)?.to, Number.POSITIVE_INFINITY);
			for (const [index, {from, to}] of stretches.slice(0, -1).entries()) {
				t.is(stretches[index + 1]?.from, to);
				t.true(to - from <= 1e9 && to - from >= 4e6 && to < bytes);
			}
		}),
	);
});

import {Buffer} from 'node:buffer';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {type CursorGround, CursorPlayer} from '../../src/engine/cursor/cursor-player.ts';
import {playThrough} from '../../src/engine/cursor/play-through.ts';
import {Fold} from '../../src/engine/fold/fold.ts';
import type {EngineFrame} from '../../src/engine/protocol.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import {speeds} from '../../src/insight/cursor.ts';
import {Timeline} from '../../src/series/parts/timeline.ts';
import type {Series} from '../../src/series/series.ts';
import {coreOn} from '../helpers/engine-core.ts';
import {corpusFolder} from '../helpers/read-log.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const startMs = Date.UTC(2024, 0, 15, 22);

/**
What the screen shows at the cursor. Leaves out what describes the source as read so far, which differs between runs:
its counts, its dialects, the number of lines in the log, and the lines after the cursor, which fill a page at the start
of a log.
*/
function panelsOf({snapshot: {source: _, dialects: __, ...panels}, page}: EngineFrame) {
	const {cursorIndex = Number.POSITIVE_INFINITY} = page;
	const rows = page.rows.filter(({index}) => index <= cursorIndex).map(({index, text, timeMs}) => ({index, text, timeMs}));
	return {...panels, rows};
}

/** Each line with the time that it has or takes. */
function timedLines(text: string): ReadonlyArray<{readonly text: string; readonly timeMs: number}> {
	const fold = new Fold({read, selection: undefined});
	const times: Array<number | undefined> = [];
	const input = fold.open(0, {onLine: ({timeMs}) => times.push(timeMs)});
	input.write(Buffer.from(text));
	input.end();
	const lines = text.split('\n').slice(0, -1);
	return lines.map((line, index) => ({text: `${line}\n`, timeMs: times[index] ?? fold.firstMs ?? 0}));
}

const endOfBucket = (timeMs: number) => Math.floor(timeMs / 1000) * 1000 + 999;

async function openFile(t: ExecutionContext, text: string) {
	const path = join(tempFolder(t), 'night.jsonl');
	writeFileSync(path, text);
	const engine = coreOn(t, {type: 'file', path});
	await engine.core.run();
	return engine;
}

/** A live run that has come to `atMs`: the lines up to it, and the time since the last of them. */
async function liveUntil(t: ExecutionContext, text: string, atMs: number) {
	const engine = coreOn(t, {type: 'stream', name: 'stdin'});
	await engine.core.run();
	await engine.push(text);
	engine.clock.nowMs += atMs - (engine.frame().snapshot.toMs ?? atMs);
	return engine;
}

/** Plays bucket by bucket at a speed that skips silences of over 40 s; anything with an event is never skipped. */
function playTo(replay: Awaited<ReturnType<typeof openFile>>, atMs: number): EngineFrame {
	replay.move({type: 'go-to-start'});
	replay.move({type: 'set-speed', speed: 20});
	let frame = replay.move({type: 'play'});
	while (frame.cursor.mode === 'playing' && (frame.cursor.atMs ?? 0) < atMs) {
		replay.clock.nowMs += 45; // 900 ms of log time
		frame = replay.frame();
	}
	return frame;
}

type Night = {readonly text: string; readonly isLate: boolean};

async function holdsAt(t: ExecutionContext, {text, isLate}: Night, at: number, replay: Awaited<ReturnType<typeof openFile>>, pace: number) {
	const lines = timedLines(text);
	const times = lines.map(({timeMs}) => timeMs);
	const firstMs = Math.min(...times);
	// late lines may include some from a clock that runs ahead
	const lastMs = isLate ? (replay.move({type: 'follow'}).cursor.atMs ?? firstMs) : Math.max(...times);
	const atMs = endOfBucket(firstMs + at * (lastMs - firstMs));
	if (atMs >= lastMs) {
		return; // the last bucket is the end of the log, which has its own test
	}
	const sought = replay.move({type: 'go-to', atMs});
	t.deepEqual([sought.cursor.mode, sought.cursor.atMs, sought.cursor.behindMs], ['standing', atMs, lastMs - atMs]);

	// Played so fast that silences of less than 20,000 s are played too, in two uneven pieces of real time.
	replay.move({type: 'go-to-start'});
	replay.move({type: 'set-speed', speed: 10_000});
	t.is(replay.move({type: 'play'}).cursor.mode, 'playing');
	const sorted = times.toSorted((a, b) => a - b);
	const hasLongSilence = sorted.some((ms, index) => ms - (sorted[index - 1] ?? ms) > 20_000_000);
	const wayMs = (atMs - firstMs) / 10_000;
	replay.clock.nowMs += wayMs * pace;
	replay.frame();
	replay.clock.nowMs += wayMs * (1 - pace);
	if (!hasLongSilence) {
		t.deepEqual(panelsOf(replay.frame()), panelsOf(sought));
	}

	const through = isLate ? lines.length : lines.findLastIndex(({timeMs}) => timeMs <= atMs) + 1;
	const seen = lines
		.slice(0, through)
		.map(line => line.text)
		.join('');
	const live = await liveUntil(t, seen, atMs);
	const shown = isLate ? live.move({type: 'go-to', atMs}) : live.frame();
	live.stop();
	if (isLate) {
		t.deepEqual({...panelsOf(shown), rows: []}, {...panelsOf(sought), rows: []});
	} else {
		t.deepEqual([shown.cursor.mode, shown.cursor.atMs], ['following', atMs]);
		t.deepEqual(panelsOf(shown), panelsOf(sought));
	}
}

const stages = ['ingest', 'normalize', 'feature', 'enrichment', 'sink'] as const;

/** What a line of the demo pipeline may contain. */
const said = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.record(
			{
				event: fc.constant('stage_completed'),
				component: fc.constantFrom(...stages),
				batch: fc.nat(40),
				recordsIn: fc.integer({min: 0, max: 600}),
				recordsOut: fc.nat(500),
				elapsedMs: fc.integer({min: 0, max: 900}),
				host: fc.constantFrom('a', 'b'),
			},
			{requiredKeys: ['event', 'component', 'recordsIn', 'elapsedMs']},
		),
	},
	fc.record({
		event: fc.constant('stage_failed'),
		component: fc.constantFrom(...stages),
		level: fc.constant('ERROR'),
		reason: fc.constant('timeout'),
	}),
	fc.record({
		event: fc.constant('retry'),
		component: fc.constantFrom(...stages),
		circuitName: fc.constantFrom('enrichmentService', 'db'),
		attempt: fc.nat(3),
	}),
	fc.record({
		event: fc.constant('circuit_state_change'),
		circuitName: fc.constantFrom('enrichmentService', 'db'),
		oldState: fc.constantFrom('closed', 'open', 'half_open'),
		newState: fc.constantFrom('closed', 'open', 'half_open'),
	}),
	fc.record({event: fc.constant('cache_stats'), cacheName: fc.constant('calibration'), hits: fc.nat(900), misses: fc.nat(90)}),
	fc.record({
		event: fc.constant('pipeline_health'),
		batchCount: fc.nat(90),
		totalAlerts: fc.nat(9),
		openCircuits: fc.constant([]),
		bottleneckStage: fc.constantFrom(...stages),
		peakMemoryKb: fc.nat(90_000),
	}),
	fc.record({event: fc.constant('alert'), rule: fc.constant('slow'), value: fc.nat(9)}),
	fc.record({event: fc.constant('stage_described'), component: fc.constantFrom(...stages), signature: fc.constant('process(records)')}),
	fc.record({msg: fc.constantFrom('hello', 'a word'), level: fc.constantFrom('DEBUG', 'WARN', 'FATAL')}),
);

const gapMs = fc.oneof(
	{weight: 8, arbitrary: fc.integer({min: 0, max: 3000})},
	{weight: 1, arbitrary: fc.integer({min: 15_000, max: 400_000})},
);

/** A log in order, including lines without a time and plain text. */
const calmNight: fc.Arbitrary<Night> = fc
	.array(fc.tuple(said, gapMs, fc.constantFrom('own', 'own', 'own', 'own', 'none', 'raw')), {minLength: 2, maxLength: 80})
	.map(parts => {
		let ms = startMs;
		const lines = parts.map(([fields, afterMs, kind]) => {
			ms += kind === 'own' ? afterMs : 0;
			return kind === 'raw'
				? 'Traceback (most recent call last):'
				: JSON.stringify(kind === 'none' ? fields : {timestamp: new Date(ms).toISOString(), ...fields});
		});
		return {text: `${lines.join('\n')}\n`, isLate: false};
	});

/** A log in which some lines come later than others of their time. */
const lateNight: fc.Arbitrary<Night> = fc
	.array(fc.tuple(said, gapMs, fc.constantFrom(0, 0, 0, 1500, 20_000, 100_000)), {minLength: 2, maxLength: 80})
	.map(parts => {
		let ms = startMs;
		const lines = parts.map(([fields, afterMs, lateMs]) => {
			ms += afterMs;
			return JSON.stringify({timestamp: new Date(ms - lateMs).toISOString(), ...fields});
		});
		return {text: `${lines.join('\n')}\n`, isLate: true};
	});

const share = fc.nat(1000).map(thousandths => thousandths / 1000);

test('at any bucket end the panels are the same after seeking, after playing and in a live run that has come to it', async t => {
	await fc.assert(
		fc.asyncProperty(
			fc.oneof({weight: 2, arbitrary: calmNight}, {weight: 1, arbitrary: lateNight}),
			fc.array(fc.tuple(share, share), {minLength: 1, maxLength: 4}),
			async (night, instants) => {
				const replay = await openFile(t, night.text);
				for (const [at, pace] of instants) {
					await holdsAt(t, night, at, replay, pace);
				}
				const times = timedLines(night.text).map(({timeMs}) => timeMs);
				const atMs = endOfBucket(times[Math.floor((instants[0]?.[1] ?? 0) * (times.length - 1))] ?? 0);
				if (!night.isLate && atMs < Math.max(...times)) {
					t.deepEqual(panelsOf(playTo(replay, atMs)), panelsOf(replay.move({type: 'go-to', atMs})));
				}
				replay.stop();
			},
		),
		{numRuns: 60},
	);
});

for (const [name, url, isLate] of [
	['a night of the demo', new URL('../fixtures/last-night.jsonl', import.meta.url), false],
	['the lecture pipeline', new URL('../fixtures/lecture/lecture-pipeline.jsonl', import.meta.url), false],
	['pino', new URL('humanlog-loggers/sample-pino.log', corpusFolder), true],
	['zap', new URL('humanlog-loggers/sample-zap.log', corpusFolder), true],
	['prometheus', new URL('hl-samples/prometheus.log', corpusFolder), true],
	['a firewall', new URL('caddy-coraza-waf/coraza.log', corpusFolder), true],
] as const) {
	test(`${name}: at its bucket ends seeking, playing and a live run show the same`, async t => {
		const night = {text: `${readFileSync(url, 'utf8').trimEnd()}\n`, isLate};
		const replay = await openFile(t, night.text);
		for (const at of [0, 0.03, 0.21, 0.5, 0.77, 0.99]) {
			await holdsAt(t, night, at, replay, 0.37);
		}
		replay.stop();
	});
}

test('at its end a file shows the same as a live run that has ended', async t => {
	const text = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url), 'utf8');
	const replay = await openFile(t, text);
	const live = coreOn(t, {type: 'stream', name: 'stdin'});
	await live.core.run();
	await live.push(text);
	live.core.receive({type: 'end', source: 0});
	t.deepEqual(panelsOf(replay.frame()), panelsOf(live.frame()));
	const [lastMs = 0] = [replay.frame().snapshot.toMs];
	const atEnd = replay.move({type: 'go-to', atMs: lastMs});
	t.is(atEnd.cursor.mode, 'following');
	t.is(replay.move({type: 'go-to', atMs: lastMs + 1e9}).cursor.mode, 'following');
});

/** A series with an event at each of the given seconds. */
function seriesOf(...seconds: readonly number[]): Series {
	const fold = new Fold({read, selection: undefined});
	const input = fold.open(0);
	for (const second of seconds) {
		input.write(Buffer.from(`${JSON.stringify({timestamp: new Date(startMs + second * 1000).toISOString(), msg: 'x'})}\n`));
	}
	return fold.series;
}

const at = (second: number) => startMs + second * 1000 + 999;
const fileOf = (series: Series): CursorGround => ({series, endMs: series.toMs, isLive: false, isOpen: false});

test('a file plays from its start, skips silences of over 2 s of screen time and says so, and stops at its end', t => {
	const player = new CursorPlayer();
	const ground = fileOf(seriesOf(0, 1, 2, 100, 101, 104, 105));
	player.move({type: 'toggle-play'}, ground, 0);
	t.like(player.at(ground, 900), {mode: 'playing', atMs: at(0), skippedMs: undefined});
	t.like(player.at(ground, 2900), {mode: 'playing', atMs: at(2), skippedMs: undefined});
	t.like(player.at(ground, 3100), {mode: 'playing', atMs: at(100), skippedMs: 97_000});
	// From 102 to 104 is 2 s, which is not longer, so it is played.
	t.like(player.at(ground, 5500), {mode: 'playing', atMs: at(102), skippedMs: 97_000});
	t.like(player.at(ground, 6500), {mode: 'playing', atMs: at(103), skippedMs: undefined});
	t.like(player.at(ground, 7500), {mode: 'playing', atMs: at(104)});
	t.like(player.at(ground, 8500), {mode: 'following', atMs: startMs + 105_000, behindMs: 0});
});

test('the speed changes in steps, and scales the silence that is skipped', t => {
	const player = new CursorPlayer();
	const ground = fileOf(seriesOf(0, 30, 100));
	for (const [index, speed] of speeds.slice(4).entries()) {
		player.move({type: 'change-speed', by: 1}, ground, index);
		t.is(player.at(ground, index).speed, speed);
	}
	player.move({type: 'change-speed', by: 1}, ground, 100);
	t.is(player.at(ground, 100).speed, 10_000);
	for (let count = 0; count < 20; count++) {
		player.move({type: 'change-speed', by: -1}, ground, 100);
	}
	t.is(player.at(ground, 100).speed, 0.1);
	player.move({type: 'set-speed', speed: 20}, ground, 100);
	player.move({type: 'play'}, ground, 100);
	// 29 s of silence are 1.45 s on the screen; the next 69 s are skipped.
	t.like(player.at(ground, 1100), {atMs: at(20), skippedMs: undefined});
	t.like(player.at(ground, 1690), {mode: 'following', skippedMs: undefined});
});

test('steps go from bucket end to bucket end, or by minutes, and stop at the ends of the log', t => {
	const player = new CursorPlayer();
	const ground = fileOf(seriesOf(0, 200));
	const step = (by: number, unit: 'bucket' | 'minute') => {
		player.move({type: 'step', by, unit}, ground, 0);
		return player.at(ground, 0);
	};
	t.like(step(-1, 'bucket'), {mode: 'standing', atMs: at(199), behindMs: 1});
	t.like(step(-1, 'minute'), {atMs: at(139)});
	t.like(step(-1, 'minute'), {atMs: at(79)});
	t.like(step(-1, 'minute'), {atMs: at(19)});
	t.like(step(-1, 'minute'), {atMs: at(0)});
	t.like(step(-1, 'bucket'), {atMs: at(0)});
	t.like(step(1, 'bucket'), {atMs: at(1)});
	t.like(step(3, 'minute'), {atMs: at(181)});
	t.like(step(1, 'minute'), {mode: 'following', atMs: startMs + 200_000});
});

test('at the end of what has been read it waits for more, following meanwhile', t => {
	const player = new CursorPlayer();
	const reading = (...seconds: readonly number[]): CursorGround => ({...fileOf(seriesOf(...seconds)), isOpen: true});
	player.move({type: 'go-to', atMs: startMs + 50_000}, {...fileOf(seriesOf()), isOpen: true}, 0);
	t.like(player.at(reading(0, 10), 10), {mode: 'following', atMs: startMs + 10_000});
	t.like(player.at(reading(0, 10, 60), 20), {mode: 'standing', atMs: at(50), behindMs: 9001});
	player.move({type: 'play'}, reading(0, 10, 60), 20);
	t.like(player.at(reading(0, 10, 60), 100_000), {mode: 'playing', atMs: at(60)});
	t.like(player.at(reading(0, 10, 60, 61, 62), 101_500), {mode: 'playing', atMs: at(61)});
	t.like(player.at(fileOf(seriesOf(0, 10, 60, 61, 62)), 104_000), {mode: 'following'});
});

test('live, pausing stops and falls behind, playing continues from there, and reaching now follows', t => {
	const player = new CursorPlayer();
	const series = seriesOf(0, 10, 20, 21, 22);
	const live = (second: number): CursorGround => ({series, endMs: startMs + second * 1000, isLive: true, isOpen: true});
	t.like(player.at(live(22), 0), {mode: 'following', atMs: startMs + 22_000});
	player.move({type: 'play'}, live(22), 0);
	t.like(player.at(live(22), 0), {mode: 'following'});
	player.move({type: 'toggle-play'}, live(22), 0);
	t.like(player.at(live(23), 1000), {mode: 'standing', atMs: at(22), behindMs: 1});
	t.like(player.at(live(33), 11_000), {mode: 'standing', atMs: at(22), behindMs: 10_001});
	player.move({type: 'go-to', atMs: startMs + 20_000}, live(33), 11_000);
	player.move({type: 'toggle-play'}, live(33), 11_000);
	t.like(player.at(live(34), 12_500), {mode: 'playing', atMs: at(21), behindMs: 12_001});
	// After the last event there is only silence, so it skips to now.
	t.like(player.at(live(36), 14_500), {mode: 'following', atMs: startMs + 36_000});
});

test('without times the cursor follows, whatever it is told', t => {
	const player = new CursorPlayer();
	const ground: CursorGround = {series: seriesOf(), endMs: undefined, isLive: false, isOpen: false};
	for (const move of [{type: 'play'}, {type: 'go-to', atMs: 5}, {type: 'step', by: 1, unit: 'bucket'}, {type: 'pause'}] as const) {
		player.move(move, ground, 0);
		t.like(player.at(ground, 10), {mode: 'following', atMs: undefined});
	}
});

test('playing in any pieces of time leads to the same place as playing in one go, and skips only silence', t => {
	fc.assert(
		fc.property(
			fc.uniqueArray(fc.nat(300), {minLength: 1, maxLength: 30}),
			fc.array(fc.integer({min: 1, max: 4000}), {minLength: 1, maxLength: 12}),
			fc.integer({min: 1, max: 20}),
			(buckets, pieces, silentSteps) => {
				const timeline = new Timeline({stride: 2, combine() {}}, {entries: 0});
				for (const bucket of buckets) {
					timeline.at(bucket);
				}
				const stretch = {endMs: Math.max(...buckets) * 1000, stepMs: 1000, silenceMs: silentSteps * 1000};
				const fromMs = Math.min(...buckets) * 1000;
				let toMs = fromMs;
				let skippedMs = 0;
				for (const byMs of pieces) {
					const step = playThrough(timeline, {...stretch, fromMs: toMs, byMs});
					toMs = step.toMs;
					skippedMs += step.skippedMs;
				}
				const byMs = pieces.reduce((sum, piece) => sum + piece, 0);
				const atOnce = playThrough(timeline, {...stretch, fromMs, byMs});
				t.is(toMs, atOnce.toMs);
				t.is(skippedMs, atOnce.skippedMs);
				t.true(toMs === stretch.endMs || toMs === fromMs + byMs + skippedMs);
				// Checked by hand: every bucket in between that is part of a long silence is skipped, and no other.
				const sorted = buckets.toSorted((a, b) => a - b);
				const longGaps = sorted.flatMap((bucket, index) => {
					const next = sorted[index + 1];
					return next !== undefined && next - bucket - 1 > silentSteps && next * 1000 <= toMs ? [(next - bucket - 1) * 1000] : [];
				});
				t.is(
					skippedMs,
					longGaps.reduce((sum, gap) => sum + gap, 0),
				);
			},
		),
		{numRuns: 500},
	);
});

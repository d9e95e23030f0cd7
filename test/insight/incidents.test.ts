import {Buffer} from 'node:buffer';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {execa} from 'execa';
import fc from 'fast-check';
import {compareWithTruth} from '../../bench/incidents/compare-with-truth.ts';
import {roughCalm} from '../../bench/incidents/rough-calm.ts';
import {Spool} from '../../src/history/recording/spool.ts';
import {WholeLines} from '../../src/history/recording/whole-lines.ts';
import type {Incident} from '../../src/insight/incident.ts';
import {Baseline} from '../../src/insight/incidents/baseline.ts';
import {defaultIncidentSettings} from '../../src/insight/incidents/settings.ts';
import {incidentsKnownAt, incidentsOf} from '../../src/insight/incidents.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {incidentMarkdown} from '../../src/screen/incident/incident-markdown.ts';
import {incidentWords} from '../../src/screen/incident/incident-words.ts';
import {Series} from '../../src/series/series.ts';
import {readLog} from '../helpers/read-log.ts';
import {tempFolder} from '../helpers/temp-folder.ts';
import {fold, makeEvent, overAll} from '../series/events.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const night = join(root, 'test/fixtures/last-night.jsonl');
const obsTop = (args: readonly string[], input = '') =>
	execa('node', ['--import=tsx', 'src/cli.ts', ...args], {cwd: root, reject: false, input, env: {LANG: 'C.UTF-8'}});

/** The lines of the log, each of which is one event. */
const events = readLog(readFileSync(night)).lines.flatMap((line, index) =>
	line.type === 'event' ? line.events.map(event => ({event, ms: event.timeMs ?? Number.NaN, line: index + 1})) : [],
);
const whole = fold(events);
const startMs = whole.fromMs ?? Number.NaN;
const seconds = Math.floor(((whole.toMs ?? Number.NaN) - startMs) / 1000);

test('at any bucket end a log shows the incidents that a log cut there shows: nothing later is used', t => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: seconds}), second => {
			const atMs = startMs + second * 1000 + 999;
			const cut = fold(events.filter(({ms}) => ms <= atMs));
			const expected = incidentsOf(cut, defaultIncidentSettings, atMs);
			t.deepEqual(incidentsOf(whole, defaultIncidentSettings, atMs), expected);
			t.is(incidentsKnownAt(whole, atMs).count, expected.length);
			for (const {startMs, foundMs} of expected.flatMap(({symptoms}) => symptoms)) {
				t.true(startMs <= foundMs && foundMs <= atMs + 1);
			}
		}),
		{numRuns: 100},
	);
});

test('the status is DEGRADED exactly while something is wrong, with a reason for it', t => {
	for (let second = 0; second <= seconds; second++) {
		const atMs = startMs + second * 1000 + 999;
		const {status, statusReasons} = snapshotAt(whole, {...overAll, atMs});
		const {ongoing} = incidentsKnownAt(whole, atMs);
		t.is(status, ongoing.length > 0 ? 'DEGRADED' : 'HEALTHY');
		t.is(statusReasons.length, ongoing.length);
	}
});

test('silences with one event between them are two incidents, and none spans the event', t => {
	const places = [...Array.from({length: 90}, (_, second) => second), 160, 230];
	const series = fold(places.map((second, index) => ({event: makeEvent('other'), ms: startMs + second * 1000, line: index + 1})));
	t.deepEqual(
		incidentsOf(series).map(({startMs: fromMs, endMs = 0}) => [fromMs, endMs].map(ms => (ms - startMs) / 1000)),
		[
			[89, 160],
			[160, 230],
		],
	);
});

test('two halves of a log, merged, have the incidents of one pass, places included', t => {
	const expected = incidentsOf(whole);
	for (const at of [1, 300, 1024, 2055]) {
		const merged = fold(events.slice(0, at));
		merged.merge(fold(events.slice(at)).toData());
		t.deepEqual(incidentsOf(merged), expected);
	}
});

// The demo's schedule: the service is down from batch 22, the feature stage slow from 62, the cache cold from 88,
// readings broken from 106; then it repeats.
test('two rounds of the demo: each fault has its cause, its first lines and its end', t => {
	const all = incidentsOf(whole);
	t.deepEqual(
		all.map(({number, trigger}) => [number, trigger.kind, trigger.subject]),
		[
			[1, 'circuit_open', 'enrichmentService'],
			[2, 'throughput_collapse', 'feature'],
			[3, 'throughput_collapse', 'calibration'],
			[4, 'error_burst', 'ingest'],
			[5, 'circuit_open', 'enrichmentService'],
			[6, 'throughput_collapse', 'feature'],
			[7, 'throughput_collapse', 'calibration'],
		],
	);
	const [circuit] = all;
	const lines = readFileSync(night, 'utf8').split('\n');
	const opened = lines.findIndex(line => line.includes('"newState":"open"')) + 1;
	const retried = lines.findIndex(line => line.includes('"event":"retry"')) + 1;
	const failed = lines.findIndex(line => line.includes('"event":"stage_failed"')) + 1;
	const places = circuit?.evidence.map(({line}) => line) ?? [];
	t.true([opened, retried, failed].every(line => places.includes(line)));
	t.deepEqual(
		places,
		places.toSorted((a, b) => a - b),
	);
	const timeOf = (line: number) => Date.parse(JSON.parse(lines[line - 1] ?? '').timestamp);
	t.is(circuit?.startMs, timeOf(failed));
	t.is(circuit?.trigger.startMs, timeOf(opened));
	t.deepEqual(incidentWords(circuit as Incident, {timeZone: 'UTC'}), {
		what: 'circuit enrichmentService opened after 5 failures: connect ECONNREFUSED 127.0.0.1:41911',
		why: '22:00:09 retries of enrichment rose from 0/s to 2.4/s · 22:00:10 bottleneck moved feature → enrichment · 22:00:11 first error of enrichment',
		impact:
			'pipeline throughput held at 720 rps · 24 batches (about 8 328 records) went on without enrichment · 26 errors · 24 alerts · 1 failed probe',
		end: '22:00:23 half-open, 22:00:23 closed',
	});
});

test('half an hour of a night with known faults: each is found with its cause, within three slices, its start within one, and nothing else', async t => {
	const folder = tempFolder(t);
	const [log, truth] = [join(folder, 'night.jsonl'), join(folder, 'truth.jsonl')];
	const args = ['--scenario', 'night', '--simulate', '--rate', '2', '--seed', '5', '--batches', '3600', '--truth', truth];
	await execa('node', ['--import=tsx', 'demo-pipeline/main.ts', ...args], {cwd: root, stdout: {file: log}});
	const {stdout, exitCode} = await obsTop(['incidents', '--file', log, '--json']);
	t.is(exitCode, 0);
	const faults = readFileSync(truth, 'utf8')
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
	const compared = compareWithTruth(JSON.parse(stdout), faults, defaultIncidentSettings.sliceMs);
	t.true(new Set(faults.map(({kind}) => kind)).size === 6);
	t.like(compared, {missed: [], misnamed: [], late: [], surplus: []});
});

test('a calm night is calm, however rough: at five batches per second and at one per minute', t => {
	t.deepEqual(incidentsOf(roughCalm({seed: 9, hours: 1, batchesPerSecond: 5})), []);
	t.deepEqual(incidentsOf(roughCalm({seed: 9, hours: 24, batchesPerSecond: 1 / 60})), []);
});

test('a pipeline with one batch per minute has its incidents too, in slices of four batches', t => {
	const series = new Series();
	for (let minute = 0; minute < 300; minute++) {
		const elapsedMs = minute >= 200 && minute < 230 ? 9000 : 2000 + (minute % 7) * 50;
		const fields = {component: 'load', recordsIn: 100, recordsOut: 100, elapsedMs};
		series.add(makeEvent('stage_completed', fields), startMs + minute * 60_000, {file: 0, line: minute + 1});
	}
	const [incident, ...others] = incidentsOf(series);
	t.deepEqual(others, []);
	t.is(incident?.trigger.kind, 'throughput_collapse');
	t.is(incident?.trigger.subject, 'load');
	t.is(incident?.startMs, startMs + 200 * 60_000);
	t.true(Math.abs((incident?.endMs ?? 0) - (startMs + 230 * 60_000)) <= 4 * 60_000);
});

test('a circuit that never closes is an ongoing incident without an end', t => {
	const series = new Series();
	series.add(makeEvent('circuit_state_change', {circuitName: 'api', newState: 'open', reason: 'timeout'}), startMs, {file: 3, line: 17});
	const [incident] = incidentsOf(series);
	t.like(incident, {number: 1, startMs, endMs: undefined, ending: [], evidence: [{file: 3, line: 17, atMs: startMs}]});
	t.is(incidentWords(incident as Incident, {timeZone: 'UTC'}).end, 'still ongoing');
});

test('any quantile of a baseline is that of its sorted values, zeros included, and old values are forgotten', t => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({min: -3, max: 3}), {minLength: 1, maxLength: 200}),
			fc.double({min: 0, max: 0.999, noNaN: true}),
			(values, part) => {
				const baseline = new Baseline(50, 10);
				for (const [ms, value] of values.entries()) {
					baseline.add(ms, value);
				}
				const kept = values.slice(-51).toSorted((a, b) => a - b);
				t.is(baseline.size, kept.length);
				t.true(baseline.quantile(part) === kept[Math.floor(part * kept.length)]);
			},
		),
	);
});

test('text from a log reaches neither words nor Markdown unchanged: controls are shown, secrets masked, markup escaped', t => {
	const series = new Series();
	const reason = 'bad \u001b[31m password=hunter2 <img src=x> `rm`';
	series.add(makeEvent('circuit_state_change', {circuitName: 'a*b\u0007', newState: 'open', reason}), startMs, {file: 0, line: 1});
	const incident = incidentsOf(series)[0] as Incident;
	const {what} = incidentWords(incident, {timeZone: 'UTC'});
	t.is(what, 'circuit a*b␇ opened: bad ␛[31m password=••• <img src=x> `rm`');
	const markdown = incidentMarkdown(incident, {timeZone: 'UTC', fileNames: ['n`ight.jsonl'], lines: [`{"token":"hunter2"} ${reason}`]});
	t.true(markdown.startsWith('## Incident 1: circuit a\\*b␇ opened: bad ␛\\[31m password=••• \\<img src=x\\> \\`rm\\`\n'));
	t.true(markdown.includes('- ``n`ight.jsonl:1``\n'));
	t.notRegex(markdown, /hunter2|[\u0007\u001b]/);
	t.regex(incidentWords(incident, {timeZone: 'UTC', ascii: true}).what, /^[\x20-\x7e]+$/);
});

test('incidents prints lines with their place and text; no incidents is not a failure', async t => {
	const file = 'test/fixtures/last-night.jsonl';
	const [text, piped, markdown, none, empty] = await Promise.all([
		obsTop(['incidents', file]),
		obsTop(['incidents'], readFileSync(night, 'utf8')),
		obsTop(['incidents', file, '--markdown', '--tz', 'Europe/Berlin']),
		obsTop(['incidents', file, '--until', '22:00:05']),
		obsTop(['incidents'], ''),
	]);
	t.true(
		text.stdout.startsWith(
			'Incident 1: 2024-01-15 22:00:11 → 22:00:23 (11s)\n  WHAT    circuit enrichmentService opened after 5 failures: connect ',
		),
	);
	t.regex(text.stdout, /\n {4}\S+last-night\.jsonl:190: \{"timestamp":"2024-01-15T22:00:12\.276Z"/);
	// The text of errors and retries is included if the lines can be read again.
	t.regex(text.stdout, /retries of enrichment rose from \S+ to \S+: enrichment service answered 503 /);
	t.regex(text.stdout, /first error of enrichment: connect ECONNREFUSED/);
	t.regex(text.stdout, /errors of ingest rose from \S+ to \S+: Unterminated string in JSON at position 15/);
	t.is(piped.stdout, text.stdout.replaceAll(file, 'stdin'));
	t.regex(markdown.stdout, /\n2024-01-15 23:00:11 → 23:00:23 \(11s\) \(Europe\/Berlin\)\n/);
	t.regex(none.stdout, /^no incidents in \d+ events from 2024-01-15 22:00:00 to 2024-01-15 22:00:0[45]\n?$/);
	t.is(empty.stdout, 'no incidents in 0 events');
	t.deepEqual(
		[text, piped, markdown, none, empty].map(({exitCode, stderr}) => [exitCode, stderr]),
		Array.from({length: 5}, () => [0, '']),
	);
});

test('sources that can be read only once show their lines as a file does: a FIFO, alone or beside a file, a redirected stdin, a pipeline', async t => {
	const folder = tempFolder(t);
	const fifo = join(folder, 'fifo');
	const rest = join(folder, 'rest');
	writeFileSync(rest, '{"timestamp":"2024-01-15T22:01:00Z"}\n');
	const ofFile = await obsTop(['incidents', night]);
	const asFile = async (args: readonly string[], name: string, options = {}) => {
		const {stdout, stderr} = await execa('node', ['--import=tsx', 'src/cli.ts', 'incidents', ...args], {
			cwd: root,
			env: {LANG: 'C.UTF-8'},
			...options,
		});
		t.is(stderr, '');
		t.is(stdout.replaceAll(`    ${name}:`, `    ${night}:`), ofFile.stdout, name);
	};
	await asFile([], 'stdin', {stdin: {file: night}});
	await asFile(['--', 'cat', night], 'cat');
	for (const args of [[fifo], [fifo, rest]]) {
		await execa('mkfifo', [fifo]);
		await Promise.all([asFile(args, fifo), execa('cat', [night], {stdout: {file: fifo}})]);
		rmSync(fifo);
	}
});

test('lines of the two outputs of a pipeline are shown by their counted numbers', async t => {
	const path = join(tempFolder(t), 'pipeline.mjs');
	// One in five goes to stderr, and neither output ends with a newline.
	writeFileSync(
		path,
		`import {readFileSync} from 'node:fs';
const lines = readFileSync(${JSON.stringify(night)}, 'utf8').trim().split('\\n');
const outputOf = index => (index % 5 === 0 ? 'stderr' : 'stdout');
const ends = ['stdout', 'stderr'].map(output => lines.findLastIndex((_, index) => outputOf(index) === output));
for (const [index, line] of lines.entries()) {
	process[outputOf(index)].write(line + (ends.includes(index) ? '' : '\\n'));
}`,
	);
	const {stdout} = await obsTop(['incidents', '--json', '--', 'node', path]);
	const evidence = JSON.parse(stdout).flatMap((incident: {evidence: readonly object[]}) => incident.evidence);
	t.true(evidence.length > 20);
	for (const {time, text} of evidence) {
		t.is(JSON.parse(text).timestamp, time);
	}
});

test('lines without room are left out, and the user is told', t => {
	const spool = new Spool(20);
	const whole = new WholeLines();
	t.true(spool.append(whole.push(Buffer.from('first\nsec'))));
	t.true(spool.append(whole.push(Buffer.from('ond\n'))));
	t.false(spool.append(whole.push(Buffer.from('a line too long\n'))));
	t.false(spool.append(whole.push(Buffer.from('4\n'))), 'nothing after a gap');
	t.is(Buffer.concat([...spool.chunks()].map(chunk => Buffer.from(chunk))).toString(), 'first\nsecond\n');
	spool.close();
});

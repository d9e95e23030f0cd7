import {Buffer} from 'node:buffer';
import {readFileSync} from 'node:fs';
import {fc, testProp} from '@fast-check/ava';
import test from 'ava';
import {RuleAlerts} from '../../src/engine/alerts/rule-alerts.ts';
import {RuleChecks} from '../../src/engine/alerts/rule-checks.ts';
import {Fold} from '../../src/engine/fold/fold.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import type {AlertChange} from '../../src/insight/alerts/alert-change.ts';
import {type CheckResult, CheckWatch} from '../../src/insight/alerts/check-watch.ts';
import {noIncidents} from '../../src/insight/incidents.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';
import {type AlertRuleError, parseAlertRule} from '../../src/query/alerts/alert-rule.ts';
import {makeEvent} from '../series/events.ts';

const fixture = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url));

/** Folds a log that arrives in pieces. */
function judge(rules: readonly string[], pieces: readonly Uint8Array[], checks: readonly string[] = []) {
	const fold = new Fold({read, selection: undefined});
	const changes: AlertChange[] = [];
	const alerts = new RuleAlerts(rules, fold.series, change => changes.push(change));
	const conditions = new RuleChecks(checks);
	fold.watch(alerts);
	fold.watch(conditions);
	const input = fold.open(0);
	for (const piece of pieces) {
		input.write(piece);
	}
	input.end();
	fold.finish();
	return {fold, changes, notices: alerts.notices({hasEnded: true}), checks: conditions.results(fold.series, fold.counts.events)};
}

const changesOf = (rule: string, lines: readonly object[]) => judge([rule], [logOf(lines)]).changes;
const logOf = (lines: readonly object[]) => Buffer.from(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
const startMs = Date.UTC(2024, 0, 15, 22);
const at = (seconds: number, fields: object = {}) => ({timestamp: new Date(startMs + seconds * 1000).toISOString(), ...fields});
const said = ({type, group, value, atMs}: AlertChange) => [type, group, value, (atMs + 1 - startMs) / 1000];

// The rules again, in plain JavaScript over the parsed lines.

type Line = Readonly<Record<string, string | number>> & {readonly timestamp: string};
type Plain = {
	readonly rule: string;
	readonly seconds: number;
	readonly matches: (line: Line) => boolean;
	readonly value: (lines: readonly Line[]) => number | undefined;
	readonly holds: (value: number) => boolean;
	readonly group?: (line: Line) => string;
};

const lines: readonly Line[] = fixture
	.toString()
	.trim()
	.split('\n')
	.map(line => JSON.parse(line));
const elapsed = (within: readonly Line[]) => within.map(({elapsedMs}) => Number(elapsedMs));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const some = (within: readonly Line[], value: (numbers: readonly number[]) => number) =>
	within.length === 0 ? undefined : value(elapsed(within));
const completed =
	(component: string) =>
	({event, component: own}: Line) =>
		event === 'stage_completed' && own === component;

const plainRules: readonly Plain[] = [
	{
		rule: 'normalize slow: avg(elapsedMs) > 60 where event=stage_completed and component=normalize over 5s',
		seconds: 5,
		matches: completed('normalize'),
		value: within => some(within, numbers => sum(numbers) / numbers.length),
		holds: value => value > 60,
	},
	{
		rule: 'p90(elapsed_ms) >= 0.2s where component=feature and event="stage_completed" over 10s',
		seconds: 10,
		matches: completed('feature'),
		value: within => some(within, numbers => numbers.toSorted((a, b) => a - b)[Math.ceil(0.9 * numbers.length) - 1] ?? 0),
		holds: value => value >= 200,
	},
	{
		rule: 'max(elapsedMs) > 250 where event=stage_completed over 3s by stage',
		seconds: 3,
		matches: ({event}) => event === 'stage_completed',
		value: within => some(within, numbers => Math.max(...numbers)),
		holds: value => value > 250,
		group: ({component}) => String(component),
	},
	{
		rule: 'min(elapsedMs) < 50ms where event=stage_completed and component=calibration over 2s',
		seconds: 2,
		matches: completed('calibration'),
		value: within => some(within, numbers => Math.min(...numbers)),
		holds: value => value < 50,
	},
	{
		rule: 'errors: count() > 5 where level>=error by component',
		seconds: 60,
		matches: ({level}) => level === 'ERROR',
		value: within => within.length,
		holds: value => value > 5,
		group: ({component}) => String(component),
	},
	{
		rule: 'thin: rate(recordsIn) < 700 where component=ingest and event=stage_completed over 4s',
		seconds: 4,
		matches: completed('ingest'),
		value: within => sum(within.map(({recordsIn}) => Number(recordsIn))) / 4,
		holds: value => value < 700,
	},
	{
		rule: 'distinct(component) != 7 where event=stage_completed over 2s',
		seconds: 2,
		matches: ({event}) => event === 'stage_completed',
		value: within => new Set(within.map(({component}) => component)).size,
		holds: value => value !== 7,
	},
];

/** Evaluates every second of the log: what holds over the window that ends there, and when that changes. */
function changesAnew({matches, value, holds, seconds, group, rule}: Plain) {
	const timed = lines.map(line => ({line, second: Math.floor(Date.parse(line.timestamp) / 1000)}));
	const seen = timed.filter(({line}) => matches(line));
	const names = group === undefined ? [undefined] : [...new Set(seen.map(({line}) => group(line)))];
	const first = timed[0]?.second ?? 0;
	const last = timed.at(-1)?.second ?? 0;
	const waits = /^(?:\w+: )?(?:count|rate|sum|distinct).* (?:<|!=) /.test(rule);
	const changes: unknown[] = [];
	const firing = new Set<string | undefined>();
	for (let second = first; second <= (waits ? last - 1 : last); second++) {
		for (const name of names) {
			const within = seen
				.filter(each => each.second <= second && each.second > second - seconds && (group === undefined || group(each.line) === name))
				.map(({line}) => line);
			const is = value(within);
			const isTrue =
				is !== undefined && holds(is) && !(waits && second - first + 1 < seconds) && (within.length > 0 || group === undefined);
			if (isTrue !== firing.has(name)) {
				changes.push([isTrue ? 'fired' : 'resolved', name, (second + 1) * 1000 - 1]);
				if (isTrue) {
					firing.add(name);
				} else {
					firing.delete(name);
				}
			}
		}
	}
	return changes;
}

for (const plain of plainRules) {
	test(`the alerts of a night are what its lines imply, second by second: ${plain.rule}`, t => {
		const {changes} = judge([plain.rule], [fixture]);
		const expected = changesAnew(plain);
		t.true(expected.length > 1);
		t.deepEqual(
			new Set(changes.map(({type, group, atMs}) => JSON.stringify([type, group, atMs]))),
			new Set(expected.map(each => JSON.stringify(each))),
		);
	});
}

testProp(
	'any chunking of a log gives the same alerts at the same times',
	[fc.array(fc.nat(fixture.length), {maxLength: 6})],
	(t, cuts) => {
		const rules = plainRules.map(({rule}) => rule);
		const ends = [...cuts, fixture.length].sort((a, b) => a - b);
		const pieces = ends.map((end, index) => fixture.subarray(ends[index - 1] ?? 0, end));
		t.deepEqual(judge(rules, pieces).changes, judge(rules, [fixture]).changes);
	},
	{numRuns: 8},
);

test('a rule reports when it became true and when it stopped, once each', t => {
	const night = [0, 1, 2, 3, 4].map(second => at(second, {ms: second === 2 ? 900 : 10}));
	t.deepEqual(changesOf('slow: max(ms) > 500 over 2s', [...night, at(9, {ms: 1})]).map(said), [
		['fired', undefined, 900, 3],
		['resolved', undefined, 10, 5],
	]);
});

test('a group without data for a window is resolved, without a value', t => {
	const night = [at(0, {host: 'a', n: 9}), at(1, {host: 'b', n: 1}), at(5, {host: 'b', n: 1})];
	t.deepEqual(changesOf('max(n) > 5 by host over 2s', night).map(said), [
		['fired', 'a', 9, 1],
		['resolved', 'a', undefined, 3],
	]);
});

test('silence counts as zero, but not before the first window is full', t => {
	const night = [...Array.from({length: 10}, (_, second) => at(second)), at(20)];
	t.deepEqual(changesOf('silent: rate() < 1 over 3s', night).map(said), [['fired', undefined, 2 / 3, 11]]);
	t.deepEqual(changesOf('silent: count() < 3 over 30s', night), []);
});

test('a late event counts from then on while its window is open, and is reported otherwise', t => {
	const night = [at(0, {n: 1}), at(10, {n: 1}), at(8, {n: 1}), at(0, {n: 1}), at(11, {n: 0})];
	const {changes, notices} = judge(['sum(n) > 1 over 5s'], [logOf(night)]);
	t.deepEqual(changes.map(said), [['fired', undefined, 2, 11]]);
	t.deepEqual(notices, ['alert sum(n) > 1 over 5s: one event arrived too late to count']);
});

test('T5: a clock that was set back starts over, and one line from the future does not end the evaluation', t => {
	const night = [at(0, {n: 1}), at(90_000, {n: 9}), ...Array.from({length: 8}, (_, second) => at(1 + second, {n: second === 6 ? 9 : 1}))];
	const changes = changesOf('max(n) > 5 over 3s', night).map(said);
	t.deepEqual(changes.at(-1), ['fired', undefined, 9, 8]);
});

test('groups over the limit share one that says how many they are', t => {
	const night = Array.from({length: 250}, (_, index) => at(0, {host: `h${index}`, n: index < 200 ? 1 : 9}));
	t.deepEqual(changesOf('max(n) > 5 by host', night).map(said), [['fired', 'other (50)', 9, 1]]);
});

test('a log without times is not evaluated, and the user is told', t => {
	const {changes, notices} = judge(['count() > 0'], [logOf([{a: 1}, {a: 2}])]);
	t.deepEqual(changes, []);
	t.deepEqual(notices, ['alert rules were not evaluated: the log has no timestamps']);
});

test('a rule that never saw what it asks for says so, and what may have been meant', t => {
	t.deepEqual(judge(['slow: avg(elapsdMs) > 5'], [fixture]).notices, [
		'alert slow: no matching event has elapsdMs (did you mean elapsedMs?)',
	]);
});

test('alerts count from the second in which they fired, in addition to those in the log itself', t => {
	const {fold, changes} = judge(['slow: avg(elapsedMs) > 60 where event=stage_completed and component=normalize over 5s'], [fixture]);
	const {series, counts: source} = fold;
	const totalAt = (atMs: number) =>
		snapshotAt(series, {atMs, windowMs: 60_000, hasTime: true, source, dialects: [], incidents: noIncidents}).totalAlerts ?? 0;
	const reportAt = (atMs: number) =>
		lines.findLast(({event, timestamp}) => event === 'pipeline_health' && Date.parse(timestamp) <= atMs)?.totalAlerts ?? 0;
	for (const {atMs} of changes) {
		const fired = changes.filter(change => change.type === 'fired' && change.atMs <= atMs).length;
		t.is(totalAt(atMs), Number(reportAt(atMs)) + fired);
		t.is(
			totalAt(atMs - 1000),
			Number(reportAt(atMs - 1000)) + changes.filter(change => change.type === 'fired' && change.atMs < atMs).length,
		);
	}
});

test('counting a field that no event has is refused if a slip is likely; count(*) counts all', t => {
	const {checks} = judge([], [fixture], ['count(elapsdMs) < 5', 'count(nobodysField) < 5', 'count(*) > 0', 'count() > 0']);
	t.deepEqual(
		checks.map(({holds, value}) => [holds, value]),
		[
			[false, undefined],
			[true, 0],
			[true, lines.length],
			[true, lines.length],
		],
	);
	t.is(checks[0]?.why, 'no event has elapsdMs (did you mean elapsedMs?)');
});

test('a check covers the whole log, or its end with over; without data it fails', t => {
	const ingest = lines.filter(completed('ingest'));
	const tail = Date.parse(lines.at(-1)?.timestamp ?? '');
	const late = ingest.filter(({timestamp}) => Math.floor(Date.parse(timestamp) / 1000) > Math.floor(tail / 1000) - 10);
	const {checks} = judge(
		[],
		[fixture],
		[
			'avg(elapsedMs) < 1s where component=ingest and event=stage_completed',
			'max(elapsedMs) < 1 where component=ingest and event=stage_completed over 10s',
			'count() = 0 where level=fatal',
			'p95(elapsedMs) < 500 where component=nobody',
			'rate() > 1 where event=stage_completed',
		],
	);
	const [whole, end, none, nobody, rate] = checks;
	t.true(Math.abs((whole?.value ?? 0) - sum(elapsed(ingest)) / ingest.length) < 1e-6);
	t.is(end?.value, Math.max(...elapsed(late)));
	t.deepEqual(
		checks.map(({holds}) => holds),
		[true, false, true, false, true],
	);
	t.is(none?.value, 0);
	t.deepEqual([nobody?.value, nobody?.why], [undefined, 'no event matches']);
	const seconds = (tail - Date.parse(lines[0]?.timestamp ?? '')) / 1000;
	t.is(rate?.value, lines.filter(({event}) => event === 'stage_completed').length / seconds);
	t.deepEqual(judge([], [], ['count() = 0']).checks[0]?.why, 'the log has no events');
});

testProp(
	'a percentile is within 1 % of the value of its rank',
	[fc.array(fc.double({min: 0.001, max: 1e9, noNaN: true}), {minLength: 1, maxLength: 60}), fc.integer({min: 1, max: 99})],
	(t, values, percent) => {
		const {checks} = judge([], [logOf(values.map(n => at(0, {n})))], [`p${percent}(n) > 0`]);
		const exact = values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil((percent * values.length) / 100)) - 1] ?? 0;
		t.true(Math.abs((checks[0]?.value ?? 0) - exact) <= exact * 0.01);
	},
	{numRuns: 50},
);

test('a rule that makes no sense is reported with its column and the nearest word', t => {
	for (const [rule, column, reason] of [
		['avgg(x) > 1', 0, /unknown aggregate `avgg` \(did you mean avg\?\)/],
		['a: avg() > 1', 6, /`avg` needs a field/],
		['normalize slow avg(x) > 5', 0, /a name before it needs a colon/],
		['avg(x > 5', 6, /`\)` is missing/],
		['avg(x) 5', 7, /a comparison is missing/],
		['avg(x) => 5', 7, /`=>` is not a comparison/],
		['avg(x) > fast', 9, /`fast` is not a number/],
		['count() > 5s', 10, /is a duration, and count counts/],
		['avg(x) > 5 wher a=1', 11, /did you mean where\?/],
		['avg(x) > 5 where level>=wran over 1m', 24, /did you mean warn\?/],
		['avg(x) > 5 where a=1 ovr 1m', 21, /did you mean over\?/],
		['avg(x) > 5 over 1m over 2m', 19, /appears twice/],
		['avg(x) > 5 over 100ms', 16, /not a time span from 1s to 24h/],
		['avg(x) > 5 by a b', 14, /needs one field/],
	] as const) {
		const error = t.throws<AlertRuleError>(() => parseAlertRule(rule), undefined, rule);
		t.is(error?.column, column, rule);
		t.regex(error?.reason ?? '', reason);
	}
});

test('the words where, by and over belong to the filter within quotes and parentheses', t => {
	const {condition, ...rule} = parseAlertRule('x: count() > 1 where "over by" or (killed by signal) over 2h by "service.name"');
	t.is(condition, 'count() > 1 where "over by" or (killed by signal) over 2h by "service.name"');
	t.like(rule, {name: 'x', threshold: 1, overMs: 7_200_000});
});

test('a value is in the unit of the name of its field, and so is the number it is compared with', t => {
	const night = [at(0, {elapsed_s: 2.5, wait_s: '1500ms', share: '40%'})];
	const {checks} = judge([], [logOf(night)], ['max(elapsed_s) > 2', 'max(elapsedMs) > 2s', 'max(wait_s) > 1s', 'max(share) = 40%']);
	t.deepEqual(
		checks.map(({value, holds}) => [value, holds]),
		[
			[2.5, true],
			[2500, true],
			[1.5, true],
			[0.4, true],
		],
	);
});

test('C17: values of any length are distinguished by their full length, and counted', t => {
	const padded = (number: number) => `${'a'.repeat(500)}${number}${'z'.repeat(500)}`;
	const night = Array.from({length: 40}, (_, index) => at(index / 100, {tenant: padded(index % 20), user: `user ${index % 7}`}));
	const {checks} = judge([], [logOf(night)], ['distinct(tenant) = 20', 'distinct(user) = 7', 'distinct(tenant) = 20 over 10s']);
	t.deepEqual(
		checks.map(({holds, value, isAtLeast}) => [holds, value, isAtLeast]),
		[
			[true, 20, false],
			[true, 7, false],
			[true, 20, false],
		],
	);
});

test('C17: if there are more distinct values than can be counted, the lower bound decides what it can, and the rest is reported as unknown', t => {
	const counted = 100_000; // in a window; in a whole log a million
	const texts = ['> 50000', '>= 100000', '> 100000', '< 50000', '<= 99999', '< 100001', '= 100000', '!= 100000', '= 5', '!= 5'];
	const expected = [true, true, undefined, false, false, undefined, undefined, undefined, false, true];
	const lines = Array.from({length: counted + 10}, (_, index) => `{"timestamp":${startMs},"user":"u${index}"}\n`).join('');
	const {checks, notices} = judge(
		['crowd: distinct(user) > 50000 over 1m'],
		[Buffer.from(lines)],
		texts.map(text => `distinct(user) ${text} over 1m`),
	);
	for (const [index, {check, holds, value, isAtLeast, why}] of checks.entries()) {
		t.deepEqual([value, isAtLeast, holds], [counted, true, expected[index] ?? false], check);
		t.is(
			why,
			expected[index] === undefined ? 'unknown, since the value is at least 100000 and no more values are counted' : undefined,
			check,
		);
	}
	t.deepEqual(notices, ['alert crowd: too many different values, not all counted: there were at least 100000']);
});

test('C17: a window that can count again, after values have left it, counts exactly', t => {
	const many = Array.from({length: 100_010}, (_, index) => `{"timestamp":${startMs},"user":"u${index}"}\n`).join('');
	const few = logOf([at(61, {user: 'a'}), at(62, {user: 'b'})]);
	const {checks} = judge([], [Buffer.from(many), few], ['distinct(user) = 2 over 1m']);
	t.deepEqual([checks[0]?.holds, checks[0]?.value, checks[0]?.isAtLeast], [true, 2, false]);
});

test('C17: in a whole log a million distinct values are counted, and more are reported as more', t => {
	const check = new CheckWatch('distinct(user) > 999999');
	const exact = new CheckWatch('distinct(user) != 1000000');
	for (let index = 0; index <= 1_000_000; index++) {
		const event = makeEvent('other', {fields: {user: `u${index}`}});
		check.add(event, '', undefined);
		if (index < 1_000_000) {
			exact.add(event, '', undefined);
		}
	}
	const told = ({holds, value, isAtLeast}: CheckResult) => [holds, value, isAtLeast];
	t.deepEqual(told(check.result(0, 1_000_001)), [true, 1_000_000, true]);
	t.deepEqual(told(exact.result(0, 1_000_000)), [false, 1_000_000, false]);
});

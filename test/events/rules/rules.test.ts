import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import fc from 'fast-check';
import {dialects} from '../../../src/events/dialects/index.ts';
import type {LogEvent} from '../../../src/events/event.ts';
import {Pairs} from '../../../src/events/pairs.ts';
import {LineParser} from '../../../src/events/parse-line.ts';
import {defaultReadOptions, type ReadOptions} from '../../../src/events/read-options.ts';
import type {Rule} from '../../../src/events/rules/rule.ts';
import {literalIn} from '../../../src/events/rules/text-literal.ts';
import {compileGroups} from '../../../src/query/regex.ts';
import {obsTop} from '../../helpers/real-terminal.ts';
import {parseLog, scanLog} from '../../helpers/scan-log.ts';
import {tempFolder} from '../../helpers/temp-folder.ts';

function read(line: string, ...rules: readonly Rule[]): LogEvent | undefined {
	return new LineParser({...defaultReadOptions, rules}).parse(line).events[0];
}

test('a rule says what an event is, and where its numbers are', t => {
	const rule: Rule = {
		name: 'done',
		when: 'what="batch done" and has(spent)',
		is: 'stage_completed',
		component: ['missing', 'steps[*].name'],
		elapsedMs: {field: 'spent', unit: 's'},
		recordsIn: 'counts[0]',
		id: 'run',
		level: {field: 'lvl', values: {Fehler: 'error'}},
		timestamp: {field: 'at', format: '%d.%m.%Y %H:%M:%S'},
	};
	const line = {
		what: 'batch done',
		spent: 0.5,
		steps: [{}, {name: 'decode'}],
		counts: [40],
		run: 7,
		lvl: 'Fehler',
		at: '02.01.2024 03:04:05',
	};
	t.like(read(JSON.stringify(line), rule), {
		kind: 'stage_completed',
		component: 'decode',
		elapsedMs: 500,
		recordsIn: 40,
		throughputRps: 80,
		id: '7',
		level: 'error',
		timeMs: Date.UTC(2024, 0, 2, 3, 4, 5),
	});
	t.like(read(JSON.stringify({...line, what: 'batch begun'}), rule), {kind: 'other', component: undefined, elapsedMs: undefined});
});

test('the first rule that matches reads an event; a value that does not fit leaves a field as it is', t => {
	const first: Rule = {name: 'a', when: 'x>5', is: 'stage_failed', recordsIn: 'component'};
	const second: Rule = {name: 'b', when: 'has(x)', is: 'stage_completed'};
	t.like(read('{"x":6,"component":"s","records":3,"elapsed_ms":10}', first, second), {
		kind: 'stage_failed',
		recordsIn: 3,
		throughputRps: undefined,
	});
	t.like(read('{"x":5,"component":"s"}', first, second), {kind: 'stage_completed'});
});

test('several paths in braces make one name', t => {
	const rule: Rule = {name: 'a', when: 'has(dag)', is: 'stage_completed', component: '{dag}.{task}'};
	t.is(read('{"dag":"etl","task":3}', rule)?.component, 'etl.3');
	t.is(read('{"dag":{},"task":3,"component":"c"}', rule)?.component, 'c');
});

test('the path or URL of a request stands for its route, and a name stays a name', t => {
	const rule: Rule = {name: 'r', when: 'has(code)', is: 'stage_completed', component: {field: ['service', 'url'], isRoute: true}};
	t.is(read('{"code":200,"url":"https://a.example/cart/17/items?x=1"}', rule)?.component, '/cart/:id/items');
	t.is(read('{"code":200,"url":"/cart/18/items"}', rule)?.component, '/cart/:id/items');
	t.is(read('{"code":200,"url":"/cart/19","service":"team-17"}', rule)?.component, 'team-17');
});

test('a rule reads texts: its groups are fields, whatever stands before them', t => {
	const rule: Rule = {
		name: 'celery',
		match: 'Task (?<component>[\\w.]+)\\[(?<id>[\\w-]+)\\] succeeded in (?<took>[\\d.]+)s',
		is: 'stage_completed',
		elapsedMs: {field: 'took', unit: 's'},
	};
	const text = 'Task shop.load[a-1] succeeded in 1.5s: None';
	const expected = {kind: 'stage_completed', component: 'shop.load', id: 'a-1', elapsedMs: 1500} as const;
	const timeMs = Date.UTC(2024, 0, 15, 22);
	t.like(read(text, rule), expected);
	t.like(read(`[2024-01-15 22:00:00,000: INFO/MainProcess] ${text}`, rule), {...expected, level: 'info', timeMs});
	t.like(read(`2024-01-15T22:00:00Z stdout F ${text}`, rule), {...expected, timeMs});
	t.like(read(JSON.stringify({log: `${text}\n`, stream: 'stdout', time: '2024-01-15T22:00:00Z'}), rule), {...expected, timeMs});
	t.like(read(JSON.stringify({msg: text, level: 'info'}), rule), {...expected, level: 'info'});
	t.is(read('Task shop.load[a-1] failed', rule), undefined);
});

test('a pattern’s plain characters are in every text that it matches', t => {
	const piece = fc.oneof(
		fc.stringMatching(/^[a-zA-Z0-9 _:;<>=!@#%&,'"~`/-]{1,6}$/),
		fc.constantFrom(
			'\\[',
			'\\.',
			'\\d+',
			'\\w*',
			'.',
			'[a-z]',
			'[^x\\]]{1,2}',
			'a?',
			'bc*',
			'de{0,2}',
			'fg+',
			'(?:x|y)',
			'(k)',
			'a{2}',
			'(in)?',
			'\\x41',
			'^',
			'$',
		),
	);
	fc.assert(
		fc.property(fc.array(piece, {minLength: 1, maxLength: 8}), fc.stringMatching(/^[a-zA-Z0-9 .[\]:=-]{0,40}$/), (pieces, text) => {
			const pattern = pieces.join('');
			const literal = literalIn(pattern);
			const inText = text + pieces.map(each => each.replaceAll(/\\(?=[[.])|[*+?^$]|\{.*\}/g, '')).join('');
			for (const candidate of [text, inText]) {
				t.true(compileGroups(pattern)(candidate) === undefined || candidate.includes(literal), `${pattern} in ${candidate}: ${literal}`);
			}
		}),
	);
	t.is(literalIn('Task (?<a>\\w+)\\[(?<b>x)\\] succeeded in (?<c>\\d)s'), '] succeeded in ');
	t.is(literalIn('one|two'), '');
});

test('each pattern of a known system has plain characters to look for, so that other texts cost next to nothing', t => {
	for (const {name, match} of dialects.flatMap(({rules = []}) => rules)) {
		t.true(match === undefined || literalIn(match).length >= 3, `${name}: ${match === undefined ? '' : literalIn(match)}`);
	}
});

test('names that rules of known systems put together have nothing but signs between their parts', t => {
	for (const rule of dialects.flatMap(({rules = []}) => rules)) {
		const places = [rule.component, rule.batch, rule.host, rule.circuitName, rule.reason].flat();
		for (const path of places.filter(place => typeof place === 'string')) {
			t.regex(path.replaceAll(/\{[^{}]+\}/g, ''), path.includes('{') ? /^[^\w-]*$/ : /^/, rule.name);
		}
	}
});

test('an end takes the time since the start with its id; of starts that never end a bounded number waits, and is counted', t => {
	const pairs = new Pairs();
	const event = (id: string, kind: LogEvent['kind'], more: Partial<LogEvent> = {}) =>
		({...(read('{}') as LogEvent), id, kind, ...more}) satisfies LogEvent;
	pairs.complete(event('a', 'stage_started', {component: 'export'}), 1000);
	t.is(pairs.open, 1);
	t.like(pairs.complete(event('a', 'stage_completed', {recordsIn: 10}), 3000), {component: 'export', elapsedMs: 2000, throughputRps: 5});
	t.is(pairs.open, 0);
	t.is(pairs.complete(event('a', 'stage_completed'), 4000).elapsedMs, undefined);
	pairs.complete(event('b', 'stage_started'), 1000);
	t.is(pairs.complete(event('b', 'stage_failed', {elapsedMs: 7}), 4000).elapsedMs, 7);
	for (let count = 0; count < 150_000; count++) {
		pairs.complete(event(String(count), 'stage_started'), count);
	}
	t.is(pairs.open, 150_000);
	t.is(pairs.complete(event('0', 'stage_completed'), 200_000).elapsedMs, undefined);
	t.is(pairs.complete(event('149999', 'stage_completed'), 200_000).elapsedMs, 50_001);
});

const ruleOptions: ReadonlyArray<readonly [title: string, rules: readonly Rule[]]> = [
	['of keys', [{name: 'a', when: 'phase=end', is: 'stage_completed', component: 'job', elapsedMs: {field: 'ms', unit: 'us'}}]],
	['of a choice of keys', [{name: 'a', when: 'phase=end or has(ms)', is: 'stage_failed', component: 'job'}]],
	['of any object', [{name: 'a', when: 'not has(phase)', is: 'stage_completed', component: 'job'}]],
	['of an alias', [{name: 'a', when: 'level=error', is: 'stage_failed', reason: 'job'}]],
	['of texts', [{name: 'a', match: 'done (?<component>\\w+)', is: 'stage_completed'}]],
];

for (const [title, rules] of ruleOptions) {
	test(`the scanner reads as the parser does under rules ${title}`, t => {
		const options: ReadOptions = {...defaultReadOptions, rules};
		const key = fc.constantFrom('phase', 'job', 'ms', 'level', 'msg', 'component', 'event', 'ts', 'x', 'jid', 'class');
		const value = fc.oneof(
			fc.constantFrom('end', 'begin', 'error', 'done x', 'stage_completed', '2024-01-15T22:00:00Z'),
			fc.nat(5),
			fc.constant(null),
		);
		const line = fc.oneof(
			{weight: 5, arbitrary: fc.dictionary(key, value, {maxKeys: 5}).map(object => JSON.stringify(object))},
			fc.constantFrom('done it', '2024-01-15T22:00:00Z done it', '', 'done {"phase":"end"}', '{"phase":"end",}'),
		);
		fc.assert(
			fc.property(fc.array(line, {minLength: 1, maxLength: 20}), lines => {
				const log = new TextEncoder().encode(`${lines.join('\n')}\n`);
				t.deepEqual(scanLog(log, options).lines, parseLog(log, options).lines);
			}),
		);
	});
}

test('a wrong rule is refused with its name, what is wrong and what to do', async t => {
	const folder = tempFolder(t);
	const log = join(folder, 'log');
	writeFileSync(log, '{"msg":"ready"}\n');
	const wrongs: ReadonlyArray<readonly [rule: string, said: RegExp]> = [
		['name = "n"\nwhen = "a=1"\nis = "stage_done"', /rule "n": is = "stage_done" is no kind of event.*stage_started/],
		['name = "n"\nwhen = "a="', /rule "n": when: .*column/],
		['name = "n"\nwhen = "just words"', /rule "n": when = 'just words' compares nothing/],
		['name = "n"\nmatch = "(a"', /rule "n": match: .*\(a/],
		['name = "n"', /rule "n": has neither when nor match/],
		['when = "a=1"', /rule 1: has no name/],
		['name = "n"\nwhen = "a=1"\ncomponnent = "a"', /rule "n": unknown key componnent.*component/],
		['name = "n"\nwhen = "a=1"\nelapsedMs = {field = "a", unit = "parsec"}', /rule "n": elapsedMs: unknown unit "parsec".*one of/],
		['name = "n"\nwhen = "a=1"\nlevel = {field = "a", values = {x = "bad"}}', /rule "n": level: "bad" is no level.*one of/],
		['name = "n"\nwhen = "a=1"\ntimestamp = {field = "a", format = "%Q"}', /rule "n": timestamp: format %Q/],
		['name = "n"\nwhen = "a=1"\n[[rules]]\nname = "n"\nwhen = "b=1"', /rule "n": there is another rule of that name/],
		['name = "n"\nwhen = "a=1"\nhost = {field = "a", isRoute = true}', /rule "n": host: isRoute is for component/],
		['name = "n"\nwhen = "a=1"\ncomponent = 5', /rule "n": component must be a path/],
	];
	for (const [index, [rule, said]] of wrongs.entries()) {
		const config = join(folder, `${index}.toml`);
		writeFileSync(config, `[[rules]]\n${rule}\n`);
		const [node = '', program = ''] = obsTop;
		const {exitCode, stderr, stdout} = await execa(node, [program, 'health', '--config', config, '--file', log], {reject: false});
		t.is(exitCode, 2, rule);
		t.is(stdout, '');
		t.regex(String(stderr), said);
		t.regex(String(stderr), /^obs-top: [^\n]*$/);
	}
});

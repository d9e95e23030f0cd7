import {Buffer} from 'node:buffer';
import {globSync, readFileSync} from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';
import {compileMatcher} from '../../src/history/line-matcher.ts';
import {type Found, LineFinder} from '../../src/history/scan/line-finder.ts';
import {checkFilter} from '../../src/query/filter.ts';

const noTimes = {sinceMs: undefined, untilMs: undefined};

/** What is reported about each line, including those that are skipped. */
function told(lines: readonly Buffer[], filter: string, read: ReadOptions): readonly Found[] | undefined {
	const bytes = Buffer.concat(lines.flatMap(line => [line, Buffer.from('\n')]));
	const needed = compileMatcher(noTimes, [filter])?.needed;
	const finder = needed && LineFinder.of(needed, read, Math.max(1, bytes.length));
	if (finder === undefined) {
		return undefined;
	}
	finder.bytes.set(bytes);
	finder.begin(bytes.length);
	const byStart = new Map<number, Found>();
	for (let at = 0; at < bytes.length; at = finder.end + 1) {
		const found = finder.next(at, bytes.length);
		if (found === 'none') {
			break;
		}
		byStart.set(finder.start, found);
	}
	let start = 0;
	return lines.map(line => {
		const found = byStart.get(start) ?? 'none';
		start += line.length + 1;
		return found;
	});
}

function matching(lines: readonly Buffer[], filter: string, read: ReadOptions): readonly boolean[] {
	const matcher = compileMatcher(noTimes, [filter]);
	return lines.map(line => {
		const text = line.toString('utf8').replace(/\r$/, '');
		return matcher?.matchesLine(new LineParser(read).parse(text), text, undefined) === true;
	});
}

const key = fc.constantFrom(
	...['level', 'lvl', 'Severity_Text', 'severityNumber', 'component', 'stage', 'service', 'logger', 'event', 'msg', 'message'],
	...['elapsedMs', 'took', 'duration_s', 'recordsIn', 'records', 'hits', 'hitRate', 'batch', 'circuit', 'state', 'from'],
	...['stateTransition', 'reason', 'error', 'err', 'err.message', 'n', 'note', 'tags', 'a', 'a.b', 'b', 'host', 'took_x', 'log', 'type'],
	...['time', 'ts', 'caller', '@t', 'Event', 'ß', '', 'a key of more than sixteen bytes', '__proto__', 'fields', 'v'],
);
const word = fc.constantFrom(
	...['error', 'ERR', 'info', 'Warning', 'enrich', 'ENRICH', 'sink', 'Kelvin', '\u212Aelvin', 'stage_completed', 'Stage Completed', 'open'],
	...[
		'half-open',
		'CLOSED_TO_OPEN',
		'500',
		'1.5s',
		'90%',
		'12',
		'',
		' ',
		'{}',
		'{"level":"error"}',
		'null',
		'x'.repeat(20),
		'é',
		'É',
		'timeout',
	],
);
const numeral = fc.oneof(
	fc.constantFrom(
		'0',
		'-0',
		'500',
		'500.0',
		'5e2',
		'499.99999999999994',
		'500.00000000000006',
		'1e999',
		'12345678901234567890',
		'-3',
		'0.5',
	),
	fc.double({min: 0, max: 2000, noNaN: true}).map(number => JSON.stringify(number)),
	fc.nat(60).map(String),
	fc.constantFrom('01', '+1', '.5', '1.', '1e', 'NaN', '0x10'),
);
const value: fc.Arbitrary<string> = fc.oneof(
	{weight: 5, arbitrary: word.map(text => JSON.stringify(text))},
	{weight: 4, arbitrary: numeral},
	fc.constantFrom('true', 'false', 'null', 'tru', 'nulll', '"a\tb"', '"\\u0065rror"', '"unclosed'),
	fc
		.tuple(key, word, fc.constantFrom('', ' '))
		.map(([name, text, space]) => `{${space}${JSON.stringify(name)}:${space}${JSON.stringify(text)}}`),
	fc
		.array(
			fc.oneof(
				word.map(text => JSON.stringify(text)),
				numeral,
			),
			{maxLength: 3},
		)
		.map(items => `[${items.join(', ')}]`),
	fc.constantFrom('[]', '{}', '[[1,{"a":[]}],2]', '[1,]', '{"a":1,}', '{"a" 1}', '[}', '[1 2]', '{"b":{"b":"error"}}'),
);
const line = fc.oneof(
	{
		weight: 9,
		arbitrary: fc
			.tuple(
				fc.array(fc.tuple(key, value), {maxLength: 6}),
				fc.constantFrom('', '', '', ' ', '\t'),
				fc.constantFrom('', '', '', ' ', '\r', 'x', '}'),
			)
			.map(([fields, space, end]) => {
				const text = fields.map(([name, written]) => `${space}${JSON.stringify(name)}${space}:${space}${written}`).join(`${space},`);
				return Buffer.from(`{${text}${space}}${end}`);
			}),
	},
	fc
		.tuple(
			fc.constantFrom(
				...['web-1 | ', 'INFO:sink:', '2024-01-15 22:00:00,021 ERROR [main] sink - ', '<34>Oct 11 22:14:15 sink enrich[230]: '],
				...['[pod/sink-1/enrich] ', 'error sink ', '\u001b[31m', '\ufeff', '\u001e', '{"a":"sink"}', '[', 'x {'],
			),
			key,
			value,
			fc.constantFrom('', '', ',', ']', '\u001b[0m', ' x'),
		)
		.map(([head, name, written, tail]) => Buffer.from(`${head}{"${name}":${written}}${tail}`)),
	fc
		.tuple(
			key,
			word,
			key,
			fc.constantFrom('NaN', 'None', '', "'si\\x6ek'", "'sink'", '"si\u001b[1mnk"', '["sink",]', '"sin', '{"a":"sink"', 'open("sink")'),
		)
		.map(([name, text, other, written]) => Buffer.from(`{'${name}': '${text}', "${other}": ${written}}`)),
	word.map(text => Buffer.from(`plain ${text}`)),
	fc.tuple(key, word).map(([name, text]) => Buffer.from(`level=error ${name}=${JSON.stringify(text)}`)),
	fc
		.constantFrom('', ' ', '\r', '{', '{}', '{ }', '{}\r', '\u00a0', '[1]', '"error"', '{"level":"error"', '\0{"level":"error"}')
		.map(text => Buffer.from(text)),
	word.map(text => Buffer.concat([Buffer.from('{"note":"'), Buffer.from([0xff]), Buffer.from(`${text.replaceAll(/["\\]/g, '')}"}`)])),
);

const quote = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const term = fc.oneof(
	fc.tuple(key, fc.constantFrom('=', '!='), word).map(([name, operator, text]) => `${quote(name)}${operator}${quote(text)}`),
	fc
		.tuple(
			key,
			fc.constantFrom('=', '>', '>=', '<', '<='),
			fc.constantFrom('500', '0', '12', '0.5', '1.5s', '1e3', '90%', 'error', '5*', 'e*'),
		)
		.map(([name, operator, text]) => `${quote(name)}${operator}${text}`),
	fc
		.tuple(key, fc.constantFrom('~', '!~'), fc.constantFrom('^e', 'o', '5', 'error|open'))
		.map(([name, operator, text]) => `${quote(name)}${operator}${quote(text)}`),
	key.map(name => `has(${quote(name)})`),
	word.map(quote),
	fc.constantFrom(
		'level>=warn',
		'level!=info',
		'elapsedMs>500',
		'elapsed_s<=0.5',
		'newState=open',
		'event=stage_completed',
		'~"error|open"',
		'took_x>3',
		'throughputRps>1',
	),
);
const filter = fc
	.tuple(
		fc.array(fc.tuple(fc.boolean(), term), {minLength: 1, maxLength: 4}),
		fc.array(fc.constantFrom('and', 'or'), {minLength: 3, maxLength: 3}),
	)
	.map(([terms, operators]) =>
		terms.map(([isNegated, text], at) => `${at > 0 ? `${operators[at - 1]} ` : ''}${isNegated ? 'not ' : ''}${text}`).join(' '),
	)
	.filter(text => checkFilter(text) === undefined);

const reads: readonly ReadOptions[] = [
	defaultReadOptions,
	{
		...defaultReadOptions,
		map: [
			{canonical: 'elapsedMs', field: 'took_x'},
			{canonical: 'component', field: 'a.b'},
		],
	},
	{...defaultReadOptions, dialect: 'zap'},
	{...defaultReadOptions, dialect: 'pino'},
];

test('nothing is reported about a line that parsing it would not report', t => {
	fc.assert(
		fc.property(
			fc.array(line, {minLength: 1, maxLength: 40}),
			fc.array(filter, {minLength: 1, maxLength: 4}),
			fc.constantFrom(...reads),
			(lines, filters, read) => {
				for (const asked of filters) {
					const expected = matching(lines, asked, read);
					for (const [index, found] of (told(lines, asked, read) ?? []).entries()) {
						const isTrue = found === 'may match' || (found === 'matches') === expected[index];
						t.true(isTrue, `${found}: ${asked}: ${lines[index]?.toString()} ${JSON.stringify(read)}`);
					}
				}
			},
		),
		{numRuns: 600},
	);
});

test('a number of any length compares as the parser compares it', t => {
	const powers = Array.from({length: 20}, (_, exponent) => 10n ** BigInt(exponent + 1));
	const amounts = [...powers, 2n ** 53n, 5n * 10n ** 15n, 8n * 10n ** 15n, 7n * 10n ** 17n].flatMap(each => [each - 1n, each, each + 1n]);
	const lines = amounts.flatMap(each => [`{"n":${each}}`, `{"n":${each}.5}`, `{"n":-${each}}`]).map(text => Buffer.from(text));
	for (const threshold of amounts.filter(each => each > 10n ** 12n)) {
		for (const operator of ['=', '>', '>=', '<', '<=']) {
			const asked = `n${operator}${threshold}`;
			const expected = matching(lines, asked, defaultReadOptions);
			const found = told(lines, asked, defaultReadOptions) ?? [];
			const wrong = found.findIndex((said, index) => said !== 'may match' && (said === 'matches') !== expected[index]);
			t.is(wrong, -1, `${asked}: ${lines[wrong]}`);
			t.true(found.filter(said => said !== 'may match').length > lines.length / 2, asked);
		}
	}
});

test('plain lines are decided without parsing them, whatever is asked about their fields', t => {
	const text = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url), 'utf8');
	const lines = text
		.split('\n')
		.filter(each => each.startsWith('{') && !each.includes('\\'))
		.map(each => Buffer.from(each));
	t.true(lines.length > 1000);
	for (const asked of [
		'level=error and component=enrichment',
		'elapsedMs>50 and not component=sink',
		'event=stage_completed or level>=warn',
		'recordsOut<350',
		'has(circuitName)',
		'reason~timeout',
		'batch=12 or batch=13',
	]) {
		const found = told(lines, asked, defaultReadOptions) ?? [];
		t.deepEqual(
			found.map(said => said === 'matches'),
			matching(lines, asked, defaultReadOptions),
			asked,
		);
		t.false(found.includes('may match'), asked);
	}
});

test('lines of any dialect are found by the texts of their fields, among many that are skipped', t => {
	const usual = Array.from({length: 2000}, () => Buffer.from('{"zzz":"zzz"}'));
	let asked = 0;
	for (const path of globSync(new URL('../fixtures/corpus/*/*', import.meta.url).pathname)) {
		const lines = readFileSync(path, 'latin1')
			.split('\n')
			.slice(0, 200)
			.map(each => Buffer.from(each, 'latin1'));
		const parser = new LineParser(defaultReadOptions);
		const events = lines.flatMap(each => {
			const parsed = parser.parse(each.toString());
			return parsed.type === 'event' ? parsed.events : [];
		});
		const filters = events.flatMap(({component, host, batch, circuitName, reason, fields}) =>
			Object.entries({...fields, component, host, batch, circuitName, reason}).flatMap(([name, text]) =>
				typeof text === 'string' && text !== '' ? [`${quote(name)}=${quote(text)}`] : [],
			),
		);
		for (const each of new Set(filters.filter((_, index) => index % Math.ceil(filters.length / 50) === 0))) {
			if (checkFilter(each) === undefined) {
				asked++;
				const isMatch = matching(lines, each, defaultReadOptions);
				const found = told([...usual, ...lines], each, defaultReadOptions)?.slice(usual.length) ?? [];
				t.deepEqual(
					found.map((said, index) => (said === 'may match' ? isMatch[index] : said === 'matches')),
					isMatch.slice(0, found.length),
					`${path}: ${each}`,
				);
			}
		}
	}
	t.true(asked > 400);
});

test('if there are more keys and values than can be remembered, lines are left to the parser', t => {
	const lines = Array.from({length: 9000}, (_, index) =>
		Buffer.from(JSON.stringify({[`key${index % 4000}`]: index, msg: `message ${index}`, level: 'info'})),
	);
	for (const asked of ['event~"message 8000"', 'key3999=3999', 'level=error', `event="message 77"`]) {
		const expected = matching(lines, asked, defaultReadOptions);
		const found = told(lines, asked, defaultReadOptions) ?? [];
		t.deepEqual(
			expected.map((isMatch, index) => (isMatch ? found[index] !== 'none' : found[index] !== 'matches')),
			expected.map(() => true),
			asked,
		);
	}
});

test('a name that a rule of the user’s own gives is found', t => {
	const rules = [
		{name: 'a', when: 'done=1', component: {text: 'shop'}},
		{name: 'b', when: 'done=2', component: {field: 'at', values: {x: 'bakery'}}},
	];
	const read = {...defaultReadOptions, rules};
	for (const [line, filter] of [
		['{"done":1}', 'component=shop'],
		['{"done":2,"at":"x"}', 'component=bakery'],
	] as const) {
		t.deepEqual(matching([Buffer.from(line)], filter, read), [true]);
		t.not(told([Buffer.from(line)], filter, read)?.[0], 'none');
	}
});

test('whatever name or reason a system’s events have, a filter for it finds their lines', t => {
	for (const path of globSync('test/fixtures/systems/*')) {
		const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
		for (const line of lines) {
			const [event] = new LineParser().parse(line).events;
			for (const name of ['component', 'reason'] as const) {
				const value = event?.[name]?.replaceAll(/["\\]/g, '?');
				const filter = `${name}="${value}"`;
				if (value === undefined || value.includes('?') || !matching([Buffer.from(line)], filter, defaultReadOptions)[0]) {
					continue;
				}
				const found = told([Buffer.from(line)], filter, defaultReadOptions);
				t.not(found?.[0], 'none', `${path}: ${filter}`);
			}
		}
	}
});

import {readFileSync} from 'node:fs';
import {fc, testProp} from '@fast-check/ava';
import test from 'ava';
import type {LogEvent} from '../../src/events/event.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {checkFilter, combineFilters, compileFilter, componentFilter, FilterError} from '../../src/query/filter.ts';
import {eventFields} from '../../src/screen/event/event-fields.ts';
import {fieldFilter} from '../../src/screen/event/field-filter.ts';
import {nearest} from '../../src/shared/nearest.ts';
import {rawRow} from '../helpers/sample-frame.ts';

const docs = readFileSync('docs/filter-language.md', 'utf8');

/** The cells of each row of the tables under a heading; `\|` is a `|` in a cell. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
	const section = docs.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
	return section
		.split('\n')
		.filter(line => line.startsWith('| `'))
		.map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|')));
}

function code(cell: string | undefined): string {
	return cell?.replace(/^`(.*)`$/, '$1') ?? '';
}

function eventOf(line: string): LogEvent | undefined {
	const parsed = new LineParser().parse(line);
	return parsed.type === 'event' ? parsed.events[0] : undefined;
}

function matches(filter: string, line: string): boolean {
	return compileFilter(filter).matches(eventOf(line), line);
}

function errorOf(filter: string): FilterError | undefined {
	try {
		compileFilter(filter);
		return undefined;
	} catch (error) {
		return error instanceof FilterError ? error : undefined;
	}
}

test('each filter in the documentation is the text, the expression or the error that it says', t => {
	const rows = rowsUnder('Text or expression?');
	t.true(rows.length > 20);
	for (const [, filterCell, kind = ''] of rows) {
		const filter = code(filterCell);
		const error = errorOf(filter);
		if (kind.startsWith('error')) {
			t.is(`error, column ${(error?.column ?? -2) + 1}`, kind, filter);
			continue;
		}
		t.is(error, undefined, filter);
		// Combined with others, an expression stays as it is, perhaps in parentheses, and a text is put in quotes.
		const isText = ![`${filter} and "x"`, `(${filter}) and "x"`].includes(combineFilters([filter, 'x']) ?? '');
		t.is(isText ? 'text' : 'expression', kind, filter);
		t.true(!isText || matches(filter, `> ${filter.toUpperCase()} <`), filter);
	}
});

test('each filter in the documentation finds the lines that it says', t => {
	const lines = /```jsonl\n(.*?)\n```/s.exec(docs)?.[1]?.split('\n') ?? [];
	const rows = rowsUnder('Examples');
	t.is(lines.length, 6);
	t.true(rows.length > 30);
	for (const [, filterCell, wanted = ''] of rows) {
		const filter = code(filterCell);
		const found = lines.flatMap((line, index) => (matches(filter, line) ? [index + 1] : []));
		t.is(found.join(', '), wanted, filter);
	}
});

test('a wrong expression says what is wrong and what was meant', t => {
	const reasons = new Map([
		['level>=', 'a value is missing after `>=` (`""` is an empty string)'],
		['level>=wran', 'unknown level `wran` (did you mean warn?)'],
		['level=erorr', 'unknown level `erorr` (did you mean error?)'],
		['levl>=warn', '`levl` has no levels (did you mean level?)'],
		['elapsdMs>fast', '`>` compares numbers and durations (500, 1.5s): `fast` is neither (did you mean elapsedMs?)'],
		['level>=warn component=sink', '`and` or `or` is missing before `component=sink` (or quote the whole text)'],
		['level>=warn and or x=1', 'search text is missing before `or`'],
		['level>=warn or', 'search text is missing after `or`'],
		['level>=warn)', 'unmatched `)`'],
		['level>= and x=1', 'a value is missing after `>=` (`""` is an empty string)'],
		['has()', '`has` needs the name of one field, as in has(circuitName)'],
		['has(a b)', '`has` needs the name of one field, as in has(circuitName)'],
		['time>25:10', '`25:10` is not a time (use 22:15 or an ISO date, in UTC)'],
	]);
	for (const [filter, reason] of reasons) {
		t.is(checkFilter(filter)?.message, reason, filter);
	}
	t.is(errorOf('level>=')?.message, 'filter `level>=`: a value is missing after `>=` (`""` is an empty string) (column 8)');
	t.is(errorOf('level>=')?.exitCode, 2);
	t.is(checkFilter('level>=warn'), undefined);
});

test('any depth of parentheses gets an answer, not a stack overflow', t => {
	t.regex(checkFilter('('.repeat(10_000))?.message ?? '', /more than 100 deep/);
	t.regex(checkFilter(`${'('.repeat(10_000)}a=1`)?.message ?? '', /more than 100 deep/);
	t.is(checkFilter(`${'('.repeat(99)}a=1${')'.repeat(99)}`), undefined);
	t.is(checkFilter(`${'not '.repeat(10_001)}a=1`), undefined);
	t.true(matches(`${'not '.repeat(10_001)}a=1`, '{"a":2}'));
	t.true(matches(Array.from({length: 10_000}, () => 'a=1').join(' and '), '{"a":1}'));
});

test('an empty filter lets every line pass', t => {
	t.true(matches('', 'x'));
	t.true(matches('  ', '{"a":1}'));
});

test('keys that every object inherits are not fields', t => {
	for (const name of ['constructor', '__proto__', 'toString', 'a.constructor', 'a.length', 'hasOwnProperty']) {
		t.false(matches(`has(${name})`, '{"a":{"b":1}}'), name);
		t.true(matches(`not ${name}=1`, '{"a":{"b":1}}'), name);
	}
	t.true(matches('__proto__.x=1', '{"__proto__":{"x":1}}'));
});

test('a key with dots is found as written, before the path', t => {
	t.true(matches('a.b=1', '{"a.b":1,"a":{"b":2}}'));
	t.true(matches('a.b=2', '{"a":{"b":2}}'));
	t.true(matches('a.b.c=3', '{"a":{"b":{"c":3}}}'));
	t.false(matches('a.b=1', '{"a":null}'));
});

test('a name of any characters is found in quotes', t => {
	t.true(matches('"http status"=500', '{"http status":500}'));
	t.true(matches('"a \\"b\\""~x', '{"a \\"b\\"":"xyz"}'));
	t.true(matches('has("k8s.io/my name") and not has("k8s.io/other")', '{"k8s.io/my name":null}'));
	t.true(matches('"level">=warn', '{"level":"error"}'));
	t.is(checkFilter('"http status"=')?.message, 'a value is missing after `=` (`""` is an empty string)');
});

test('an alias finds the canonical field, and also a value of its own in the line', t => {
	const line = '{"stage":"sink","service":"checkout","event":"stage_completed"}';
	t.true(matches('component=sink', line));
	t.true(matches('service=sink', line));
	t.true(matches('service=checkout', line));
	t.false(matches('component=checkout', line));
	t.true(matches('level=Metadata', '{"level":"Metadata","msg":"x"}'));
});

test('values keep their type: a number equals a number, a text equals a text', t => {
	t.true(matches('batch=47', '{"batch":47.0}'));
	t.true(matches('batch=47', '{"batch":"47"}'));
	t.true(matches('a=true', '{"a":true}'));
	t.true(matches('a=null', '{"a":null}'));
	t.false(matches('a=null', '{}'));
	t.true(matches('a=""', '{"a":""}'));
	t.false(matches('a=x', '{"a":{"x":1}}'));
	t.true(matches('a>1', '{"a":"1.5"}'));
	t.false(matches('a>1', '{"a":"1.5s"}'));
	t.true(matches('took>1s', '{"took":"1.5s"}'));
	t.true(matches("a='it\"s'", '{"a":"it\\"s"}'));
	t.true(matches('a="*"', '{"a":"*"}'));
	t.false(matches('a="*"', '{"a":"b"}'));
});

test('S8: patterns that hang a backtracking engine are answered', t => {
	const line = JSON.stringify({reason: 'a'.repeat(10_000)});
	t.false(matches('reason~"(a+)+$b"', line));
	t.false(matches('reason~"^(a|a)*$x"', line));
	t.false(matches(`reason=${'*a'.repeat(30)}b`, line));
});

testProp(
	'a text without operators or quotes is found, ignoring case, in any line that contains it',
	[fc.string().filter(text => !/[=~<>"'()]/.test(text) && text.trim() !== ''), fc.string(), fc.string()],
	(t, text, before, after) => {
		t.true(matches(text, `${before}${text.trim()}${after}`));
	},
);

testProp(
	'any text is a filter or an error within it, and never anything else',
	[
		fc.oneof(
			fc.string({unit: 'binary', maxLength: 60}),
			fc
				.array(
					fc.constantFrom('(', ')', ' ', 'and', 'or', 'not', '"', "'", '\\', 'level', '>=', '=', '~', 'warn', 'has(', '1.5s', '*', '['),
				)
				.map(parts => parts.join('')),
		),
	],
	(t, text) => {
		const error = checkFilter(text);
		if (error === undefined) {
			t.is(typeof matches(text, '{"level":"warn","event":"x"}'), 'boolean');
		} else {
			t.true(error.column >= 0 && error.column <= text.length);
			t.not(error.message, '');
		}
	},
);

const atoms = fc.constantFrom('level>=warn', 'component=sink', 'has(reason)', '"timeout"', 'elapsedMs>500', 'reason~"refused|timeout"');
const lines = fc.constantFrom(
	'{"level":"warn","component":"sink","reason":"timeout"}',
	'{"level":"info","component":"sink","elapsedMs":700}',
	'{"level":"error","component":"feature","reason":"refused"}',
	'plain timeout',
);

testProp("and, or, not follow De Morgan's laws on any line", [atoms, atoms, lines], (t, left, right, line) => {
	t.is(matches(`not (${left} and ${right})`, line), matches(`not ${left} or not ${right}`, line));
	t.is(matches(`not (${left} or ${right})`, line), matches(`not ${left} and not ${right}`, line));
	t.is(matches(`${left} and ${right}`, line), matches(left, line) && matches(right, line));
});

testProp(
	'combined filters require all of them, with texts as they are',
	[
		fc.oneof(fc.constantFrom('a "b" c\\', 'not found', 'level>=warn or timeout', '10.0.0.7:8080'), atoms),
		fc.oneof(atoms, fc.constantFrom('timeout', 'sink')),
		lines,
	],
	(t, left, right, line) => {
		const both = combineFilters([left, right]) ?? '';
		t.is(matches(both, line), matches(left, line) && matches(right, line));
		const odd = '{"a":"a \\"b\\" c\\\\"} a "b" c\\ not found 10.0.0.7:8080 timeout sink';
		t.is(matches(both, odd), matches(left, odd) && matches(right, odd));
	},
);

test('a single filter stays as typed, and none is none', t => {
	t.is(combineFilters(['a or b']), 'a or b');
	t.is(combineFilters(['', ' ']), undefined);
	t.is(combineFilters(['level>=warn', 'connect refused']), 'level>=warn and "connect refused"');
});

test('a stage is selected by a glob, whatever characters it has', t => {
	const line = (stage: string) => JSON.stringify({stage, event: 'stage_completed'});
	t.true(matches(componentFilter('enrich*'), line('enrichment')));
	t.false(matches(componentFilter('enrich'), line('enrichment')));
	t.true(matches(componentFilter('my stage (2)*'), line('my stage (2) b')));
	t.false(matches(componentFilter('my stage (2)*'), line('my stage 2 b')));
	t.true(matches(componentFilter('a "b"'), line('a "b"')));
});

test('a text that is too long for a pattern is refused with that reason', t => {
	t.notThrows(() => compileFilter('x'.repeat(10_000)));
	t.throws(() => compileFilter('x'.repeat(100_000)), {
		instanceOf: FilterError,
		message: /^filter `x{200}…`: search text is limited to 10000 characters/,
	});
});

test('the nearest word is the one that a slip would produce', t => {
	t.is(nearest('wran', ['trace', 'debug', 'info', 'warn', 'error']), 'warn');
	t.is(nearest('elpasedMs', ['elapsedMs', 'recordsIn']), 'elapsedMs');
	t.is(nearest('banana', ['warn', 'error']), undefined);
});

test('filtering on a field of an opened event keeps that event, and excluding it drops the event, whatever the field is called and contains', t => {
	const key = fc.oneof(
		fc.constantFrom('err', 'http status', 'a.b', 'x"y', 'and', 'level', '__proto__x', 'ключ'),
		fc.string({minLength: 1, maxLength: 8}),
	);
	const value = fc.oneof(fc.string({maxLength: 12}), fc.integer(), fc.boolean());
	fc.assert(
		fc.property(key, value, (name, held) => {
			const text = JSON.stringify({zz: {[name]: held}});
			const parsed = new LineParser().parse(text);
			const [event] = parsed.type === 'event' ? parsed.events : [];
			const field = eventFields({...rawRow(0, text), parsed}).find(({depth}) => depth === 1);
			const keeping = field && fieldFilter(field, false);
			const excluding = field && fieldFilter(field, true);
			return (
				compileFilter(keeping ?? '').matches(event, text) &&
				!compileFilter(excluding ?? '').matches(event, text) &&
				compileFilter(combineFilters(['zz', keeping ?? '']) ?? '').matches(event, text)
			);
		}),
	);
	t.pass();
});

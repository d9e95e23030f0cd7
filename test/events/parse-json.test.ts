import {fc, testProp} from '@fast-check/ava';
import test from 'ava';
import {parseJson} from '../../src/events/parse-json.ts';
import {LineParser} from '../../src/events/parse-line.ts';

const unit = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.constantFrom('a', '\\', '"', '/', 'u', '{', 'é', '\0', '\n', '\b', '\f', '\r', '\t', '\uE000', '0', '\u{1F600}'),
	},
	{weight: 1, arbitrary: fc.integer({min: 0xd8_00, max: 0xdf_ff}).map(code => String.fromCharCode(code))},
);
const anyText = fc.array(unit, {maxLength: 3}).map(units => units.join(''));

/** JSON as a careless writer makes it: everything outside ASCII escaped, unit by unit. */
const escaped = (json: string): string =>
	json.replaceAll(/[^\x20-\x7e]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

const textOf = (pairs: ReadonlyArray<readonly [string, string]>) =>
	`{${pairs.map(pair => pair.map(text => JSON.stringify(text)).join(':')).join(',')}}`;

testProp(
	'C8: a key is the one that was written, whatever keys other lines have, with escapes or without, within other objects too',
	[fc.array(fc.tuple(fc.array(fc.tuple(anyText, anyText), {maxLength: 4}), fc.boolean(), fc.boolean()), {minLength: 20, maxLength: 60})],
	(t, lines) => {
		for (const [pairs, isEscaped, isNested] of lines) {
			const named = pairs.map(([key, value]) => [`k${key}`, value] as const); // no number: those come first
			const written = isEscaped ? escaped(textOf(named)) : textOf(named);
			const parsed = parseJson(isNested ? `[{"in":${written}}]` : written);
			const value = isNested && Array.isArray(parsed) ? parsed[0].in : parsed;
			t.deepEqual(Object.entries(value), [...new Map(named)]);
		}
	},
	{numRuns: 200},
);

test('C8: a line with a key that ends in a backslash does not change what a later line says', t => {
	const parser = new LineParser();
	parser.parse(String.raw`{"msg":"first","lev\\u":1}`);
	const line = parser.parse(String.raw`{"msg":"second","lev\u0065l":"error"}`);
	t.is(line.type === 'event' ? line.events[0]?.level : undefined, 'error');
	const list = parser.parse(String.raw`[{"msg":"third","lev\u0065l":"warn"}]`);
	t.is(list.type === 'event' ? list.events[0]?.level : undefined, 'warn');
});

test('C8, C11: a line with a key with a backslash is parsed, of 100,000 levels and of 300,000 numbers too', t => {
	const deep = `{"a\\\\":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
	t.is(new LineParser().parse(deep).type, 'event');
	t.is(new LineParser().parse(String.raw`{"a\\":[${'1,'.repeat(300_000)}1]}`).type, 'event');
});

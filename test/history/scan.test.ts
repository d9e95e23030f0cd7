import {Buffer} from 'node:buffer';
import {openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {openStored} from '../../src/engine/live/inputs.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import {FileStore} from '../../src/history/byte-store.ts';
import {History} from '../../src/history/history.ts';
import {LineFinder} from '../../src/history/scan/line-finder.ts';
import {compileFilter} from '../../src/query/filter.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const asciiLower = (text: string) => text.replaceAll(/[A-Z]/g, letter => letter.toLowerCase());

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

test('lines with a text are found wherever it is, in any case, and no others', t => {
	fc.assert(
		fc.property(
			fc.array(fc.string({unit: fc.constantFrom(...'aAbBkK1@`{[ "\u00e9\u00ff'), minLength: 1, maxLength: 80}), {
				minLength: 1,
				maxLength: 9,
			}),
			fc.array(fc.string({unit: fc.constantFrom(...'aAbBkK1@`{[ "'), minLength: 1, maxLength: 6}), {minLength: 1, maxLength: 3}),
			fc.constantFrom('or', 'and'),
			(lines, texts, operator) => {
				const isWanted = (line: string) => {
					const holds = (text: string) => asciiLower(line).includes(asciiLower(text));
					return operator === 'or' ? texts.some(holds) : texts.every(holds);
				};
				const {needed} = compileFilter(texts.map(quoted).join(` ${operator} `));
				const bytes = Buffer.from(lines.join('\n'), 'latin1');
				const finder = LineFinder.of(needed, defaultReadOptions, 1024);
				finder?.bytes.fill(0x61).set(bytes);
				finder?.begin(bytes.length);
				const found: string[] = [];
				for (let at = 0; finder?.next(at, bytes.length) !== 'none'; at = (finder?.end ?? bytes.length) + 1) {
					found.push(bytes.toString('latin1', finder?.start, finder?.end));
				}
				t.deepEqual(found, lines.filter(isWanted));
			},
		),
		{numRuns: 500},
	);
});

/** The JSON of a value with some characters written as escapes. */
const escapedJson = (value: unknown, escapes: (place: number) => boolean) =>
	JSON.stringify(value).replaceAll(/[a-z]/g, (letter, place) =>
		escapes(place) ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
	);

const words = [
	'enrichment',
	'ENRICHMENT',
	'Enrich ment',
	'k',
	'\u212Aelvin',
	'kelvin',
	'İstanbul',
	'straße',
	'a/b',
	'say "no"',
	'back\\slash',
	'x',
	'503',
	'timeout after 2s',
	'ſink',
];
const word = fc.constantFrom(...words);

const line = fc.oneof(
	{
		weight: 6,
		arbitrary: fc
			.tuple(
				fc.record({
					level: fc.constantFrom('info', 'WARN', 'error', 30, 50),
					component: word,
					reason: fc.option(word, {nil: undefined}),
					tags: fc.option(fc.array(word, {maxLength: 2}), {nil: undefined}),
					attempt: fc.option(fc.constantFrom(3, '3', 3.5), {nil: undefined}),
				}),
				fc.constantFrom(0, 0, 0, 5),
			)
			.map(([fields, every]) => Buffer.from(escapedJson(fields, place => every > 0 && place % every === 0))),
	},
	word.map(text => Buffer.from(`plain ${text}`)),
	fc.constant(Buffer.from('')),
	word.map(text => Buffer.concat([Buffer.from([0xff, 0xc3]), Buffer.from(text)])),
	// docker's
	word.map(text => Buffer.from(`{"log":"{\\"component\\":\\"${text.replaceAll(/["\\]/g, '')}\\"}\\n","stream":"stdout"}`)),
);

const filters = [
	'timeout',
	'ENRICHMENT',
	'kelvin',
	'straße',
	'İstanbul',
	'"level"',
	'say \\"no\\"',
	'\\',
	'no such text',
	'k',
	'component=enrichment',
	'component=kelvin',
	'component="a/b"',
	'component=enrich*',
	'reason=straße',
	'tags=x',
	'tags=enrichment',
	'reason=\'say "no"\'',
	'attempt=3',
	'component!=enrichment',
	'level>=warn',
	'level=error and component=enrichment',
	'level<warn or timeout',
	'timeout and component=x',
	'component=enrichment or reason=kelvin',
	'not level>=warn and enrichment',
	'has(reason) and kelvin',
	'component~"^enrich"',
];

test('a search that looks at bytes first finds what reading every line finds, whatever they contain and however they are written', async t => {
	const folder = tempFolder(t);
	let run = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.array(line, {minLength: 1, maxLength: 700}),
			fc.constantFrom('\n', '\r\n'),
			fc.constantFrom(...filters),
			async (lines, ending, filter) => {
				const path = join(folder, String(run++));
				writeFileSync(path, Buffer.concat(lines.flatMap(bytes => [bytes, Buffer.from(ending)])));
				const fold = new Fold({read: defaultReadOptions, selection: undefined});
				const options = {read: defaultReadOptions, selection: {filter: undefined, sinceMs: undefined, untilMs: undefined}};
				const history = new History({...options, firstMs: () => fold.firstMs, pageBudgetMs: Number.POSITIVE_INFINITY});
				const store = new FileStore(openSync(path, 'r'));
				const input = openStored(fold, history, 0, store);
				input.write(readFileSync(path));
				input.end();

				const {matches} = compileFilter(filter);
				const parser = new LineParser(defaultReadOptions);
				const expected = lines.flatMap((bytes, index) => {
					const text = bytes.toString('utf8');
					const parsed = parser.parse(text);
					const isMatch =
						parsed.type !== 'blank' &&
						(parsed.type === 'raw' ? matches(undefined, text) : parsed.events.some(event => matches(event, text)));
					return isMatch ? [index] : [];
				});

				history.setFilter(filter);
				while (history.search()) {
					// until everything is counted
				}
				const page = history.page({anchor: 'start', offset: 0, count: 700});
				t.deepEqual([page.matched, page.searched], [expected.length, 1], filter);
				t.deepEqual(
					page.rows.map(({index}) => index),
					expected,
					filter,
				);

				history.setFilter(undefined);
				const middle = Math.floor(lines.length / 2);
				t.is(
					await history.find({from: middle, direction: 'down', filter}),
					expected.find(index => index > middle),
					filter,
				);
				t.is(
					await history.find({from: middle, direction: 'up', filter}),
					expected.findLast(index => index < middle),
					filter,
				);
				store.close();
			},
		),
		{numRuns: 150},
	);
});

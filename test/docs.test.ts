import {existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {panels} from '../components/panels.ts';
import packageJson from '../package.json' with {type: 'json'};
import {dialectsAsMarkdown} from '../scripts/dialects-as-markdown.ts';
import {valueTables} from '../scripts/values-as-markdown.ts';
import {commands} from '../src/commands/index.ts';
import {dialectNames} from '../src/events/dialects/index.ts';
import type {Level} from '../src/events/event.ts';
import {parseDurationMs} from '../src/events/values/duration.ts';
import {levelOfSeverityNumber, parseLevel} from '../src/events/values/level.ts';
import {nanosKeys, secondsKeys} from '../src/events/values/time-forms.ts';
import {parseTimestamp} from '../src/events/values/timestamp.ts';
import {parseAlertRule} from '../src/query/alerts/alert-rule.ts';
import {checkFilter} from '../src/query/filter.ts';
import {keyTable} from '../src/screen/keys/key-table.ts';
import {keysAsMarkdown} from '../src/screen/keys/keymap.ts';
import {durationUnits} from '../src/shared/duration-units.ts';
import {aliasOfPlainName, type Canonical, canonicalNames, canonicalOf, durationNames, unitInName} from '../src/shared/field-names.ts';
import {plainName} from '../src/shared/plain-name.ts';
import {docExamples} from './helpers/doc-examples.ts';
import {drawPart} from './helpers/draw-part.ts';

const documents = [
	'README.md',
	'ARCHITECTURE.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	...readdirSync('docs').flatMap(name => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

test('the key table in the README is the one that the help is drawn from', t => {
	const table = /<!-- keys -->\n(.*?)<!-- \/keys -->/s.exec(readFileSync('README.md', 'utf8'))?.[1]?.trim();
	t.is(table, keysAsMarkdown(panels).trim());
});

/** What stands between the marks of a generated part. */
function generatedIn(path: string, name: string): string | undefined {
	return new RegExp(`<!-- ${name} -->\\n(.*?)<!-- /${name} -->`, 's').exec(readFileSync(path, 'utf8'))?.[1]?.trim();
}

test('docs/log-format.md lists the dialects as they are', t => {
	const table = generatedIn('docs/log-format.md', 'dialects');
	t.is(table, dialectsAsMarkdown());
	t.true(dialectNames.every(name => name === 'plain' || table?.includes(`\`${name}\``)));
});

for (const [name, markdown] of Object.entries(valueTables)) {
	test(`docs/log-format.md has the ${name} of the code (npm run docs)`, t => {
		t.is(generatedIn('docs/log-format.md', name), markdown());
	});
}

test('every name that docs/log-format.md lists for a field is read as this field, and no other name is', t => {
	const listed = new Map(
		[...(generatedIn('docs/log-format.md', 'fields') ?? '').matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(([, field = '', names = '']) => [
			field,
			[...names.matchAll(/`([^`]+)`/g)].map(([, alias = '']) => alias),
		]),
	);
	t.deepEqual([...listed.keys()], [...canonicalNames]);
	for (const [field, names] of listed) {
		for (const alias of names) {
			t.is(canonicalOf(alias), field as Canonical, alias);
		}
	}
	const all = new Set([...listed.values()].flat().map(plainName));
	const units = durationUnits.flatMap(({words}) => words);
	const withUnit = durationNames.flatMap(name => units.flatMap(unit => [`${name}${unit}`, `${name}in${unit}`])).map(plainName);
	t.deepEqual(
		[...aliasOfPlainName.keys()].filter(alias => !all.has(alias) && !withUnit.includes(alias)),
		[],
	);
});

test('every time, level and unit that docs/log-format.md shows is read as it says', t => {
	for (const [, text = ''] of (generatedIn('docs/log-format.md', 'times') ?? '').matchAll(/`([^`]+)`/g)) {
		t.true(
			text.startsWith('{') ||
				[...secondsKeys, ...nanosKeys].some(key => key === text) ||
				parseTimestamp(text.startsWith('[2025') ? JSON.parse(text) : text, 'UTC') !== undefined,
			text,
		);
	}
	for (const [, level = '', words = '', ...numbers] of (generatedIn('docs/log-format.md', 'levels') ?? '').matchAll(
		/^\| `(\w+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|/gm,
	)) {
		for (const [, word = ''] of words.matchAll(/`([^`]+)`/g)) {
			t.is(parseLevel(word.toUpperCase()), level as Level, word);
		}
		for (const number of numbers
			.join(' ')
			.split(' ')
			.filter(each => each !== '')) {
			t.true([parseLevel(Number(number)), levelOfSeverityNumber(Number(number))].includes(level as Level), number);
		}
	}
	for (const [, words = '', others = '', ms] of (generatedIn('docs/log-format.md', 'units') ?? '').matchAll(
		/^\| (`[^|]*) \| ([^|]*) \| ([\de.-]+) \|/gm,
	)) {
		for (const [, word = ''] of `${words} ${others}`.matchAll(/`([^`]+)`/g)) {
			t.is(parseDurationMs(`2${word}`), 2 * Number(ms), word);
		}
		for (const [, word = ''] of words.matchAll(/`([^`]+)`/g)) {
			t.is(unitInName(`wall_${word}`), Number(ms), word);
		}
	}
});

test('every file that a document links to exists', t => {
	for (const path of documents) {
		for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
			t.true(existsSync(join(dirname(path), target)), `${path} links to ${target}`);
		}
	}
});

test('every file that the documents about the code mention exists', t => {
	for (const path of ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/internals.md', 'docs/scanner.md']) {
		for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(/`((?:src|components|scripts|test|bench)\/[\w./-]+)`/g)) {
			t.true(/NAME/.test(target) || existsSync(target), `${path} names ${target}`);
		}
	}
});

test('ARCHITECTURE.md fits on three screens of 50 rows and 120 columns', t => {
	const rows = readFileSync('ARCHITECTURE.md', 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => Math.max(Math.ceil(line.length / 120), 1));
	t.true(rows.reduce((sum, each) => sum + each, 0) <= 150);
});

test('every filter in the README is valid', t => {
	const [example] = docExamples('README.md').filter(({code}) => code.startsWith('timeout'));
	const filters =
		example?.code
			.trim()
			.split('\n')
			.map(line => line.split(/ {2,}/)[0] ?? '') ?? [];
	t.true(filters.length >= 6);
	for (const filter of filters) {
		t.is(checkFilter(filter), undefined, filter);
	}
});

test('every documented rule and check is valid, and so are those in the README', t => {
	const rules = docExamples('docs/alerts.md').flatMap(({language, code}) => (language === 'rules' ? code.trim().split('\n') : []));
	const quoted = ['README.md', 'docs/alerts.md'].flatMap(path => [...readFileSync(path, 'utf8').matchAll(/--(?:alert|check) '([^']+)'/g)]);
	t.true(rules.length >= 12 && quoted.length >= 4);
	for (const rule of [...rules, ...quoted.map(([, rule = '']) => rule)]) {
		t.notThrows(() => parseAlertRule(rule), rule);
	}
});

test('the README’s TypeScript example runs and prints the events that it shows', async t => {
	const [example] = docExamples('README.md').filter(({language}) => language === 'ts');
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-readme-'));
	const program = join(folder, 'example.mts');
	writeFileSync(program, (example?.code ?? '').replace("'obs-top/pipeline'", JSON.stringify(join(process.cwd(), 'src/pipeline/index.ts'))));
	const {stdout} = await execa('node', ['--import=tsx', program]);
	const events = stdout.split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
	t.like(events[0], {component: 'filter', event: 'stage_completed', recordsIn: 3, recordsOut: 2});
	t.like(events[1], {component: 'sink', event: 'flushed', rows: 500});
});

test('the README names the key of each panel, and every command', t => {
	const actions = new Map(keyTable.flatMap(({keys: bound}) => Object.entries(bound)));
	for (const {id, key} of panels) {
		t.deepEqual(actions.get(key), {type: 'go-to-panel', key});
		t.regex(drawPart(id, 100, 10)[0] ?? '', new RegExp(`^..${key} [A-Z]`), id);
	}
	const readme = readFileSync('README.md', 'utf8');
	for (const {name} of commands) {
		t.true(name === 'watch' || readme.includes(`obs-top ${name}`), name);
	}
});

test('the project mentions nothing outside itself: no absolute path of a machine', t => {
	for (const path of documents) {
		t.notRegex(readFileSync(path, 'utf8'), /\/(?:work|farm|home\/\w+)\//, path);
	}
});

test('each row of the table of criteria has a test with its ID', t => {
	const ids = (text: string) => /^(?:[A-Z]\d+, )*[A-Z]\d+(?=: )/.exec(text)?.[0].split(', ') ?? [];
	const sources = readdirSync('test', {recursive: true, encoding: 'utf8'}).filter(name => /\.test\.tsx?$/.test(name));
	const titles = sources.flatMap(name => [...readFileSync(join('test', name), 'utf8').matchAll(/['"`]((?:[A-Z]\d+, )*[A-Z]\d+: )/g)]);
	const named = new Set(titles.flatMap(([, title = '']) => ids(title)));
	const rows = [...readFileSync('docs/limits.md', 'utf8').matchAll(/^\| ([RCTS]\d+) \|/gm)].map(([, id = '']) => id);
	t.true(rows.length > 60);
	t.deepEqual(
		rows.filter(id => !named.has(id)),
		[],
	);
});

test('each dependency is in the document that explains what it is for', t => {
	const {dependencies, devDependencies, optionalDependencies} = packageJson;
	const document = readFileSync('docs/dependencies.md', 'utf8');
	const names = [dependencies, devDependencies, optionalDependencies].flatMap(group => Object.keys(group));
	t.deepEqual(
		names.filter(name => !new RegExp(`^\\| (?:.*, )?${name}(?: [\\d.]+)?[, |]`, 'm').test(document)),
		[],
	);
});

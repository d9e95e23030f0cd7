import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import test from 'ava';
import {execa} from 'execa';

/** A line that is put into a file behind a text that stands there. */
type Line = {readonly in: string; readonly behind: string; readonly line: string};

const imported = (path: string, name: string, from: string): Line => ({in: path, behind: '', line: `import {${name}} from '${from}';\n`});

/**
What ARCHITECTURE.md's table "To add" says, by its first column. The files that come anew, and what shows that it works
(`check.ts`), are in test/fixtures/to-add/.
*/
const kinds: Readonly<Record<string, {readonly fixture: string; readonly lines: readonly Line[]}>> = {
	'a dialect': {
		fixture: 'dialect',
		lines: [
			imported('src/events/dialects/index.ts', 'checkpoints', './checkpoints.ts'),
			{in: 'src/events/dialects/index.ts', behind: 'const dialects: readonly Dialect[] = [\n', line: '\tcheckpoints,\n'},
		],
	},
	'an event kind': {
		fixture: 'event-kind',
		lines: [
			{in: 'src/events/kinds.ts', behind: "\talert: ['alert'],\n", line: "\tcheckpoint: ['checkpoint', 'offset_committed'],\n"},
			{in: 'src/series/series-parts.ts', behind: "\t\t\tcase 'alert':\n", line: "\t\t\tcase 'checkpoint':\n"},
		],
	},
	'an aggregate of alert rules': {
		fixture: 'aggregate',
		lines: [
			{
				in: 'src/query/alerts/aggregates.ts',
				behind: 'const aggregates: readonly Aggregate[] = [\n',
				line: "\t{name: 'range', ...ofField, keeps: ['smallest', 'largest'], value: ({smallest = 0, largest = 0}) => largest - smallest},\n",
			},
		],
	},
	'a series': {
		fixture: 'series',
		lines: [
			imported('src/series/series-parts.ts', 'LinesByHost', './lines-by-host.ts'),
			{
				in: 'src/series/series-parts.ts',
				behind: '\treadonly signatures = new Signatures();\n',
				line: '\treadonly linesByHost = new LinesByHost();\n',
			},
			{
				in: 'src/series/series-parts.ts',
				behind: "\t\tthis.tally.add(bucket, ms, spot, event.level, event.kind === 'alert');\n",
				line: "\t\tthis.linesByHost.add(event.host ?? '');\n",
			},
		],
	},
	'a panel': {
		fixture: 'panel',
		lines: [
			imported('components/panels.ts', 'levelsPanel', './levels-panel.tsx'),
			{in: 'components/panels.ts', behind: 'timelinePanel, eventsPanel', line: ', levelsPanel'},
		],
	},
	'a symptom (a kind of incident)': {
		fixture: 'symptom',
		lines: [
			imported('src/insight/incidents/symptoms/index.ts', 'memoryGrowth', './memory-growth.ts'),
			{in: 'src/insight/incidents/symptoms/index.ts', behind: 'symptomRules: readonly SymptomRule[] = [', line: 'memoryGrowth, '},
		],
	},
	'a source': {
		fixture: 'source',
		lines: [
			imported('src/sources/addressed.ts', 'numbersSource', './numbers-source.ts'),
			{in: 'src/sources/addressed.ts', behind: 'addressedSources: readonly AddressedSource[] = [', line: 'numbersSource'},
		],
	},
	'what becomes of a log': {fixture: 'sink', lines: []},
	'a command': {
		fixture: 'command',
		lines: [
			imported('src/commands/index.ts', 'versions', './versions/command.ts'),
			{in: 'src/commands/index.ts', behind: 'commands: readonly CommandRecord[] = [', line: 'versions, '},
		],
	},
	'a key': {
		fixture: 'key',
		lines: [
			{
				in: 'src/screen/keys/key-table.ts',
				behind: 'keyTable: readonly KeyRow[] = [\n',
				line: "\t{show: 'U', help: 'up half a night', where: 'everywhere', hint: {key: 'U', label: 'half'}, keys: {U: {type: 'move', by: -1, unit: 'page'}}},\n",
			},
		],
	},
	'an option': {
		fixture: 'option',
		lines: [
			imported('src/options/records/index.ts', 'greeting', './greeting.ts'),
			{in: 'src/options/records/index.ts', behind: 'export const optionRecords = {\n', line: '\tgreeting,\n'},
		],
	},
	'a measure': {
		fixture: 'measure',
		lines: [
			imported('bench/measures/index.ts', 'nothing', './nothing.ts'),
			{in: 'bench/measures/index.ts', behind: 'measures: readonly Measure[] = [', line: 'nothing, '},
		],
	},
};

const fixtures = resolve('test/fixtures/to-add');
const copy = mkdtempSync(join(tmpdir(), 'obs-top-to-add-'));
const names = Object.values(kinds).map(({fixture}) => fixture);
const checks: {errors: Readonly<Record<string, string>>; types: string} = {errors: {}, types: ''};

/** Everything is added to one copy of the tree, so that types are checked once. */
test.before(async () => {
	for (const folder of ['src', 'components', 'bench', 'test/helpers']) {
		cpSync(folder, join(copy, folder), {recursive: true});
	}
	for (const file of ['package.json', 'tsconfig.json']) {
		cpSync(file, join(copy, file));
	}
	for (const linked of ['node_modules', 'dist', 'test/fixtures']) {
		symlinkSync(resolve(linked), join(copy, linked));
	}
	for (const {fixture, lines} of Object.values(kinds)) {
		cpSync(join(fixtures, fixture), copy, {recursive: true, filter: path => !path.endsWith('/check.ts')});
		cpSync(join(fixtures, fixture, 'check.ts'), join(copy, `${fixture}.check.ts`));
		lines.forEach(insert);
	}
	writeFileSync(join(copy, 'checks.ts'), checksOf(names));
	const config = JSON.parse(readFileSync('tsconfig.json', 'utf8'));
	writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify({...config, include: ['src', 'components', 'bench', 'test/helpers', '*.ts']}));
	const [types, run] = await Promise.all([
		execa('node_modules/.bin/tsc', ['--noEmit'], {cwd: copy, reject: false}),
		execa('node', ['--import=tsx', 'checks.ts'], {cwd: copy}),
	]);
	checks.types = types.stdout;
	checks.errors = JSON.parse(run.stdout);
});

test.after.always(() => rmSync(copy, {recursive: true, force: true}));

for (const [kind, {fixture, lines}] of Object.entries(kinds)) {
	test(`${kind} takes at most two files, and works`, t => {
		const changed = new Set([...filesOf(join(fixtures, fixture)), ...lines.map(line => line.in)]);
		changed.delete('check.ts');
		t.true(changed.size <= 2, [...changed].join(', '));
		t.is(checks.errors[fixture], '');
	});
}

test('what is added has the types that it must have', t => {
	t.is(checks.types, '');
});

test('the table "To add" tells of what is added here, and nothing else', t => {
	const [, table = ''] = readFileSync('ARCHITECTURE.md', 'utf8').split('## To add');
	const rows = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| ((?:a|an|what) [^|]+?) \|/gm)].map(([, kind]) => kind);
	t.deepEqual(rows.toSorted(), Object.keys(kinds).toSorted());
});

function insert({in: path, behind, line}: Line): void {
	const file = join(copy, path);
	const text = readFileSync(file, 'utf8');
	const at = text.indexOf(behind);
	if (at === -1) {
		throw new Error(`${path} has no ${behind}`);
	}
	writeFileSync(file, text.slice(0, at + behind.length) + line + text.slice(at + behind.length));
}

function filesOf(folder: string): readonly string[] {
	return readdirSync(folder, {recursive: true, withFileTypes: true}).flatMap(entry =>
		entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
	);
}

/** A program that runs all checks and prints, by fixture, why each fails. */
function checksOf(fixtureNames: readonly string[]): string {
	return `const errors: Record<string, string> = {};
for (const name of ${JSON.stringify(fixtureNames)}) {
	errors[name] = await import(\`./\${name}.check.ts\`).then(() => '', error => String(error?.stack));
}
process.stdout.write(JSON.stringify(errors));
process.exit();
`;
}

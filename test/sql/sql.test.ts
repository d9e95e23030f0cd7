import {readFileSync} from 'node:fs';
import {fc, testProp} from '@fast-check/ava';
import test from 'ava';
import {EventSelector} from '../../src/engine/select/select-events.ts';
import {parseJson} from '../../src/events/parse-json.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';
import {compileMatcher, type Selection} from '../../src/history/line-matcher.ts';
import {canonicalColumns} from '../../src/sql/columns.ts';
import {LogDatabase} from '../../src/sql/database.ts';
import {edited, placeBefore} from '../../src/sql/language/rewrite.ts';
import {SqlError} from '../../src/sql/sql-error.ts';
import {docExamples} from '../helpers/doc-examples.ts';

const lastNight = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url));
const lecture = readFileSync(new URL('../fixtures/lecture/lecture-pipeline.jsonl', import.meta.url));

type Line = Readonly<Record<string, unknown>>;
const linesOf = (bytes: Buffer): readonly Line[] =>
	bytes
		.toString()
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line));

type Answer = {readonly columns: readonly string[]; readonly rows: ReadonlyArray<readonly unknown[]>};
type Given = {readonly read?: Partial<ReadOptions>; readonly selection?: Partial<Selection>};

/** A query on a log in memory. */
async function ask(bytes: Buffer | string, sql: string, {read, selection}: Given = {}): Promise<Answer> {
	const database = await LogDatabase.open();
	try {
		const query = await database.read(sql);
		const result = await database
			.ask(query, async table => {
				const matcher = compileMatcher({sinceMs: undefined, untilMs: undefined, ...selection}, [selection?.filter]);
				const selector = new EventSelector({...defaultReadOptions, ...read}, matcher, selected => table.add(selected));
				const input = selector.open('a.jsonl');
				input.write(Buffer.from(bytes));
				input.end();
				selector.end();
			})
			.rows();
		const rows: unknown[][] = [];
		for await (const batch of result.batches()) {
			rows.push(...batch.map(row => row.map((value, index) => parseJson(result.json(value, index)))));
		}
		return {columns: result.columns.map(({name}) => name), rows};
	} finally {
		database.close();
	}
}

const refused = async (sql: string, bytes: Buffer | string = '{"event":"a","elapsedMs":1}\n'): Promise<string> =>
	ask(bytes, sql).then(
		({rows}) => `${rows.length} rows`,
		(error: unknown) => {
			if (error instanceof SqlError) {
				return error.message;
			}
			throw error;
		},
	);

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const numbersOf = (lines: readonly Line[], key: string): readonly number[] => lines.map(line => Number(line[key]));

for (const [name, bytes] of [
	['last night', lastNight],
	['the lecture', lecture],
] as const) {
	const lines = linesOf(bytes);
	const completed = (component: string) => lines.filter(line => line.event === 'stage_completed' && line.component === component);

	test(`the query on the slide for a slow stage runs unchanged: ${name}`, async t => {
		const average = mean(numbersOf(completed('normalize'), 'elapsedMs'));
		const query = 'SELECT avg(elapsed_ms) WHERE event = "stage_completed" AND component = "normalize" HAVING avg(elapsed_ms) > 500';
		const {rows} = await ask(bytes, query);
		t.is(rows.length, average > 500 ? 1 : 0);
		const all = await ask(bytes, query.replace('> 500', '> 0'));
		t.is(all.rows.length, Number.isNaN(average) ? 0 : 1);
		t.true(Number.isNaN(average) || Math.abs(Number(all.rows[0]?.[0]) - average) < 1e-6);
	});

	test(`the query on the slide for open circuits runs unchanged: ${name}`, async t => {
		const counts = new Map<unknown, number>();
		for (const {event, newState, circuitName} of lines) {
			if (event === 'circuit_state_change' && `${newState}`.toLowerCase() === 'open') {
				counts.set(circuitName, (counts.get(circuitName) ?? 0) + 1);
			}
		}
		const {columns, rows} = await ask(
			bytes,
			'SELECT count(*), circuitName WHERE event = "circuit_state_change" AND newState = "open" GROUP BY circuitName',
		);
		t.deepEqual(columns, ['count(*)', 'circuitName']);
		t.deepEqual(new Map(rows.map(([count, circuit]) => [circuit, Number(count)])), counts);
	});

	test(`the query on the slide for the pass rate runs unchanged: ${name}`, async t => {
		const {columns, rows} = await ask(
			bytes,
			'SELECT timestamp, recordsOut::float / recordsIn as passRate WHERE event = "stage_completed" AND component = "filter"',
		);
		t.deepEqual(columns, ['timestamp', 'passRate']);
		const expected = completed('filter').map(({timestamp, recordsIn, recordsOut}) => [
			new Date(`${timestamp}`).getTime(),
			Number(recordsOut) / Number(recordsIn),
		]);
		t.deepEqual(
			rows.map(([time, rate]) => [new Date(`${time}`).getTime(), Number(rate)]),
			expected,
		);
	});
}

const normal: ReadonlyArray<readonly [sql: string, rows: ReadonlyArray<readonly unknown[]>]> = [
	['WITH s AS (SELECT elapsed_ms AS e WHERE event = "done") SELECT max(e) FROM s', [[30]]],
	['SELECT line FROM logs l WHERE l.elapsed_ms > (SELECT avg(durationMs)) ORDER BY line', [[3]]],
	[
		'SELECT sum(elapsed_ms) AS elapsed_ms, component GROUP BY component ORDER BY elapsed_ms',
		[
			[10, 'a'],
			[50, 'b'],
		],
	],
	["SELECT 'it''s \"x\"' AS x, /* FROM /* nested */ */ line -- ; FROM\nWHERE line = 1", [['it\'s "x"', 1]]],
	['SELECT "component" || \'-\' || "it\'s" WHERE line = 1', [["a-it's"]]],
	[
		'SELECT line, row_number() OVER (PARTITION BY component ORDER BY line DESC) r QUALIFY r = 1 ORDER BY line',
		[
			[1, 1],
			[3, 1],
		],
	],
	['SELECT count(*) FROM logs x JOIN logs y ON x.line = y.line - 1', [[2]]],
	['WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3) SELECT sum(n) FROM t', [[6]]],
	['SELECT list_transform([1, 2], x -> x + 1)', [[[2, 3]]]],
	['SELECT 42', [[42]]],
	['FROM logs SELECT count(*)', [[3]]],
	['SELECT count(*) WHERE line = 1 UNION ALL SELECT count(*) WHERE line > 1', [[1], [2]]],
	['SELECT extract(year FROM timestamp) y, count(*) GROUP BY y', [[2024, 3]]],
	['SELECT line WHERE component IS NOT DISTINCT FROM "b" ORDER BY line LIMIT 1', [[2]]],
	['SELECT RECORDS_IN, "elapsedMs", l."elapsedMs" FROM logs l WHERE line = 1', [[100, 10, 10]]],
	['SELECT level WHERE level >= "WARNING" ORDER BY level DESC', [['error'], ['warn']]],
	['SELECT line WHERE newState = "HALF-OPEN"', [[3]]],
	['SELECT line WHERE level IN ("err", \'CRIT\')', [[3]]],
	["SELECT user, raw->>'user' WHERE line = 2", [['u2', 'u2']]],
	["SELECT raw->'nested'->'deep', raw->>'user' LIMIT 1", [[1, 'u1']]],
	["SELECT list_transform([raw->>'user'], x -> x || '!') LIMIT 1", [[['u1!']]]],
	['SELECT "user" WHERE "user" = "u2"', [['u2']]],
	[
		"SELECT big, ratio, flag, nested->>'deep' AS deep, mixed WHERE line = 1",
		[[9007199254740993n, 0.5, true, '1', '1']].map(row => row.map(value => (typeof value === 'bigint' ? Number(value) : value))),
	],
	[
		"SELECT text, raw->>'event' WHERE line = 3",
		[
			[
				'{"time":"2024-01-15T22:00:03Z","event":"done","component":"b","took_s":0.03,"severity":"ERROR","to":"HALF_OPEN","mixed":"x"}',
				'done',
			],
		],
	],
	['SELECT file, count(*) GROUP BY file', [['a.jsonl', 3]]],
];
const small = [
	'{"time":"2024-01-15T22:00:01Z","event":"done","component":"a","elapsed_ms":10,"records_in":100,"level":"info","user":"u1","big":9007199254740993,"ratio":0.5,"flag":true,"nested":{"deep":1},"mixed":1}',
	'{"time":"2024-01-15T22:00:02Z","event":"done","component":"b","elapsed_ms":20,"level":"WARN","user":"u2","big":1,"ratio":1,"flag":false}',
	'{"time":"2024-01-15T22:00:03Z","event":"done","component":"b","took_s":0.03,"severity":"ERROR","to":"HALF_OPEN","mixed":"x"}',
	'',
].join('\n');
for (const [sql, rows] of normal) {
	test(`plain SQL still works: ${sql}`, async t => {
		t.deepEqual((await ask(small, sql)).rows, rows);
	});
}

test('a line that is not an event is a row with its text, and takes the time of the line before', async t => {
	const {rows} = await ask(
		'2 lines\n{"time":"2024-01-15T22:00:01.5Z","event":"a"}\nTraceback: x\n\n',
		'SELECT line, timestamp, event, raw IS NULL, text',
	);
	t.deepEqual(rows, [
		[1, '2024-01-15T22:00:01.500Z', null, true, '2 lines'],
		[2, '2024-01-15T22:00:01.500Z', 'a', false, '{"time":"2024-01-15T22:00:01.5Z","event":"a"}'],
		[3, '2024-01-15T22:00:01.500Z', null, true, 'Traceback: x'],
	]);
});

test('a field gets a column if at least 1 % of the events have it, and an alias does if its values differ from its column', async t => {
	const lines = Array.from({length: 200}, (_, index) =>
		JSON.stringify({
			event: 'a',
			component: 'sink',
			service: index === 7 ? 'checkout' : 'sink',
			host: 'h',
			hostname: 'h',
			...(index < 2 ? {often: index} : {}),
			...(index === 3 ? {seldom: 1} : {}),
			'odd "name"': true,
		}),
	);
	const {columns} = await ask(`${lines.join('\n')}\n`, 'SELECT * LIMIT 1');
	t.deepEqual(columns.slice(columns.indexOf('raw') + 1), ['service', 'often', 'odd "name"']);
	t.deepEqual((await ask(`${lines.join('\n')}\n`, 'SELECT count(*) WHERE service = "checkout" AND component = "sink"')).rows, [[1]]);
	t.deepEqual((await ask(`${lines.join('\n')}\n`, "SELECT count(*) WHERE raw->>'seldom' = '1'")).rows, [[1]]);
});

test('integers keep all their digits, from the line to JSON', async t => {
	const database = await LogDatabase.open();
	const result = await database
		.ask(await database.read('SELECT id, raw, 9223372036854775807 AS most, 1.10::DECIMAL(5,2) AS price'), async table => {
			const selector = new EventSelector(defaultReadOptions, undefined, selected => table.add(selected));
			const input = selector.open('a');
			input.write(Buffer.from('{"event":"a","id":18446744073709551615}\n'));
			input.end();
			selector.end();
		})
		.rows();
	for await (const [row] of result.batches()) {
		t.deepEqual(
			row?.map((value, index) => result.json(value, index)),
			['18446744073709551615', '{"event":"a","id":18446744073709551615}', '9223372036854775807', '1.10'],
		);
	}
	database.close();
});

test('every query with rows can be exported to Parquet, however it ends and whatever it consists of', async t => {
	const database = await LogDatabase.open();
	const reader = await (await database.duckdb.DuckDBInstance.create(':memory:')).connect();
	const rowsOf: ReadonlyArray<readonly [sql: string, rows: number]> = [
		['SELECT line, line -- no ; end', 3],
		['SELECT line; -- a ; b', 3],
		['SUMMARIZE logs;', 23],
		['DESCRIBE SELECT line, event', 2],
		['WITH a AS (SELECT line) FROM a ORDER BY line DESC', 3],
		['VALUES (1), (2)', 2],
		['SELECT line WHERE "it\'s" = event', 0],
	];
	for (const [sql, count] of rowsOf) {
		const {path, rows} = await database
			.ask(await database.read(sql), async table => {
				const selector = new EventSelector(defaultReadOptions, undefined, selected => table.add(selected));
				const input = selector.open('a');
				input.write(Buffer.from('{"event":"a"}\n{"event":"b"}\n{"event":"c"}\n'));
				input.end();
				selector.end();
			})
			.parquet();
		const written = await reader.runAndReadAll(`SELECT * FROM '${path}'`);
		t.is(rows, count, sql);
		t.is(written.currentRowCount, count, sql);
	}
	database.close();
});

test('the selection narrows the table: filter, since and until', async t => {
	const atMs = Date.UTC(2024, 0, 15, 22, 0, 2);
	t.deepEqual((await ask(small, 'SELECT line', {selection: {filter: 'component=b'}})).rows, [[2], [3]]);
	t.deepEqual((await ask(small, 'SELECT line', {selection: {sinceMs: atMs}})).rows, [[2], [3]]);
	t.deepEqual((await ask(small, 'SELECT line', {selection: {untilMs: atMs}})).rows, [[1], [2]]);
});

test('--map decides what the columns hold', async t => {
	const {rows} = await ask('{"event":"a","wall":7}\n', 'SELECT elapsed_ms', {read: {map: [{canonical: 'elapsedMs', field: 'wall'}]}});
	t.deepEqual(rows, [[7]]);
});

test('a container line keeps what it wrote as raw, and an object that DuckDB does not accept as JSON does not stop a query', async t => {
	const docker = JSON.stringify({log: `${JSON.stringify({event: 'in', color: 'red'})}\n`, stream: 'stdout', time: '2024-01-15T22:00:01Z'});
	const {rows} = await ask(`${docker}\n{"event":"half","color":"\\ud83d"}\n`, "SELECT event, raw->>'color' ORDER BY line");
	t.deepEqual(rows, [
		['in', 'red'],
		['half', '\uFFFD'],
	]);
});

const unit = fc.oneof(
	{weight: 3, arbitrary: fc.constantFrom('a', '\\', '"', '/', '~', '{', ' ', 'é', '\0')},
	{weight: 2, arbitrary: fc.integer({min: 0xd8_00, max: 0xdf_ff}).map(code => String.fromCharCode(code))},
);
const anyText = fc.array(unit, {maxLength: 6}).map(units => units.join(''));
const anyValue = fc.oneof(anyText, fc.array(anyText, {maxLength: 2}), fc.dictionary(anyText, anyText, {maxKeys: 2}));

/** JSON as a careless writer makes it: everything outside ASCII escaped, unit by unit. */
const escaped = (json: string): string =>
	json.replaceAll(/[^\x20-\x7e]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What DuckDB should see: lone surrogates replaced, even in keys, of which the first then counts. */
function wellFormed(value: unknown): unknown {
	if (typeof value === 'string') {
		return value.toWellFormed();
	}
	if (Array.isArray(value)) {
		return value.map(wellFormed);
	}
	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]))
		: value;
}

testProp(
	'C19: lone surrogates in keys and values stop no query: they become U+FFFD, and everything else is unchanged',
	[fc.array(fc.record({event: anyText, component: anyText, reason: anyText, fields: fc.dictionary(anyText, anyValue, {maxKeys: 3})}))],
	async (t, events) => {
		const objects = events.map(({fields, ...texts}) => ({...texts, ...fields}));
		const lines = objects.map((fields, index) => (index % 2 === 0 ? JSON.stringify(fields) : escaped(JSON.stringify(fields))));
		const {rows} = await ask(lines.map(line => `${line}\n`).join(''), 'SELECT raw, event, component, reason, * ORDER BY line');
		t.is(rows.length, objects.length);
		for (const [index, fields] of objects.entries()) {
			const [raw, ...texts] = rows[index] ?? [];
			t.deepEqual(raw, wellFormed(fields));
			const {event, component, reason} = events[index] ?? {};
			t.deepEqual(
				texts.slice(0, 3),
				[event, component, reason].map(text => text?.toWellFormed() || null),
			);
		}
	},
	{numRuns: 25},
);

for (const document of ['README.md', 'docs/sql.md']) {
	test(`every query in ${document} runs`, async t => {
		const queries = docExamples(document).flatMap(({language, code}) => (language === 'sql' ? code.trim().split('\n') : []));
		t.true(queries.length > 0);
		for (const sql of queries) {
			const {columns} = await ask(lastNight, sql);
			t.true(columns.length > 0, sql);
		}
	});
}

const wrong: ReadonlyArray<readonly [sql: string, message: string]> = [
	['SELECT avg(elapsdMs)', 'query: no column elapsdMs, at column 12 (did you mean elapsedMs?)'],
	['SELECT "é", avg(elapsed_ms), elapsdMs', 'query: no column elapsdMs, at column 30 (did you mean elapsedMs?)'],
	['SELECT line, user', 'query: no column user, at column 14'],
	['SELECT current_schema FROM logs', 'query: no column current_schema, at column 8'],
	['SELECT l.elapsdMs FROM logs l', 'query: no column elapsdMs, at column 8 (did you mean elapsedMs?)'],
	['SELECT avg(elapsedMs) frm logs', 'query: syntax error at or near "logs", at column 27'],
	['SELECT quantle(elapsed_ms)', 'query: no function quantle() here, at column 8 (did you mean quantile?)'],
	['SELECT foo(elapsed_ms)', 'query: no function foo() here, at column 8 (functions that reach beyond the log are disabled)'],
	['SELECT 1; SELECT 2', 'query: more than one statement, at column 11 (one SELECT at a time)'],
	['  ', 'query: the query is empty (SELECT ... FROM logs)'],
];
for (const [sql, message] of wrong) {
	test(`a wrong query says where, and what was meant: ${sql}`, async t => {
		t.is(await refused(sql), message);
	});
}

testProp(
	'a position in the rewritten query maps back to the original one',
	[
		fc.array(fc.record({keep: fc.string({maxLength: 5}), cut: fc.string({maxLength: 5}), put: fc.string({maxLength: 5})}), {maxLength: 5}),
		fc.string({maxLength: 5}),
	],
	(t, parts, tail) => {
		let sql = '';
		const edits = parts.map(({keep, cut, put}) => {
			sql += keep;
			const start = sql.length;
			sql += cut;
			return {start, end: sql.length, text: put};
		});
		sql += tail;
		const text = edited(sql, edits);
		t.is(placeBefore(edits, text.length), sql.length);
		let at = 0;
		let before = 0;
		for (const {keep, cut, put} of parts) {
			for (let index = 0; index < keep.length; index++) {
				t.is(text[at + index], sql[placeBefore(edits, at + index)]);
				t.is(placeBefore(edits, at + index), before + index);
			}
			at += keep.length + put.length;
			before += keep.length + cut.length;
		}
	},
);

test('each column of a long log equals reading it line by line, whatever its texts are', async t => {
	const names = [
		"it's",
		'say "no"',
		'été',
		'nul\0in it',
		'x'.repeat(65),
		'',
		...Array.from({length: 1500}, (_, index) => `stage ${index}`),
	];
	const night = readFileSync(new URL('../fixtures/last-night.jsonl', import.meta.url), 'utf8')
		.trimEnd()
		.split('\n');
	const lines = [...night, ...names, ...names].map((line, index) =>
		line.startsWith('{')
			? line
			: JSON.stringify({time: 1705356000000 + index / 8, level: 30 + (index % 3) * 10, name: line, msg: line, took: index / 3}),
	);
	const text = lines.toSpliced(100, 0, 'no event', '', '{"level":"error"}').join('\n');
	const columns = canonicalColumns.map(({name}) => (name === 'timestamp' ? 'epoch_us(timestamp)' : name));
	const {rows} = await ask(text, `SELECT ${columns.join(', ')}, line, file FROM logs ORDER BY line`);
	const parser = new LineParser(defaultReadOptions);
	let timeMs: number | undefined;
	const expected = text.split('\n').flatMap((line, index) => {
		const parsed = parser.parse(line);
		const [event] = parsed.type === 'event' ? parsed.events : [];
		timeMs = event?.timeMs ?? timeMs;
		const microseconds = timeMs === undefined ? null : Math.round(timeMs * 1000);
		const told = canonicalColumns.map(({name, read}) => (name === 'timestamp' ? microseconds : ((event && read(event)) ?? null)));
		return parsed.type === 'blank' ? [] : [[...told, index + 1, 'a.jsonl']];
	});
	t.is(rows.length, expected.length);
	for (const [index, row] of expected.entries()) {
		t.deepEqual(rows[index], row);
	}
});

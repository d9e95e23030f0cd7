import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import {LogDatabase} from '../../src/sql/database.ts';
import {allowedFunctions, allowedTableFunctions} from '../../src/sql/language/functions.ts';
import {openClosed} from '../../src/sql/open-closed.ts';
import {readQuery} from '../../src/sql/query.ts';
import {SqlError} from '../../src/sql/sql-error.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const forbidden = [
	"COPY logs TO '/tmp/x.csv'",
	"COPY (SELECT 1) TO '/tmp/x.parquet'",
	"ATTACH '/tmp/x.db'",
	'INSTALL httpfs',
	'LOAD httpfs',
	"EXPORT DATABASE '/tmp/x'",
	'CREATE TABLE x AS SELECT 1',
	'INSERT INTO stored_lines VALUES (1)',
	'UPDATE logs SET line = 1',
	'DELETE FROM logs',
	'DROP VIEW logs',
	'PRAGMA database_list',
	"SET memory_limit = '1GB'",
	'RESET memory_limit',
	'CALL pragma_version()',
	'SELECT 1; DROP VIEW logs',
	'VACUUM',
	'CHECKPOINT',
	'BEGIN',
	'PREPARE x AS SELECT 1',
	'USE memory',
	'EXPLAIN ANALYZE SELECT 1',
];
const shared = LogDatabase.open();
test.after.always(async () => (await shared).close());
for (const sql of forbidden) {
	test(`a query changes nothing: ${sql}`, async t => {
		const error = await t.throwsAsync((await shared).read(sql), {instanceOf: SqlError});
		t.is(error?.message, 'query: only SELECT is allowed (a query can read the log but not change it)');
	});
}

const closed = [
	"SELECT * FROM '/etc/passwd'",
	"SELECT * FROM '/etc/*.conf'",
	"SELECT * FROM read_text('/etc/passwd')",
	"SELECT * FROM read_csv('/etc/passwd')",
	"SELECT * FROM read_json_auto('/etc/x.json')",
	"SELECT * FROM parquet_scan('/etc/x.parquet')",
	"SELECT * FROM glob('/*')",
	"SELECT * FROM query('SELECT 1')",
	"SELECT * FROM query_table('logs')",
	'SELECT * FROM duckdb_settings()',
	'SELECT * FROM information_schema.tables',
	'SELECT * FROM sqlite_master',
	'SELECT * FROM stored_lines',
	"SELECT getenv('HOME')",
	"SELECT current_setting('temp_directory')",
	"WITH x AS (SELECT * FROM '/etc/passwd') SELECT * FROM x",
	"SELECT (SELECT content FROM read_text('/etc/passwd'))",
	"SELECT line WHERE line IN (SELECT length(content) FROM read_blob('/etc/passwd'))",
	// A common table gives its name to what can read it, and to nothing else.
	'SELECT 1 WHERE EXISTS (WITH pg_settings AS (SELECT 1) FROM pg_settings) AND (SELECT count(*) FROM pg_settings) > 1',
	'SELECT * FROM (WITH pg_settings AS (SELECT 1) FROM pg_settings) x, pg_settings',
	'FROM (WITH pg_settings AS (SELECT 1) FROM pg_settings) UNION ALL SELECT 1 FROM pg_settings',
	'WITH pg_settings AS (SELECT * FROM pg_settings) FROM pg_settings',
	'WITH RECURSIVE pg_settings AS (SELECT * FROM pg_settings) FROM pg_settings',
	'WITH RECURSIVE pg_settings AS (SELECT name FROM pg_settings UNION ALL SELECT name FROM pg_settings WHERE false) FROM pg_settings',
	'WITH a AS (FROM pg_settings), pg_settings AS (SELECT 1) FROM a',
	'WITH a AS (WITH pg_settings AS (SELECT 1) FROM pg_settings) SELECT * FROM a, pg_settings',
	'WITH "pg_catalog.pg_settings" AS (SELECT 1) FROM pg_catalog.pg_settings',
	'WITH pg_settings AS (SELECT 1) FROM pg_catalog.pg_settings',
	'WITH "/etc/passwd" AS (SELECT 1) SELECT * FROM "/etc/passwd", "/etc/PASSWD.csv"',
	// Other ways to name a table, a file or a setting.
	'FROM "pg_settings"',
	'FROM PG_SETTINGS',
	'TABLE pg_settings',
	'FROM main.logs',
	'FROM memory.main.stored_lines',
	'FROM system.information_schema.tables',
	'FROM logs POSITIONAL JOIN duckdb_settings()',
	'FROM logs, LATERAL (SELECT * FROM duckdb_views)',
	'SHOW TABLES',
	'SHOW ALL TABLES',
	'DESCRIBE',
	'DESCRIBE pg_settings',
	"DESCRIBE '/etc/x.csv'",
	"SUMMARIZE '/etc/x.csv'",
	'FROM (SUMMARIZE pg_settings)',
	"FROM (PIVOT duckdb_settings() ON name IN ('a') USING count(*))",
	'FROM (UNPIVOT pg_settings ON name, setting)',
	'SELECT 1 ORDER BY (SELECT count(*) FROM pg_settings)',
	'SELECT 1 LIMIT (SELECT count(*) FROM pg_settings)',
	'SELECT sum(line) OVER (ORDER BY line ROWS BETWEEN (SELECT count(*) FROM pg_settings) PRECEDING AND CURRENT ROW) FROM logs',
	'SELECT count(*) FILTER (WHERE EXISTS (FROM pg_settings)) FROM logs',
	'SELECT [x FOR x IN [1] IF EXISTS (FROM pg_settings)]',
	'SELECT * REPLACE ((SELECT 1 FROM pg_settings) AS line) FROM logs',
	'FROM range((SELECT count(*) FROM pg_settings))',
	'VALUES ((SELECT count(*) FROM pg_settings))',
	"SELECT main.getenv('HOME')",
	"SELECT system.main.getenv('HOME')",
	"SELECT ('HOME').getenv()",
	"SELECT list_transform(['HOME'], x -> getenv(x))",
	"SELECT COLUMNS(x -> x = getenv('HOME')) FROM logs",
	"SELECT getvariable('x')",
	'SELECT version()',
	'SELECT current_database()',
	"SELECT pg_get_viewdef('logs')",
	"SELECT json_serialize_plan('SELECT 1')",
	'SELECT currval(1) OVER () FROM logs',
	"FROM histogram_values(logs, 'line')",
	"FROM sniff_csv('/etc/passwd')",
	"FROM parquet_metadata('/etc/x.parquet')",
	'FROM which_secret(1, 2)',
	'FROM pragma_version()',
	"FROM json_execute_serialized_sql('{}')",
	"FROM iceberg_scan('s3://a/b')",
	"FROM 's3://a/b.parquet'",
	"FROM 'https://example.com/a.csv'",
	'SELECT $1',
];
for (const sql of closed) {
	test(`a query reads nothing but the log: ${sql}`, async t => {
		const error = await t.throwsAsync((await shared).read(sql), {instanceOf: SqlError});
		t.regex(error?.message ?? '', /^query: (?:no table \S+|no function \w+\(\) here|\w+ is not allowed in a query), at column \d+ /);
	});
}

const open = [
	'WITH a AS (FROM logs), b AS (FROM a) SELECT * FROM b, a',
	'WITH logs AS (SELECT line FROM logs) FROM logs',
	'WITH a AS (FROM logs) SELECT (WITH b AS (FROM a) SELECT count(*) FROM b) FROM A WHERE EXISTS (FROM "a") ORDER BY (SELECT count(*) FROM a)',
	'WITH a AS (SELECT 1 AS x) SELECT x FROM a UNION ALL (SELECT x + 1 FROM a) INTERSECT SELECT 2',
	'WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a WHERE n < 3) FROM a',
	'FROM (SUMMARIZE logs)',
	'WITH a AS MATERIALIZED (FROM logs) FROM (DESCRIBE FROM a)',
	"FROM (PIVOT logs ON event IN ('a') USING count(*))",
	'FROM (UNPIVOT (SELECT line, elapsedMs FROM logs) ON line, elapsedMs INTO NAME n VALUE v)',
	'FROM logs ASOF JOIN logs other USING (line) USING SAMPLE 10 ROWS',
	'FROM logs POSITIONAL JOIN (VALUES (1)) v(a)',
	'SELECT DISTINCT ON (event) *, COLUMNS(x -> x LIKE $$e%$$), max(COLUMNS(* EXCLUDE (level))) OVER (PARTITION BY event) FROM logs QUALIFY true LIMIT 50%',
	'SELECT list_sum([x + 1 FOR x IN [1, 2] IF x > 1]), [3, 1].list_sort(), {a: 1}.a, MAP {1: 2}[1], ARRAY(SELECT line FROM logs), now(), random()',
	'SELECT event COLLATE NOCASE, event SIMILAR TO $$a$$, event NOT ILIKE $$a$$ ESCAPE $$b$$, extract(year FROM timestamp), TRY(1 / 0), 5! FROM logs GROUP BY ALL',
	'SELECT count(*), grouping(event) FROM logs GROUP BY ROLLUP (event) HAVING count(*) BETWEEN 0 AND 9 ORDER BY ALL',
	"SELECT t.i, u, k.key FROM range(3) t(i), unnest([1, 2]) AS n(u), json_each('{}') k, generate_series(1, 2)",
];
for (const sql of open) {
	test(`a query may ask anything about the log: ${sql}`, async t => {
		await t.notThrowsAsync((await shared).read(sql));
	});
}

test('S16: each allowed function exists in DuckDB, and each function behind its operators is allowed', async t => {
	const connection = await (await (await shared).duckdb.DuckDBInstance.create(':memory:')).connect();
	const reader = await connection.runAndReadAll(
		'SELECT DISTINCT lower(function_name), function_type, function_name ~ $$\\w.*$$ FROM duckdb_functions()',
	);
	const rows = reader.getRows().map(([name, type, isWord]) => ({name: String(name), type: String(type), isWord}));
	const unknown = (allowed: ReadonlySet<string>, ...types: readonly string[]) =>
		[...allowed].filter(word => !rows.some(({name, type}) => name === word && types.includes(type)));
	t.deepEqual(unknown(allowedFunctions, 'scalar', 'aggregate', 'macro'), ['unnest']); // a keyword of the grammar
	t.deepEqual(unknown(allowedTableFunctions, 'table', 'table_macro', 'macro'), []);
	t.deepEqual(
		rows.filter(({name, isWord}) => isWord === false && !allowedFunctions.has(name)),
		[],
	);
});

const name = fc.oneof(
	{weight: 12, arbitrary: fc.constantFrom('logs', 'pg_settings')},
	{weight: 1, arbitrary: fc.constantFrom('PG_SETTINGS', '"pg_settings"', 'pg_catalog.pg_settings')},
);
const {query} = fc.letrec<{query: string; core: string; common: string}>(tie => ({
	query: fc.oneof(
		{maxDepth: 4},
		tie('core'),
		fc
			.tuple(fc.constantFrom('WITH', 'WITH RECURSIVE'), fc.array(tie('common'), {minLength: 1, maxLength: 2}), tie('core'))
			.map(([word, tables, core]) => `${word} ${tables.join(', ')} ${core}`),
	),
	common: fc
		.tuple(fc.constantFrom('pg_settings', 'pg_settings', 'logs', '"pg_catalog.pg_settings"'), tie('query'))
		.map(([own, body]) => `${own} AS (${body})`),
	core: fc.oneof(
		{maxDepth: 4},
		name.map(table => `SELECT 1 AS x FROM ${table}`),
		tie('query').map(inner => `SELECT 1 AS x FROM (${inner}) s`),
		tie('query').map(inner => `SELECT 1 AS x FROM (DESCRIBE ${inner}) s`),
		fc.tuple(name, tie('query')).map(([table, inner]) => `SELECT 1 AS x FROM ${table} WHERE EXISTS (${inner})`),
		fc.tuple(name, tie('query')).map(([table, inner]) => `SELECT (SELECT count(*) FROM ${table}) AS x FROM (${inner}) s`),
		fc.tuple(tie('query'), tie('query')).map(([left, right]) => `(${left}) UNION ALL (${right})`),
		fc.tuple(tie('core'), tie('core')).map(([left, right]) => `${left} UNION ALL ${right}`),
		fc.tuple(name, tie('query')).map(([table, inner]) => `SELECT 1 AS x FROM ${table} t JOIN LATERAL (${inner}) s ON true`),
		fc.tuple(name, tie('query')).map(([table, inner]) => `SELECT 1 AS x FROM ${table} ORDER BY (SELECT count(*) FROM (${inner}) s)`),
		tie('query').map(inner => `SELECT 1 AS x FROM range((SELECT count(*) FROM (${inner}) s))`),
	),
}));

test('S16: whatever common tables a query defines, and wherever, DuckDB plans to read nothing but the log', async t => {
	const connection = await (await (await shared).duckdb.DuckDBInstance.create(':memory:')).connect();
	await connection.run('CREATE TABLE stored_lines (line BIGINT); CREATE VIEW logs AS FROM stored_lines; PRAGMA disable_optimizer');
	let planned = 0;
	await fc.assert(
		fc.asyncProperty(query, async sql => {
			const tree = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
			try {
				readQuery(sql, String(tree.getRows()[0]?.[0]));
			} catch (error) {
				t.true(error instanceof SqlError);
				return;
			}
			// for example more names than columns
			const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${sql}`).catch(() => undefined);
			const text = String(plan?.getRows()[0]?.[1] ?? '');
			planned += plan === undefined ? 0 : 1;
			for (const [, table] of text.matchAll(/"Table": "([^"]*)"/g)) {
				t.is(table, 'memory.main.stored_lines');
			}
			for (const [, called] of text.matchAll(/"Function": "([^"]*)"/g)) {
				t.true(called === 'RANGE' || called === 'SHOW_REF', `${called}: ${sql}`);
			}
		}),
		{numRuns: 1500},
	);
	t.true(planned > 30, `${planned}`);
});

test('S16: DuckDB itself can access only its own folder, whatever would get past the checks', async t => {
	const folder = tempFolder(t);
	const own = join(folder, 'own');
	mkdirSync(own);
	writeFileSync(join(folder, 'other.csv'), 'a\n1\n');
	symlinkSync(join(folder, 'other.csv'), join(folder, 'link.csv'));
	const {connection, instance} = await openClosed((await shared).duckdb, own);
	await connection.run(`COPY (SELECT 1 AS a) TO '${own}/x.parquet' (FORMAT parquet)`);
	for (const sql of [
		"SELECT * FROM '/etc/passwd'",
		`SELECT * FROM read_text('${folder}/other.csv')`,
		`SELECT * FROM read_text('${own}/../other.csv')`,
		`SELECT * FROM '${folder}/*.csv'`,
		`SELECT * FROM glob('${folder}/*')`,
		`COPY (SELECT 1) TO '${folder}/x'`,
		`COPY (SELECT 1) TO '${own}/../x'`,
		`ATTACH '${folder}/x.db'`,
		"SELECT * FROM 's3://a/b.parquet'",
		'INSTALL httpfs',
		'LOAD httpfs',
		'SET enable_external_access = true',
		"SET allowed_directories = ['/']",
		"SET temp_directory = '/tmp'",
		"SELECT getenv('HOME')",
	]) {
		await t.throwsAsync(connection.run(sql), undefined, sql);
	}
	connection.closeSync();
	instance.closeSync();
});

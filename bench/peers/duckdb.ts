/**
Sums up a log with DuckDB and two threads. `node duckdb.ts stages|all FILE`

`stages` is the minimum, one grouping by stage. `all` is what `obs-top health` needs: completions, sums and percentiles
by stage and ten seconds, circuit changes, cache rates and levels.
*/
import process from 'node:process';
import {DuckDBInstance} from '@duckdb/node-api';

const [, , kind = 'stages', path = ''] = process.argv;
const database = await DuckDBInstance.create(':memory:', {threads: '2'});
const connection = await database.connect();
const columns =
	"{timestamp: 'TIMESTAMP', level: 'VARCHAR', component: 'VARCHAR', event: 'VARCHAR', circuitName: 'VARCHAR', newState: 'VARCHAR', recordsIn: 'BIGINT', recordsOut: 'BIGINT', elapsedMs: 'DOUBLE', throughputRps: 'DOUBLE', cacheHitRates: 'JSON'}";
const log = `read_ndjson('${path}', columns = ${columns})`;
const queries =
	kind === 'stages'
		? [
				`SELECT component, count(*), sum(recordsIn), sum(recordsOut), sum(elapsedMs) FROM ${log} WHERE event = 'stage_completed' GROUP BY component`,
			]
		: [
				`CREATE TABLE logs AS SELECT * FROM ${log}`,
				"SELECT component, time_bucket(INTERVAL 10 SECOND, timestamp) AS bucket, count(*), sum(recordsIn), sum(recordsOut), sum(elapsedMs), last(throughputRps), approx_quantile(elapsedMs, [0.5, 0.95, 0.99]) FROM logs WHERE event = 'stage_completed' GROUP BY ALL",
				"SELECT circuitName, newState, count(*), min(timestamp), max(timestamp) FROM logs WHERE event = 'circuit_state_change' GROUP BY ALL",
				'SELECT level, count(*) FROM logs GROUP BY level',
				"SELECT max(timestamp), last(cacheHitRates) FROM logs WHERE event = 'pipeline_health'",
			];
let rows = 0;
for (const query of queries) {
	rows += (await connection.runAndReadAll(query)).currentRowCount;
}
process.stdout.write(`${rows}\n`);

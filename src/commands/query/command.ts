import {UsageError} from '../../errors.ts';
import {isFileShownAs} from '../../files/file-names.ts';
import {commandRecord} from '../../options/command-record.ts';
import type {QueryOptions} from './query-options.ts';

export const query = commandRecord<QueryOptions>({
	name: 'query',
	argument: '[sql...]',
	usage: '[options] [PATH...] SQL | -- COMMAND [ARG...]',
	summary: 'run SQL over the log (table logs); exit 1 if there are no rows',
	flags: [
		{flags: '--json', help: 'print one JSON object per line', conflicts: ['csv', 'output']},
		{flags: '--csv', help: 'print CSV, on a terminal too', conflicts: ['json', 'output']},
		{flags: '--exact', help: "CSV without the ' that keeps spreadsheets from running text as a formula", conflicts: ['json']},
		{flags: '--output <path>', help: 'write to a file: .csv, .json, .jsonl or .parquet', conflicts: ['json', 'csv']},
	],
	async read({words, flags, log}) {
		const read = await log({paths: words.slice(0, -1)});
		const sql = words.at(-1) ?? '';
		if (sql.trim() === '' || isFileShownAs(sql)) {
			throw new UsageError("query: no SQL (obs-top query log.jsonl 'SELECT count(*) FROM logs')");
		}
		return {
			...read,
			sql,
			format: flags.json ? 'json' : flags.csv ? 'csv' : 'auto',
			isExact: flags.exact === true,
			output: typeof flags.output === 'string' ? flags.output : undefined,
		};
	},
	run: async options => (await import('./run.ts')).run(options),
});

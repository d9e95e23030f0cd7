/**
`npm run bench [-- NAME...]`: runs all measures, or those whose name contains one of the words, prints a table and saves
the results in bench/results.json.
*/
import process from 'node:process';
import type {Row} from './measure.ts';
import {measures} from './measures/index.ts';
import {keepResults} from './results.ts';

const wanted = process.argv.slice(2);
const chosen = measures.filter(({name}) => wanted.length === 0 || wanted.some(word => name.includes(word)));
const rows: Row[] = [];
for (const {name, run} of chosen) {
	process.stderr.write(`${name} ...\n`);
	const found = await run();
	keepResults(name, found);
	rows.push(...found);
}

const table = rows.map(row => [
	row.what,
	figure(row.ours, row.unit),
	row.peer ? `${row.peer.name} ${figure(row.peer.value, row.unit)}` : '',
	row.peer ? `${(row.ours / row.peer.value).toFixed(2)} x` : '',
	row.goal,
	row.reached === undefined ? '' : row.reached ? 'reached' : 'MISSED',
]);
const heads = ['what', 'ours', 'peer, same run', 'ratio', 'goal', ''];
const widths = heads.map((head, column) => Math.max(head.length, ...table.map(cells => cells[column]?.length ?? 0)));
for (const cells of [heads, ...table]) {
	process.stdout.write(
		`${cells
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd()}\n`,
	);
}
function figure(value: number, unit: string): string {
	return Number.isNaN(value) ? '--' : `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}

import {readFileSync, writeFileSync} from 'node:fs';
import {cpus, totalmem} from 'node:os';
import type {Row} from './measure.ts';
import {peerVersions} from './peer-versions.ts';

/** The latest run of each measure. */
type Results = {
	readonly machine: unknown;
	readonly versions: Readonly<Record<string, string>>;
	readonly measures: Readonly<Record<string, {readonly day: string; readonly rows: readonly Row[]}>>;
};

const file = new URL('results.json', import.meta.url);

export function readResults(): Results {
	return JSON.parse(readFileSync(file, 'utf8')) as Results;
}

/** Replaces a measure's previous results. */
export function keepResults(measure: string, rows: readonly Row[]): void {
	const machine = {cpu: cpus()[0]?.model, cores: cpus().length, memoryGb: Math.round(totalmem() / 1e9)};
	const {measures} = readResults();
	const day = new Date().toISOString().slice(0, 10);
	const results: Results = {machine, versions: peerVersions(), measures: {...measures, [measure]: {day, rows}}};
	writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);
}

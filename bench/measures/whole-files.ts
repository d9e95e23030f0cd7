import {existsSync, statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {logOf} from '../logs.ts';
import {type Measure, median, type Row} from '../measure.ts';
import {measureProcess, nodePath, obsTop, onPath, run, timeOf} from '../processes.ts';

const lines = 5_000_000;
const pairs = 5;
const peerFolder = fileURLToPath(new URL('../peers/', import.meta.url));

type Program = readonly [command: string, ...arguments_: string[]];
/** `atMost` is the highest ratio to the peer that reaches the goal. */
type Duel = {
	readonly what: string;
	readonly ours: Program;
	readonly peer: {readonly name: string; readonly program: Program; readonly needs?: string};
	readonly goal: string;
	readonly atMost: number;
};

/** The whole night of 5 million lines: health and filters, compared with programs that do the same. */
export const wholeFiles: Measure = {
	name: 'whole files',
	async run() {
		const log = await logOf(lines);
		const rows: Row[] = [...(await speedOf(log))];
		for (const duel of [
			...healthDuels(log),
			...(await smallDuels()),
			...filterDuels(log),
			...(await compressedDuels(log)),
			...(await variantDuels()),
		]) {
			rows.push(await rowOf(duel));
		}
		return rows;
	},
};

const health = (path: string): Program => [nodePath, obsTop, 'health', '--file', path];
const duckdb = (kind: 'stages' | 'all', path: string): Program => [nodePath, `${peerFolder}duckdb.ts`, kind, path];

async function speedOf(log: string): Promise<readonly Row[]> {
	const runs = [];
	for (let index = 0; index < pairs; index++) {
		const [command, ...arguments_] = health(log);
		runs.push(await measureProcess(command, arguments_));
	}
	const megabytesPerSecond = statSync(log).size / 1000 / median(runs.map(({ms}) => ms));
	const peakBytes = Math.max(...runs.map(each => each.peakBytes));
	return [
		{
			what: 'health on 1.2 GB, whole process',
			ours: megabytesPerSecond,
			peer: undefined,
			unit: 'MB/s',
			goal: '>= 1,800',
			reached: megabytesPerSecond >= 1800,
		},
		{
			what: 'the same: peak resident memory',
			ours: peakBytes / 1e6,
			peer: undefined,
			unit: 'MB',
			goal: '<= 250',
			reached: peakBytes <= 250e6,
		},
	];
}

function healthDuels(log: string): readonly Duel[] {
	return [
		{
			what: 'health on 1.2 GB vs the same sums in DuckDB',
			ours: health(log),
			peer: {name: 'DuckDB, all sums', program: duckdb('all', log)},
			goal: '5 x faster',
			atMost: 1 / 5,
		},
		{
			what: 'health on 1.2 GB vs one grouping in DuckDB',
			ours: health(log),
			peer: {name: 'DuckDB, by stage', program: duckdb('stages', log)},
			goal: '1.5 x faster',
			atMost: 1 / 1.5,
		},
	];
}

async function smallDuels(): Promise<readonly Duel[]> {
	const duels: Duel[] = [];
	for (const [what, count] of [
		['1 MB', 4_100],
		['10 MB', 41_000],
	] as const) {
		const log = await logOf(count);
		duels.push({
			what: `health on ${what}`,
			ours: health(log),
			peer: {name: 'split2 + JSON.parse', program: [nodePath, `${peerFolder}split2-parse.ts`, log]},
			goal: '<= 1 x',
			atMost: 1,
		});
	}
	return duels;
}

function filterDuels(log: string): readonly Duel[] {
	const events = (filter: string): Program => [nodePath, obsTop, 'events', '--file', log, '--filter', filter];
	return [
		{
			what: 'events with a rare text in 1.2 GB',
			ours: events('ECONNREFUSED'),
			peer: {name: 'rg -F', program: ['rg', '-F', 'ECONNREFUSED', log], needs: 'rg'},
			goal: '<= 1.5 x',
			atMost: 1.5,
		},
		{
			what: 'events with level=ERROR and component=enrichment in 1.2 GB',
			ours: events('level=ERROR and component=enrichment'),
			peer: {
				name: 'rg on the literal',
				program: ['rg', '-F', '"level":"ERROR","component":"enrichment"', log],
				needs: 'rg',
			},
			goal: '<= 2.5 x',
			atMost: 2.5,
		},
	];
}

async function compressedDuels(log: string): Promise<readonly Duel[]> {
	const duels: Duel[] = [];
	for (const [ending, tool, made] of [
		['gz', 'gzip', ['-6', '-k', log]],
		['zst', 'zstd', ['-q', '-k', log]],
	] as const) {
		const packed = `${log}.${ending}`;
		if (!existsSync(packed) && onPath(tool)) {
			await run(tool, made);
		}
		duels.push(
			{
				what: `health on .${ending} vs the plain file`,
				ours: health(packed),
				peer: {name: 'plain', program: health(log), needs: tool},
				goal: '<= 2.3 x',
				atMost: 2.3,
			},
			{
				what: `health on .${ending} vs ${tool} -dc and a pipe`,
				ours: health(packed),
				peer: {name: 'through a pipe', program: ['sh', '-c', `${tool} -dc ${packed} | ${nodePath} ${obsTop} health`], needs: tool},
				goal: '< 1 x',
				atMost: 1,
			},
			{
				what: `health on .${ending} vs DuckDB`,
				ours: health(packed),
				peer: {name: 'DuckDB, by stage', program: duckdb('stages', packed), needs: tool},
				goal: '< 1 x',
				atMost: 1,
			},
		);
	}
	return duels;
}

async function variantDuels(): Promise<readonly Duel[]> {
	const duels: Duel[] = [];
	for (const [variant, what] of [
		['shuffled', 'keys in random order'],
		['wide', 'lines of 600 bytes'],
		['escaped', 'escapes in a twentieth of the lines'],
	] as const) {
		const log = await logOf(lines, variant);
		duels.push({
			what: `health on 5 M lines, ${what}`,
			ours: health(log),
			peer: {name: 'DuckDB, by stage', program: duckdb('stages', log)},
			goal: '< 1 x',
			atMost: 1,
		});
	}
	return duels;
}

async function rowOf({what, ours, peer, goal, atMost}: Duel): Promise<Row> {
	if (peer.needs !== undefined && !onPath(peer.needs)) {
		return {what, ours: Number.NaN, peer: undefined, unit: 's', goal: `${goal} (${peer.needs} is not installed)`, reached: undefined};
	}
	const times: number[] = [];
	const theirs: number[] = [];
	for (let pair = 0; pair < pairs; pair++) {
		times.push(await secondsOf(ours));
		theirs.push(await secondsOf(peer.program));
	}
	const value = median(theirs);
	return {what, ours: median(times), peer: {name: peer.name, value}, unit: 's', goal, reached: median(times) / value <= atMost};
}

const secondsOf = async ([command, ...arguments_]: Program): Promise<number> => (await timeOf(command, arguments_)) / 1000;

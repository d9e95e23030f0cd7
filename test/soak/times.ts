import {appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {LineParser} from '../../src/events/parse-line.ts';
import {eventually} from '../helpers/eventually.ts';
import {isAlive, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {say} from './say.ts';

const runs = 5;
const patienceMs = 30_000;

const event = (text: string): string =>
	`${JSON.stringify({timestamp: '2024-01-15T22:00:00Z', level: 'INFO', component: 'ingest', event: 'stage_completed', recordsIn: 5, recordsOut: 5, elapsedMs: 5, text})}\n`;
const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
const log = join(folder, 'log.jsonl');
writeFileSync(log, event('first'));

/** A shell program for a pipeline that ignores SIGTERM and reports its pid. */
const stubborn = [
	'--no-record',
	'--',
	'sh',
	'-c',
	`trap '' TERM; echo $$ > ${folder}/pid; echo '${event('one').trim()}'; while :; do sleep 1000; done`,
];

type Time = {
	readonly id: string;
	readonly what: string;
	readonly mostMs: number;
	/** The duration of one run. */
	readonly measure: () => Promise<number>;
};

/** How long a program in a terminal takes to end together with its pipeline. */
async function endMs(argv: readonly string[], end: (terminal: RealTerminal) => void, pipeline = () => 0): Promise<number> {
	const terminal = startInTerminal([
		'/bin/sh',
		'-c',
		`trap '' HUP; exec ${[...obsTop, ...argv].map(word => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')}`,
	]);
	try {
		await terminal.until(/ingest +█/, AbortSignal.timeout(patienceMs));
		const startedMs = performance.now();
		end(terminal);
		await eventually(() => !isAlive(terminal.pid) && !isAlive(pipeline()), 'all has ended', AbortSignal.timeout(patienceMs));
		return performance.now() - startedMs;
	} finally {
		terminal.kill('SIGKILL');
	}
}

const pipelinePid = () => Number(readFileSync(join(folder, 'pid'), 'utf8'));

/** How long parsing a line takes. */
const parseMs = (text: string) => async (): Promise<number> => {
	const parser = new LineParser();
	const startedMs = performance.now();
	parser.parse(text);
	return performance.now() - startedMs;
};

const times: readonly Time[] = [
	{id: 'P7', what: 'a closed window: the end', mostMs: 2000, measure: () => endMs([log], terminal => terminal.hangUp())},
	{id: 'P5', what: 'q: the end', mostMs: 2000, measure: () => endMs([log], terminal => terminal.press('q'))},
	{id: 'P5', what: 'SIGTERM: the end', mostMs: 2000, measure: () => endMs([log], terminal => terminal.kill('SIGTERM'))},
	{
		id: 'P2, P8',
		what: 'SIGTERM, and a pipeline that ignores it: the end of both',
		mostMs: 2000,
		measure: () => endMs(stubborn, terminal => terminal.kill('SIGTERM'), pipelinePid),
	},
	{
		id: 'P8',
		what: 'q, and a pipeline that ignores SIGTERM: the end of both',
		mostMs: 6000,
		measure: () => endMs(stubborn, terminal => terminal.press('q'), pipelinePid),
	},
	{
		id: 'R2',
		what: 'a truncated followed file: its new line is shown',
		mostMs: 1000,
		async measure() {
			const terminal = startInTerminal([...obsTop, '--follow', log]);
			try {
				await terminal.until(/text=first/, AbortSignal.timeout(patienceMs));
				const startedMs = performance.now();
				truncateSync(log);
				appendFileSync(log, event('again'));
				await terminal.until(/text=again/, AbortSignal.timeout(patienceMs));
				return performance.now() - startedMs;
			} finally {
				terminal.kill('SIGKILL');
				writeFileSync(log, event('first'));
			}
		},
	},
	{id: 'C11', what: '100,000 levels: parsed', mostMs: 100, measure: parseMs(`${'{"log":'.repeat(100_000)}1${'}'.repeat(100_000)}`)},
	{
		id: 'C11',
		what: '10,000 keys: parsed',
		mostMs: 100,
		measure: parseMs(JSON.stringify(Object.fromEntries(Array.from({length: 10_000}, (_, key) => [`k${key}`, key])))),
	},
];

const broken: string[] = [];
for (const {id, what, mostMs, measure} of times) {
	const took: number[] = [];
	for (let run = 0; run < runs; run++) {
		took.push(await measure());
	}
	const [median, most] = [took.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN, Math.max(...took)].map(Math.round);
	say(`${id}: ${what} after ${median} ms in the median, ${most} at most`);
	if (!(most !== undefined && most <= mostMs)) {
		broken.push(what);
	}
}
rmSync(folder, {recursive: true, force: true});
if (broken.length > 0) {
	throw new Error(`does not hold: ${broken.join('; ')}`);
}

import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createWriteStream, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {defaultIncidentSettings} from '../../src/insight/incidents/settings.ts';
import {incidentsOf} from '../../src/insight/incidents.ts';
import {type Comparison, compareWithTruth, type FoundIncident, type Truth} from './compare-with-truth.ts';
import {roughCalm} from './rough-calm.ts';

// npm run test:incidents: checks what the incident rules find in nights with known faults and in nights without any.
// Takes about ten minutes; exits with 1 if anything is missed, late, misnamed or surplus.

type Night = {readonly scenario: 'night' | 'calm'; readonly rate: number; readonly hours: number; readonly seed: number};

const nights: readonly Night[] = [
	{scenario: 'night', rate: 5, hours: 8, seed: 7}, // over a million lines
	{scenario: 'night', rate: 2, hours: 8, seed: 11},
	{scenario: 'night', rate: 3, hours: 8, seed: 23},
	...[1, 2, 3, 4].map(seed => ({scenario: 'calm' as const, rate: 2, hours: 6, seed})),
];
const folder = mkdtempSync(join(tmpdir(), 'obs-top-incidents-'));
const run = promisify(execFile);
let isGood = true;

try {
	const waiting = [...nights];
	await Promise.all([work(waiting), work(waiting)]);
	roughNights();
} finally {
	rmSync(folder, {recursive: true});
}
process.exitCode = isGood ? 0 : 1;

async function work(waiting: Night[]): Promise<void> {
	for (let night = waiting.shift(); night !== undefined; night = waiting.shift()) {
		await judge(night);
	}
}

async function judge({scenario, rate, hours, seed}: Night): Promise<void> {
	const log = join(folder, `${scenario}-${seed}.jsonl`);
	const truth = join(folder, `${scenario}-${seed}.truth.jsonl`);
	const batches = String(hours * 3600 * rate);
	const args = ['--scenario', scenario, '--simulate', '--rate', String(rate), '--seed', String(seed), '--batches', batches];
	const demo = spawn(process.execPath, ['dist/demo-pipeline.mjs', ...args, ...(scenario === 'night' ? ['--truth', truth] : [])], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	demo.stdout.pipe(createWriteStream(log));
	await once(demo, 'close');
	const {stdout: health} = await run(process.execPath, ['bin/obs-top.js', 'health', '--no-color', '--file', log]).catch(error => error);
	const startedMs = performance.now();
	const {stdout} = await run(process.execPath, ['bin/obs-top.js', 'incidents', '--file', log, '--json'], {maxBuffer: 2 ** 28});
	const seconds = (performance.now() - startedMs) / 1000;
	const incidents: FoundIncident[] = JSON.parse(stdout);
	const faults: Truth[] = scenario === 'calm' ? [] : parseLines(readFileSync(truth, 'utf8'));
	const lines = JSON.parse(health).source.lines;
	print(`${scenario} of ${hours} h, ${rate} batches/s, seed ${seed}: ${lines} lines, read and judged in ${seconds.toFixed(1)} s`);
	report(compareWithTruth(incidents, faults, defaultIncidentSettings.sliceMs));
	rmSync(log);
}

function report({faults, missed, misnamed, late, surplus, foundAfterS, startOffS}: Comparison): void {
	print(
		`  ${faults} faults: ${missed.length} missed, ${late.length} late, ${misnamed.length} misnamed; ${surplus.length} surplus incidents`,
	);
	if (foundAfterS.length > 0) {
		const sorted = foundAfterS.toSorted((a, b) => a - b);
		const off = startOffS.toSorted((a, b) => a - b);
		print(
			`  found after ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} s (median), ${sorted.at(-1)?.toFixed(1)} s (maximum); start off by ${off[0]?.toFixed(1)} to ${off.at(-1)?.toFixed(1)} s`,
		);
	}
	const wrong = [...missed, ...late, ...misnamed, ...surplus.map(({start, end, trigger}) => ({start, end, ...trigger}))];
	for (const each of wrong) {
		print(`  ${JSON.stringify(each)}`);
	}
	isGood &&= wrong.length === 0;
}

function parseLines(text: string): Truth[] {
	return text
		.trim()
		.split('\n')
		.map(line => JSON.parse(line));
}

/** Runs the same rules on nights that are much rougher than the demo's. */
function roughNights(): void {
	for (const batchesPerSecond of [5, 2, 0.5, 1 / 60]) {
		for (const seed of [1, 2, 3]) {
			const series = roughCalm({seed, hours: 8, batchesPerSecond});
			const startedMs = performance.now();
			const found = incidentsOf(series);
			const tookMs = performance.now() - startedMs;
			print(
				`rough calm of 8 h, ${batchesPerSecond.toFixed(2)} batches/s, seed ${seed}: ${found.length} incidents, judged in ${tookMs.toFixed(0)} ms`,
			);
			for (const {startMs, endMs, trigger} of found) {
				print(`  ${JSON.stringify({start: new Date(startMs).toISOString(), seconds: ((endMs ?? startMs) - startMs) / 1000, ...trigger})}`);
			}
			isGood &&= found.length === 0;
		}
	}
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

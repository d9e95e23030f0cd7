import {closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {say} from './say.ts';

const megabyte = 1024 * 1024;
const stages = Number(process.env.SOAK_STAGES ?? 1_000_000);

/** Writes a log in pieces. */
type Write = (text: string) => void;

const at = (second: number): string => new Date(Date.UTC(2024, 0, 15, 22) + second * 1000).toISOString();
const event = (second: number, component: string): string =>
	`{"timestamp":"${at(second)}","component":"${component}","event":"stage_completed","recordsIn":5,"recordsOut":5,"elapsedMs":5}\n`;

const logs: ReadonlyArray<{readonly id: string; readonly what: string; readonly write: (write: Write) => void}> = [
	{id: 'R17', what: 'a small log, to compare with', write: write => write(event(0, 'sink').repeat(100))},
	{
		id: 'R17, R19',
		what: 'a line of 100 MB, and 100 after it',
		write: write => {
			write('{"msg":"');
			for (let piece = 0; piece < 100; piece++) {
				write('x'.repeat(megabyte));
			}
			write(`"}\n${event(0, 'sink').repeat(100)}`);
		},
	},
	{
		id: 'R19',
		what: 'a line of 600 MB: longer than a string can be',
		write: write => {
			for (let piece = 0; piece < 600; piece++) {
				write('x'.repeat(megabyte));
			}
			write(`\n${event(0, 'sink').repeat(100)}`);
		},
	},
	{
		id: 'R18',
		what: '300 lines of nearly 1 MiB, all of them looked at',
		write: write => {
			for (let line = 0; line < 300; line++) {
				write(`{"timestamp":"${at(line)}","component":"sink","msg":"line ${line}","pad":"${'x'.repeat(megabyte - 200)}"}\n`);
			}
		},
	},
	...[stages / 10, stages].map(count => ({
		id: 'C17',
		what: `${count} names of stages`,
		write: (write: Write) => {
			for (let name = 0; name < count; name++) {
				write(event(Math.floor(name / 100), `stage-${name}`));
			}
		},
	})),
	{
		id: 'C11',
		what: '1,000 lines of 100,000 levels and of 10,000 keys, by turns',
		write: write => {
			const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n`;
			const wide = `{"timestamp":"${at(0)}",${Array.from({length: 10_000}, (_, key) => `"key${key}":${key}`).join(',')}}\n`;
			for (let pair = 0; pair < 500; pair++) {
				write(deep);
				write(wide);
			}
		},
	},
	{
		id: 'T8',
		what: '200,000 events over 15 years',
		write: write => {
			for (let number = 0; number < 200_000; number++) {
				write(event(Math.floor((number * 15 * 365 * 86_400) / 200_000) - 15 * 365 * 86_400, `stage-${number % 8}`));
			}
		},
	},
];

const folder = mkdtempSync(join(tmpdir(), 'obs-top-bounds-'));
try {
	for (const {id, what, write} of logs) {
		const path = join(folder, 'log');
		const file = openSync(path, 'w');
		write(text => writeSync(file, text));
		closeSync(file);
		const {seconds, peakMb, nowMb} = await watched(path);
		say(`${id}: ${what}: read in ${seconds.toFixed(1)} s, then scrolled: ${nowMb} MB of memory, at most ${peakMb} MB`);
	}
} finally {
	rmSync(folder, {recursive: true, force: true});
}

/** On the screen: until it is read, then some pages up from its end. */
async function watched(path: string): Promise<{readonly seconds: number; readonly peakMb: number; readonly nowMb: number}> {
	const terminal = startInTerminal([...obsTop, path], {columns: 120, rows: 60});
	const startMs = performance.now();
	await terminal.until(/❚❚|no timestamps/, AbortSignal.timeout(300_000));
	const seconds = (performance.now() - startMs) / 1000;
	terminal.press('6');
	for (let page = 0; page < 8; page++) {
		terminal.press('\x1B[5~');
		await sleep(300);
	}
	const [nowMb, peakMb] = [memoryOf(terminal.pid, 'VmRSS'), memoryOf(terminal.pid, 'VmHWM')];
	terminal.press('q');
	await terminal.exited;
	return {seconds, peakMb, nowMb};
}

function memoryOf(pid: number, name: string): number {
	const [, kilobytes] = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Math.round(Number(kilobytes) / 1024);
}

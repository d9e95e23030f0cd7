import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {pause} from './pace.ts';

/**
How a producer writes. `burst`: a hundred lines at once. `torn`: one line on both outputs, each in two writes, so one is
always torn.
*/
export type ProducerManner = 'burst' | 'torn';

/**
A pipeline that logs numbered lines forever. FOLDER/pid has its process id, FOLDER/n the number of its last line. Once
FOLDER/enough exists it ends, with a complete line.
*/
export const producer = (folder: string, manner: ProducerManner): readonly string[] => [
	process.execPath,
	fileURLToPath(import.meta.url),
	folder,
	manner,
];

/** The number of the last line a producer has written, or its process id. */
export function numberIn(folder: string, name: 'n' | 'pid'): number {
	const path = join(folder, name);
	return existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
}

const startMs = Date.UTC(2024, 0, 15, 22);

const line = (n: number): string =>
	`${JSON.stringify({timestamp: new Date(startMs + n).toISOString(), level: 'INFO', component: 'ingest', event: 'stage_completed', recordsIn: 500, recordsOut: 500, elapsedMs: 100, n, note: 'x'.repeat(300)})}\n`;

async function produce(folder: string, manner: ProducerManner): Promise<void> {
	const {stdout, stderr} = process;
	const [outputs, lines, firstBytes, pauseMs] = manner === 'torn' ? [[stdout, stderr], 1, 200, 1] : [[stdout], 100, 0, 5];
	const write = (text: string) => Promise.all(outputs.map(output => new Promise(resolve => output.write(text, resolve))));
	writeFileSync(join(folder, 'pid'), String(process.pid));
	for (let n = 0; !existsSync(join(folder, 'enough')); n += lines) {
		const text = Array.from({length: lines}, (_, index) => line(n + index)).join('');
		await write(text.slice(0, firstBytes));
		pause(pauseMs);
		await write(text.slice(firstBytes));
		writeFileSync(join(folder, 'n'), String(n + lines - 1));
	}
}

const [, program, folder = '.', manner = 'burst'] = process.argv;
if (program === fileURLToPath(import.meta.url)) {
	await produce(folder, manner === 'torn' ? 'torn' : 'burst');
}

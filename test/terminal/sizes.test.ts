import {execFileSync} from 'node:child_process';
import {readFileSync, readlinkSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';

const log = fileURLToPath(new URL('../fixtures/last-night.jsonl', import.meta.url));
const mostMegabytes = 500; // a picture with that many cells would take thousands
const linux = process.platform === 'linux' ? test.serial : test.serial.skip;

test.after.always(endAll);

/** As `stty` sets them, including 0: the terminal notifies the program. */
function setSize({pid}: RealTerminal, columns: number, rows: number): void {
	execFileSync('stty', ['-F', readlinkSync(`/proc/${pid}/fd/1`), 'cols', String(columns), 'rows', String(rows)]);
}

/** The cells that the cursor was moved to. */
function places(output: string): {readonly row: number; readonly column: number} {
	const moves = [...output.matchAll(/\x1B\[(\d+)(?:;(\d+))?H/g)];
	return {
		row: Math.max(...moves.map(([, row]) => Number(row))),
		column: Math.max(...moves.map(([, , column]) => Number(column ?? 1))),
	};
}

function peakMegabytes({pid}: RealTerminal): number {
	return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function drawsAfter(terminal: RealTerminal, change: () => void, what: string): Promise<string> {
	const before = terminal.output().length;
	change();
	await eventually(() => terminal.output().length > before, what);
	return terminal.output().slice(before);
}

linux('P16: a terminal of 65,535 x 65,535 is drawn on up to 2,000 columns and 1,000 rows, whatever size it has next', async t => {
	const terminal = startInTerminal([...obsTop, log], {columns: 65_535, rows: 65_535, isEmulated: false});
	await eventually(() => places(terminal.output()).row > 500, 'a picture of hundreds of rows');
	const sizes: ReadonlyArray<readonly [columns: number, rows: number]> = [
		[0, 0],
		[65_535, 1],
		[1, 65_535],
		[20_000, 20_000],
		[120, 40],
		[65_535, 65_535],
	];
	for (const [columns, rows] of sizes) {
		await drawsAfter(terminal, () => setSize(terminal, columns, rows), `a picture of ${columns} x ${rows}`);
	}
	const {row, column} = places(terminal.output());
	t.true(row <= 1000 && column <= 2000, `${column} x ${row}`);
	t.true(peakMegabytes(terminal) < mostMegabytes, `${peakMegabytes(terminal)} MB`);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {appendFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {closePart, followFile} from '../../src/sources/index.ts';
import {eventually} from '../helpers/eventually.ts';

export type RotationCounts = {
	readonly written: number;
	readonly linesPerSecond: number;
	readonly ours: Counts;
	/** The same for `tail -F -n +1` on the same file at the same time. */
	readonly tail: Counts;
};

type Counts = {readonly lost: number; readonly doubled: number; readonly inOrder: boolean};

/**
Writes numbered lines, one write each, to a file that is renamed and recreated; the old names are removed once there are
200.
*/
const writer = `
const fs = require('node:fs');
const [path, rotations, lines, perMs] = process.argv.slice(1).map((each, index) => index === 0 ? each : Number(each));
const pause = new Int32Array(new SharedArrayBuffer(4));
const startMs = performance.now();
for (let rotation = 0, n = 0; rotation < rotations; rotation++) {
	const fd = fs.openSync(path, 'a');
	for (let line = 0; line < lines; line++, n++) {
		const aheadMs = n / perMs - (performance.now() - startMs);
		if (aheadMs > 1) Atomics.wait(pause, 0, 0, aheadMs);
		fs.writeSync(fd, n + '\\n');
	}
	fs.closeSync(fd);
	if (rotation < rotations - 1) {
		fs.renameSync(path, path + '.' + rotation);
		fs.closeSync(fs.openSync(path, 'wx'));
		if (rotation >= 200) fs.unlinkSync(path + '.' + (rotation - 200));
	}
}
process.stdout.write(String(performance.now() - startMs));
`;

export type Rotations = {readonly rotations: number; readonly linesEach: number; readonly linesPerSecond: number};

/**
Follows a file that another process writes and rotates, with our follower and with `tail -F`.

@param patienceMs - How long to wait for the last line before it counts as lost. If omitted, our follower waits forever
and `tail` doesn't wait.
*/
export async function countOverRotations({rotations, linesEach, linesPerSecond}: Rotations, patienceMs?: number): Promise<RotationCounts> {
	const folder = mkdtempSync(join(tmpdir(), 'obs-top-soak-'));
	const path = join(folder, 'log');
	const written = rotations * linesEach;
	writeFileSync(path, '');
	const tail = spawn('tail', ['-F', '-n', '+1', path], {stdio: ['ignore', 'pipe', 'ignore']});
	let tailText = '';
	tail.stdout.on('data', bytes => {
		tailText += String(bytes);
	});
	const abort = new AbortController();
	const parts: string[] = [];
	const following = follow(path, parts, abort.signal);
	try {
		await eventually(() => parts.length > 0, 'it is followed'); // what was rotated before that can't be read by anyone
		const child = spawn(process.execPath, ['-e', writer, path, String(rotations), String(linesEach), String(linesPerSecond / 1000)], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		let elapsedText = '';
		child.stdout.on('data', bytes => {
			elapsedText += String(bytes);
		});
		await once(child, 'close');
		appendFileSync(path, 'end\n');
		const patience = () => (patienceMs === undefined ? undefined : AbortSignal.timeout(patienceMs));
		await eventually(() => parts.some(text => text.endsWith('end\n')), 'the last line is read', patience()).catch(() => {});
		if (patienceMs !== undefined) {
			await eventually(() => tailText.endsWith('end\n'), 'tail reads the last line', patience()).catch(() => {});
		}
		return {
			written,
			linesPerSecond: Math.round((1000 * written) / Number(elapsedText)),
			ours: countsOf(parts.join(''), written),
			tail: countsOf(tailText, written),
		};
	} finally {
		abort.abort();
		tail.kill();
		await following;
		rmSync(folder, {recursive: true, force: true});
	}
}

async function follow(path: string, parts: string[], signal: AbortSignal): Promise<void> {
	for await (const event of followFile(path, {signal, onNotice: () => {}})) {
		switch (event.type) {
			case 'open':
				parts[event.part.number] = '';
				break;
			case 'bytes':
				parts[event.part.number] += event.bytes.toString();
				break;
			case 'close':
				if (event.reason === 'rotated') {
					closePart(event.part);
				}
				break;
			case 'idle':
				break;
		}
	}
}

function countsOf(text: string, written: number): Counts {
	const times = new Uint32Array(written);
	let inOrder = true;
	let last = -1;
	for (const line of text.split('\n')) {
		const number = Number(line);
		if (line !== '' && number < written) {
			times[number] = (times[number] ?? 0) + 1;
			inOrder &&= number > last;
			last = number;
		}
	}
	return {lost: times.filter(count => count === 0).length, doubled: times.filter(count => count > 1).length, inOrder};
}

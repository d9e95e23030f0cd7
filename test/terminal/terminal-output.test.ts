import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {pbkdf2} from 'node:crypto';
import {closeSync, constants, openSync, readSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {openTerminalOutput} from '../../src/terminal/output/terminal-output.ts';
import {eventually} from '../helpers/eventually.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test('P1: a terminal that accepts nothing is known to be stalled until it accepts something again', async t => {
	const path = join(tempFolder(t), 'pipe');
	execFileSync('mkfifo', [path]);
	const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const output = openTerminalOutput(openSync(path, constants.O_WRONLY));
	await output.whenTaking();
	const written = output.write('x'.repeat(100_000));
	let taking = Promise.resolve();
	// Asked now and then, as frames come; in the first second it answers immediately.
	await eventually(async () => {
		let isTaking = false;
		taking = output.whenTaking().then(() => {
			isTaking = true;
		});
		await new Promise(resolve => setImmediate(resolve));
		return !isTaking;
	}, 'the output is known to be stalled');
	t.is(readSync(reader, new Uint8Array(200_000)), 64 * 1024);
	await taking;
	await written;
	t.is(readSync(reader, new Uint8Array(200_000)), 100_000 - 64 * 1024);
	await output.whenTaking();
	closeSync(reader);
});

test('P4: nothing that was to be written before comes after the last words', async t => {
	const path = join(tempFolder(t), 'pipe');
	execFileSync('mkfifo', [path]);
	const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const output = openTerminalOutput(openSync(path, constants.O_WRONLY));
	// The thread pool is busy, as on a busy machine.
	const busy = Array.from({length: 8}, () => promisify(pbkdf2)('x', 'y', 200_000, 64, 'sha512'));
	const written = output.write('a frame');
	output.writeNow('left', 200);
	await Promise.all([...busy, written]);
	const bytes = Buffer.alloc(100);
	t.regex(bytes.toString('latin1', 0, readSync(reader, bytes)), /^(?:a frame)?\x18?left$/);
	closeSync(reader);
});

import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';

test.afterEach.always(endAll);

const startMs = Date.UTC(2024, 0, 15, 22);
const event = (second: number, elapsedMs: number): string =>
	JSON.stringify({
		timestamp: new Date(startMs + second * 1000).toISOString(),
		level: 'INFO',
		component: 'sink',
		event: 'stage_completed',
		recordsIn: 5,
		recordsOut: 5,
		elapsedMs,
	});
const folder = mkdtempSync(join(tmpdir(), 'obs-top-alerts-'));
const log = join(folder, 'log.jsonl');
writeFileSync(log, `${[10, 10, 900, 10, 10, 900, 10].map((elapsedMs, second) => event(second, elapsedMs)).join('\n')}\n`);
const rule = 'slow sink: max(elapsedMs) > 500 over 1s';

/** Bells that don't end a sequence, as for the clipboard or a title. */
const bells = (output: string): number => output.replaceAll(/\x1B\][^\x07\x1B]*\x07/g, '').split('\x07').length - 1;

test.serial(
	'a live alert rings the bell and is in the log and the count; its command gets it on stdin, one at a time, without a shell',
	async t => {
		const file = join(folder, 'told $HOME.jsonl');
		const command = join(folder, 'append');
		writeFileSync(command, '#!/bin/sh\ncat >> "$1"\n', {mode: 0o755});
		const terminal = startInTerminal([
			...[...obsTop, '--no-record', '--bell', '--alert', rule, '--on-alert', `${command} ${file.replaceAll(' ', '\\ ')}`],
			...['--', 'sh', '-c', `cat ${log}; sleep 1000`],
		]);
		await terminal.until(/obs-top +alert_resolved +.*slow sink/);
		await terminal.until(/alerts 2/);
		await eventually(() => existsSync(file) && readFileSync(file, 'utf8').split('\n').length === 3, 'two alerts were told');
		const told = readFileSync(file, 'utf8')
			.trim()
			.split('\n')
			.map(line => JSON.parse(line));
		t.deepEqual(told[0], {
			timestamp: new Date(startMs + 2999).toISOString(),
			level: 'WARN',
			component: 'obs-top',
			event: 'alert',
			rule: 'slow sink',
			value: 900,
			threshold: 500,
			condition: 'max(elapsedMs) > 500 over 1s',
		});
		t.is(told[1].timestamp, new Date(startMs + 5999).toISOString());
		t.true(bells(terminal.output()) > 0);
		terminal.press('q');
		t.is(await terminal.exited, 0);
	},
);

test.serial('a replay is silent; a command that cannot be run is a notice', async t => {
	const replay = startInTerminal([...obsTop, log, '--bell', '--alert', rule, '--on-alert', `touch ${folder}/never`]);
	await replay.until(/alerts 2/);
	replay.press('q');
	t.is(await replay.exited, 0);
	t.is(bells(replay.output()), 0);
	t.false(existsSync(`${folder}/never`));
	const live = startInTerminal(
		[...obsTop, '--no-record', '--alert', rule, '--on-alert', '/no/such/program', '--', 'sh', '-c', `cat ${log}; sleep 1000`],
		{columns: 200, rows: 40},
	);
	await live.until(/--on-alert \/no\/such\/program: can't be run/);
	await live.until(/sink +█/);
	live.press('q');
	t.is(await live.exited, 0);
});

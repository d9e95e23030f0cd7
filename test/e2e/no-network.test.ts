import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const night = 'test/fixtures/last-night.jsonl';
const hasStrace = existsSync('/usr/bin/strace');
const hasUnshare = spawnSync('unshare', ['-n', 'true']).status === 0;

/** Network sockets that a traced program created, including all its threads and children. */
const netSockets = (trace: string): readonly string[] => readFileSync(trace, 'utf8').match(/socket\(AF_(?!UNIX\b).*/g) ?? [];

const traced = (trace: string): readonly string[] => ['strace', '-f', '-qq', '-e', 'trace=socket', '-o', trace];

(hasStrace ? test.serial : test.serial.skip)(
	'S12: no socket is opened by the screen, a started pipeline, a rule with its command, or SQL',
	async t => {
		const folder = tempFolder(t);
		const [screen, sql, own] = [join(folder, 'screen'), join(folder, 'sql'), join(folder, 'own')];
		const watching = startInTerminal(
			[...traced(screen), ...obsTop, '--no-record', '--alert', 'any: count() > 0 over 10s', '--on-alert', 'true', '--', 'cat', night],
			{columns: 120, rows: 36},
		);
		await watching.until(/exited 0/);
		watching.press('d');
		await watching.until(/Stages of the pipeline/);
		watching.press('q');
		t.is(await watching.exited, 0);
		t.deepEqual(netSockets(screen), []);

		const asking = startInTerminal([...traced(sql), ...obsTop, night], {columns: 120, rows: 36, cwd: process.cwd()});
		await asking.until(/2.056 lines/);
		asking.press(':');
		await asking.until(/ sql : /);
		asking.press('SELECT count(*)\r');
		await asking.until(/1 row/);
		asking.press('q');
		t.is(await asking.exited, 0);
		t.deepEqual(netSockets(sql), []);

		// The trace does see a socket.
		await execa('sh', ['-c', `${traced(own).join(' ')} node -e "require('net').connect(9, '127.0.0.1').on('error', () => {})"`]);
		t.is(netSockets(own).length, 1);
	},
);

(hasUnshare ? test : test.skip)('S12: without any network, everything is the same as with one', async t => {
	for (const command of [
		['health', night],
		['incidents', '--json', night],
		['query', night, 'SELECT component, count(*) GROUP BY component ORDER BY component'],
		['inspect', '--file', night, '--markdown'],
		['events', '--file', night, '-q', 'level>=error'],
	]) {
		const [file = '', ...rest] = obsTop;
		const [without, with_] = await Promise.all([
			execa('unshare', ['-n', file, ...rest, ...command], {reject: false}),
			execa(file, [...rest, ...command], {reject: false}),
		]);
		t.is(without.stdout, with_.stdout, command.join(' '));
		t.is(without.exitCode, with_.exitCode);
		t.true(without.stdout.length > 100);
	}
});

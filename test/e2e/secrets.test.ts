import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const size = {columns: 140, rows: 40};
const payment = 'test/fixtures/corpus/lnav-test-logs/logfile_pino.0'; // a made-up card with its number and code
const card = /4929-6495|\b159\b/;

const secrets = {
	password: 'hunter2-a',
	headers: {Authorization: ['Basic aHVudGVyMi1i'], cookie: {session: 'hunter2-c'}},
	dsn: 'postgres://app:hunter2-d@db/x',
	credentials: {user: 'app', key: 'hunter2-e'},
	cvv: 123_987,
	note: 'login with api_key=hunter2-f and AKIAIOSFODNN7EXAMPLE',
};
const told = /hunter2|aHVudGVyMi1i|123987|AKIAIOSFODNN7EXAMPLE/;

test.serial('S9: secrets are masked in rows, an opened event, its line, copies and results; r shows them and masks them again', async t => {
	const path = join(tempFolder(t), 'night.log');
	writeFileSync(path, `${JSON.stringify({timestamp: '2024-01-15T22:00:00Z', level: 'error', event: 'login', ...secrets})}\n`);
	const terminal = startInTerminal([...obsTop, path], size);
	const copied = () =>
		[...terminal.output().matchAll(/\x1B\]52;c;([A-Za-z0-9+/=]*)\x07/g)].map(([, text = '']) => Buffer.from(text, 'base64').toString());
	await terminal.until(/login/);
	terminal.press('y');
	await eventually(() => copied().length === 1, 'the line is copied');
	terminal.press('e');
	await terminal.until(/▌.*login/);
	terminal.press('\r');
	await terminal.until(/as written/);
	for (const field of Object.keys(secrets)) {
		terminal.press('j');
		await terminal.until(new RegExp(`▌ *${field === 'password' ? '' : '\\w'}`));
	}
	terminal.press('\x1B');
	await terminal.until(/6 Events/);
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT password, cvv, raw\r');
	await terminal.until(/1 row/);
	t.notRegex(terminal.output(), told);
	t.notRegex(copied()[0] ?? 'hunter2', told);

	terminal.press('r');
	await terminal.until(/hunter2-a +123987[\s\S]*secrets shown/);
	terminal.press('\x1B');
	await terminal.until(/password=hunter2-a/);
	terminal.press('\r');
	const opened = await terminal.until(/as written/);
	for (const secret of ['hunter2-a', 'aHVudGVyMi1i', 'hunter2-c', 'hunter2-d', 'hunter2-e', '123987', 'hunter2-f']) {
		t.true(opened.includes(secret), secret);
	}
	terminal.press('r');
	const masked = await terminal.until(screen => !told.test(screen));
	t.false(masked.includes('secrets shown'));
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('S9: the card number and code of a real log appear nowhere on the screen', async t => {
	t.regex(readFileSync(payment, 'utf8'), card);
	const terminal = startInTerminal([...obsTop, payment], size);
	await terminal.until(/payment/);
	terminal.press('6\r');
	await terminal.until(/creditCardNumber +•••[\s\S]*as written/);
	terminal.press('q');
	await terminal.exited;
	t.notRegex(terminal.output(), card);
});

test.serial('S11: the header hides values of options and parts that look secret, and the recording has no environment', async t => {
	const folder = tempFolder(t);
	const recording = join(folder, 'night.rec');
	const terminal = startInTerminal(
		[
			...obsTop,
			'--record',
			recording,
			'--',
			'sh',
			'-c',
			'echo \'{"msg":"up"}\'; sleep 1000',
			'run',
			'--db-password',
			'hunter2-a',
			'--token=hunter2-b',
			'API_KEY=hunter2-c',
			'postgres://app:hunter2-d@db/x',
		],
		{columns: 400, rows: 40, environment: {DATABASE_PASSWORD: 'hunter2-e'}},
	);
	const shown = await terminal.until(/pid \d+ running[\s\S]*up/);
	t.true(shown.includes('--db-password •••'));
	t.notRegex(terminal.output(), /hunter2/);
	terminal.press('q');
	await terminal.exited;
	t.is(readFileSync(recording, 'utf8'), '{"msg":"up"}\n');
	const {stdout} = await execa('sh', ['-c', `cat '${folder}'/* | grep -c hunter2 || true`]);
	t.is(stdout, '0');
});

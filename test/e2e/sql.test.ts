import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const lastNight = fileURLToPath(new URL('../fixtures/last-night.jsonl', import.meta.url));

test.serial('a query from the slide is run on the screen and exported, and its row jumped to', async t => {
	const folder = tempFolder(t);
	const terminal = startInTerminal([...obsTop, lastNight], {columns: 120, rows: 36, cwd: folder, environment: {TMPDIR: folder}});
	await terminal.until(/2.056 lines/);
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT timestamp, recordsOut::float / recordsIn as passRate WHERE event = "stage_completed" AND component = "filter"\r');
	const result = await terminal.until(/passRate, up to/);
	t.regex(result, /\d+ rows/);
	t.regex(result, /2024-01-15T22:00:00\.451Z +0\.678/);
	terminal.press('x');
	await terminal.until(/export to result\.csv/);
	terminal.press('\r');
	await terminal.until(/rows written to result\.csv/);
	t.is(readFileSync(join(folder, 'result.csv'), 'utf8').split('\n')[0], 'timestamp,passRate');
	terminal.press('\r');
	await terminal.until(screen => /Stages/.test(screen) && /22:00:00/.test(screen));
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT avg(elapsdMs)\r');
	await terminal.until(/\^ no column elapsdMs \(did you mean elapsedMs\?\)/);
	terminal.press('\x1b');
	await terminal.until(/Stages/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
	await eventually(() => readdirSync(folder).every(name => !name.startsWith('obs-top-')));
});

test.serial('Esc stops a slow query, and the screen carries on', async t => {
	const terminal = startInTerminal([...obsTop, lastNight], {columns: 100, rows: 30});
	await terminal.until(/2.056 lines/);
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press(
		'SELECT count(*) FROM logs a, logs b, logs c, logs d, logs e, logs f WHERE a.line + b.line + c.line + d.line + e.line = f.line\r',
	);
	await terminal.until(/running the query.*Esc stops it/);
	terminal.press('\x1b');
	await terminal.until(/the query was stopped/);
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT count(*)\r');
	await terminal.until(/2056/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('a query on a running pipeline covers the recording so far, and the screen says up to when', async t => {
	const folder = tempFolder(t);
	const go = join(folder, 'go');
	execFileSync('mkfifo', [go]);
	const pipeline = `echo '{"event":"first","elapsedMs":1}'; cat '${go}'; echo '{"event":"second","elapsedMs":2}'; sleep 1000`;
	const terminal = startInTerminal([...obsTop, '--', 'sh', '-c', pipeline], {
		columns: 100,
		rows: 30,
		environment: {XDG_STATE_HOME: folder},
	});
	await terminal.until(/first/);
	const state = join(folder, 'obs-top');
	const recorded = () => (existsSync(state) ? readdirSync(state) : []).filter(name => name.endsWith('.jsonl'));
	const isRecorded = (text: string) => recorded().some(name => readFileSync(join(state, name), 'utf8').includes(text));
	await eventually(() => isRecorded('first'));
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('SELECT sum(elapsed_ms) AS total\r');
	await terminal.until(screen => /total/.test(screen) && /▸ +1 /.test(screen) && /1 row, as of \d\d:\d\d:\d\d/.test(screen));
	terminal.press('\x1b');
	writeFileSync(go, '');
	await terminal.until(/second/);
	await eventually(() => isRecorded('second'));
	terminal.press(':');
	await terminal.until(/ sql : /);
	terminal.press('\x1b[A\r');
	await terminal.until(/▸ +3 /);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

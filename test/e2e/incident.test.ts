import {readFileSync} from 'node:fs';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';

test.afterEach.always(endAll);

const night = 'test/fixtures/last-night.jsonl';
const lines = readFileSync(night, 'utf8').split('\n');

/** Everything put on the clipboard, newest last. */
const copied = (output: string): readonly string[] =>
	[...output.matchAll(/\x1B\]52;c;([A-Za-z0-9+/=]*)\x07/g)].map(([, encoded = '']) => Buffer.from(encoded, 'base64').toString());

test.serial('a first-time user opens a log, presses i and Enter, reads the cause, copies it and quits', async t => {
	const terminal = startInTerminal([...obsTop, night], {columns: 120, rows: 36, environment: {TMUX: '/tmp/tmux-0/default,1,0'}});
	await terminal.until(/i incident \(\d+\)/);
	terminal.press('i');
	const shown = await terminal.until(/Incident 1 of \d+.*22:00:11 → 22:00:23 \(11s\)[\s\S]*line 145 .*retry/);
	t.regex(shown, /WHAT +circuit enrichmentService opened after 5 failures: connect ECONNREFUSED/);
	t.regex(shown, /WHY +.*retries of enrichment rose/);
	t.regex(shown, /END +22:00:23 half-open, 22:00:23 closed/);

	terminal.press('\x1B[B\x1B[B\x1B[B\r');
	const atLine = await terminal.until(/▌22:00:12\.276.*closed→open/);
	t.regex(lines[190 - 1] ?? '', /22:00:12\.276.*closed.*open/);
	t.regex(atLine, /evidence 4 of 11/);

	terminal.press('y');
	await eventually(() => copied(terminal.output()).length > 0, 'the clipboard is written');
	const [markdown = ''] = copied(terminal.output());
	t.regex(markdown, /^## Incident 1: circuit enrichmentService opened after 5 failures/);
	t.true(markdown.includes(`${night}:190`) && markdown.includes(lines[190 - 1] ?? '-'));
	t.true(terminal.output().includes('\x1BPtmux;\x1B\x1B]52;c;'), 'inside tmux it is also passed through');
	await terminal.until(/incident 1 as Markdown sent to the clipboard/);

	terminal.press('\x1B');
	await terminal.until(/Incident 1 of/);
	terminal.press('i');
	await terminal.until(/Incident 2 of/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('the timeline shows the cursor and zooms around it, and Enter on a mark opens the incident', async t => {
	const terminal = startInTerminal([...obsTop, night], {columns: 120, rows: 36});
	await terminal.until(/5 Timeline .*22:00:30 .*22:02:00 .*▾[\s\S]*i incident \(\d+\)/);
	terminal.press('i');
	await terminal.until(/Incident 1 of/);
	terminal.press('\x1B5');
	await terminal.until(/▸5 Timeline/);
	terminal.press('+');
	await terminal.until(/timeline: 72s/);
	await terminal.until(screen => !/22:02:00 .*UTC/.test(screen));
	terminal.press('-');
	await terminal.until(/5 Timeline .*22:00:30 .*22:02:00/);
	terminal.press('\r');
	await terminal.until(/Incident 1 of/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('with --mouse a click on the timeline moves the cursor, and mouse mode is off when the program ends', async t => {
	const terminal = startInTerminal([...obsTop, '--mouse', night], {columns: 120, rows: 36});
	const shown = await terminal.until(/22:02:23 end[\s\S]*5 Timeline .*22:01:00 .*▾/);
	t.true(terminal.output().includes('\x1B[?1006h'));
	/** The position of a row as the terminal counts, from 1. */
	const rowOf = (screen: string, pattern: RegExp) => screen.split('\n').findIndex(row => pattern.test(row)) + 1;
	const chartRow = (screen: string) => rowOf(screen, /5 Timeline/) + 1;
	const x = (shown.split('\n')[chartRow(shown) - 2]?.indexOf('22:01:00') ?? 0) + 1;
	terminal.press(`\x1B[<0;${x};${chartRow(shown)}M\x1B[<0;${x};${chartRow(shown)}m`);
	const clicked = await terminal.until(/❚❚ 22:0(?:0:5[89]|1:00)/);
	terminal.press(`\x1B[<0;${x - 20};${chartRow(clicked)}M\x1B[<0;${x - 20};${chartRow(clicked)}m`);
	const moved = await terminal.until(/❚❚ 22:00:(?:2[89]|3)/);
	t.regex(moved, /▸5 Timeline/);
	terminal.press(`\x1B[<0;5;${rowOf(moved, /filter +█/)}M`);
	await terminal.until(/▸1 Stages/);
	terminal.press('\x1B'); // by itself it is the Esc key
	terminal.press('q');
	t.is(await terminal.exited, 0);
	t.regex(terminal.output(), /\x1B\[\?1006l\x1B\[\?1002l\x1B\[\?1000l/);

	const without = startInTerminal([...obsTop, night]);
	await without.until(/5 Timeline/);
	without.press('q');
	await without.exited;
	t.false(without.output().includes('\x1B[?1000'));
});

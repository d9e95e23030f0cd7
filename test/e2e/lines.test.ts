import {appendFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {endAll, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const size = {columns: 120, rows: 36};

/** The row with a text, and whether it is dimmed. */
function rowOf({emulator}: RealTerminal, text: string): {readonly y: number; readonly isDim: boolean} {
	for (let y = 0; y < size.rows; y++) {
		const row = emulator.buffer.active.getLine(y);
		const x = row?.translateToString().indexOf(text) ?? -1;
		if (x >= 0) {
			return {y, isDim: row?.getCell(x)?.isDim() !== 0 || row.getCell(x)?.getFgColor() === grey};
		}
	}
	return {y: -1, isDim: false};
}

const grey = 8;

test.serial('R10: a followed line without a newline is shown dimmed as partial, is not counted, and is completed in place', async t => {
	const path = join(tempFolder(t), 'night.log');
	writeFileSync(path, '{"msg":"first"}\n');
	const terminal = startInTerminal([...obsTop, '--follow', path], size);
	await terminal.until(/first/);
	appendFileSync(path, '{"msg":"sec');
	const shown = await terminal.until(/partial · \{"msg":"sec/);
	t.regex(shown, / 1 line /);
	const partial = rowOf(terminal, 'partial');
	t.true(partial.isDim);
	appendFileSync(path, 'ond"');
	await terminal.until(/partial · \{"msg":"second"/);
	appendFileSync(path, '}\n');
	const completed = await terminal.until(/ 2 lines /);
	t.false(completed.includes('partial'));
	t.is(rowOf(terminal, 'second').y, partial.y);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('R10: a last line of a pipe without a newline is one line, read once, and its opened event says so', async t => {
	const folder = tempFolder(t);
	const gate = join(folder, 'gate');
	await execa('mkfifo', [gate]);
	const quoted = obsTop.map(word => `'${word}'`).join(' ');
	const terminal = startInTerminal(
		['/bin/sh', '-c', `{ printf '{"msg":"one"}\\n{"msg":"two"'; read x < ${gate}; printf '}'; } | ${quoted} --no-record`],
		size,
	);
	t.regex(await terminal.until(/partial · \{"msg":"two"/), / 1 line /);
	writeFileSync(gate, '\n');
	const ended = await terminal.until(/ 2 lines /);
	t.false(ended.includes('partial'));
	terminal.press('6G\x1B[A\x1B[B\r');
	await terminal.until(/as written/);
	t.regex((await terminal.screen()).join('\n'), /msg +two[\s\S]*no newline at its end/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial(
	'R10, R15, C7: an opened event says what is wrong with its line: duplicate keys, bytes that are not UTF-8, no newline',
	async t => {
		const path = join(tempFolder(t), 'night.log');
		writeFileSync(
			path,
			Buffer.concat([
				Buffer.from('{"msg":"whole"}\n{"level":"error","msg":"bad '),
				Buffer.from([0xff, 0xfe, 0x20, 0xc3]),
				Buffer.from('"}\n{"a":1,"msg":"twice","n":{"b":1,"\\u0062":2},"a":2}'),
			]),
		);
		const terminal = startInTerminal([...obsTop, path], size);
		await terminal.until(/3 lines · 1 not UTF-8/);
		terminal.press('e');
		await terminal.until(/▌.*ERROR/);
		terminal.press('\r');
		const bad = await terminal.until(/as written/);
		t.regex(bad, /msg +bad �� �/);
		t.regex(bad, /not UTF-8, in hex: ff fe at 28, c3 at 31/);
		t.notRegex(bad, /duplicate keys|no newline/);
		terminal.press('\x1B');
		await terminal.until(/6 Events/);
		terminal.press('j\r');
		const twice = await terminal.until(/msg +twice/);
		t.regex(twice, /duplicate keys \(the last one counts\): b, a/);
		t.regex(twice, /no newline at its end/);
		t.regex(twice, /▌?a +2/);
		terminal.press('q');
		t.is(await terminal.exited, 0);

		const {stdout} = await execa(obsTop[0] ?? '', [...obsTop.slice(1), path]);
		t.regex(stdout, /3 lines: 3 events, 0 raw, 0 blank, 1 not UTF-8; 1 error, /);
	},
);

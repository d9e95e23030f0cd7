import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

test.serial('S8: a pattern that hangs a backtracking engine on 10 kB lines is answered, and keys work meanwhile', async t => {
	const path = join(tempFolder(t), 'night.log');
	const line = (end: string) => `${JSON.stringify({timestamp: '2024-01-15T22:00:00Z', msg: 'a'.repeat(10_000) + end})}\n`;
	writeFileSync(path, line('b').repeat(200) + line(''));
	const terminal = startInTerminal([...obsTop, path], {columns: 120, rows: 36});
	await terminal.until(/201 lines/);
	terminal.press('/msg ~ "^(a+)+$"\r');
	terminal.press('?');
	await terminal.until(/redraw the screen/);
	terminal.press('\x1B');
	await terminal.until(/ 1 of 201 /);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

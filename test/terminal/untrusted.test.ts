import {randomInt} from 'node:crypto';
import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {execa} from 'execa';
import {eventually} from '../helpers/eventually.ts';
import {hostileLog} from '../helpers/hostile-log.ts';
import {hostileTexts, worstTexts} from '../helpers/hostile-texts.ts';
import {endAll, obsTop, type RealTerminal, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';
import {foreignIn} from '../helpers/terminal-bytes.ts';
import {showUntrustedLines} from '../soak/untrusted-lines.ts';

test.afterEach.always(endAll);

const evil = '\x1B[31m\x9B\u202E'; // in a name: ESC, CSI in one byte, and a change of writing direction
const size = {columns: 120, rows: 40};
const shortLog = hostileLog(
	worstTexts,
	hostileTexts.filter((_, index) => index % 10 === 0),
);
const dashboard = /last 60s · [\s\S]*[ ▸]6 Events .* lines[\s\S]*: SQL {2}Space/;
const isZoomed = (screen: string): boolean => !dashboard.test(screen);

/** The keys to press and what is then shown: every view of the screen. */
const views: ReadonlyArray<readonly [keys: string, holds: RegExp | ((screen: string) => boolean)]> = [
	['', /❚❚/],
	['g', /s0 /],
	['\r', /as written/],
	['c', /lines around it/],
	['y', /sent to the clipboard/],
	['\x1B', dashboard],
	['6', isZoomed],
	['w', isZoomed],
	['G', /end/],
	['\x1B', dashboard],
	['1', /▸1 Stages/],
	['1', isZoomed],
	['h', /▸1 Stages/],
	['\x1B', dashboard],
	['2', /▸2 Bottleneck/],
	['\r', isZoomed],
	['\x1B', dashboard],
	['3', /▸3 Circuits/],
	['\r', isZoomed],
	['\x1B', dashboard],
	['4', /▸4 Caches/],
	['\r', isZoomed],
	['\x1B', dashboard],
	['5', /▸5 Timeline/],
	['GI', /Incident 1 of/],
	['y', /sent to the clipboard/],
	['\x1B', /▸5 Timeline/],
	['\x1B', dashboard],
	['d', /Stages of the pipeline/],
	['\x1B', dashboard],
	['?', /redraw the screen/],
	['\x1B', dashboard],
	['/', /filter \//],
	[`\x1B[200~level ${evil} \x1B]0;x\x07\r\n\x9D0;x\x9C\x1B[201~\r`, /No line matches/],
	['/', /filter \//],
	['\x15\r', screen => dashboard.test(screen) && !screen.includes('No line matches')],
	['t', /time/],
	[`\x1B[200~${evil}\x1B[201~\r`, /\^/],
	['\x1B', dashboard],
	[':', / sql : /],
	[`\x1B[200~SELECT ${evil}\x1B[201~\r`, /\^/],
	['\x15SELECT component, event, reason, raw LIMIT 300\r', /300 rows/],
	['\x1B', dashboard],
];

test.serial(
	'S1, S4, S7: if every text of a log is hostile, no view of it writes their control characters or draws outside its cell',
	async t => {
		const folder = tempFolder(t);
		const path = join(folder, `night${evil}.jsonl`);
		writeFileSync(path, hostileLog());
		const terminal = startInTerminal([...obsTop, path], {...size, cwd: folder});
		for (const [keys, holds] of views) {
			terminal.press(keys);
			await terminal.until(holds);
			await eventually(() => brokenRows(terminal).length === 0, `after ${JSON.stringify(keys)} every row ends at its border`);
		}
		terminal.press('q');
		t.is(await terminal.exited, 0);
		t.deepEqual(foreignIn(terminal.bytes(), {copies: 2}), []);
	},
);

/** Rows of a panel that reach over its right border, and the header and footer if they are not ours. */
function brokenRows({emulator}: RealTerminal): readonly string[] {
	const rows = Array.from({length: size.rows}, (_, y) => emulator.buffer.active.getLine(y));
	const text = (y: number) => rows[y]?.translateToString() ?? '';
	const isBorder = (y: number, x: number, borders: string) => borders.includes(rows[y]?.getCell(x)?.getChars() || ' ');
	const broken = rows.flatMap((_, y) => (isBorder(y, 0, '│╭╰') && !isBorder(y, size.columns - 1, '│╮╯') ? [text(y)] : []));
	return / ● DEGRADED /.test(text(0)) ? broken : [...broken, text(0)];
}

test.serial('S2: text after a sequence that never ends is shown on the screen, and so are the control characters before it', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'night.jsonl');
	const starts = ['\x1B]0;', '\x1BPq', '\x1B_G', '\x1B^', '\x1BX', '\x1B[', '\x9D', '\x90', '\x9B', '\r', '\b', '\v', '\0'];
	writeFileSync(path, `${starts.map((start, index) => `before${index}${start}behind${index}`).join('\n')}\n`);
	const terminal = startInTerminal([...obsTop, path], size);
	const shown = await terminal.until(/before12␀behind12/);
	for (const [index, form] of ['␛]0;', '␛Pq', '␛_G', '␛^', '␛X', '␛[', '\\x9d', '\\x90', '\\x9b', '␍', '␈', '␋', '␀'].entries()) {
		t.true(shown.includes(`before${index}${form}behind${index}`), form);
	}
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('S1: a sequence that comes in two pieces, in two frames, is not obeyed either', async t => {
	const path = join(tempFolder(t), 'night.log');
	writeFileSync(path, '{"msg":"begin"}\n');
	const terminal = startInTerminal([...obsTop, '--follow', path], size);
	await terminal.until(/begin/);
	for (const [index, [start, end]] of [
		['\x1B', '[2J'],
		['\x1B]0;own', 'ed\x07'],
		['\x1B[3', '1m'],
		['\xC2', '\x9B2J'],
		['\x1BPq', '\x1B\\'],
	].entries()) {
		appendFileSync(path, Buffer.from(`half${index}${start}`, 'latin1'));
		appendFileSync(path, `{"msg":"between${index}${start}"}\n`);
		await terminal.until(new RegExp(`between${index}`));
		appendFileSync(path, Buffer.from(`${end}whole${index}\n`, 'latin1'));
		await terminal.until(new RegExp(`whole${index}`));
	}
	terminal.press('q');
	t.is(await terminal.exited, 0);
	t.deepEqual(foreignIn(terminal.bytes()), []);
});

const corpus = 'test/fixtures/corpus';

test.serial('S1: nothing in the whole corpus reaches the terminal as a control, on the screen and in plain output', async t => {
	for (const path of [
		'json-test-suite/jsontestsuite-single-line.bin.jsonl',
		'caddy-coraza-waf/coraza.log',
		'lnav-test-logs/logfile_json_invalid.json',
		'*/*',
	]) {
		const terminal = startInTerminal([...obsTop, `${corpus}/${path}`], size);
		await terminal.until(/❚❚|no timestamps/);
		terminal.press('g');
		for (let page = 0; page < 6; page++) {
			terminal.press('\r');
			await terminal.until(/▸Event/);
			terminal.press('\x1B');
			await terminal.until(/6 Events .* lines/);
			terminal.press('\x1B[6~');
		}
		terminal.press('q');
		t.is(await terminal.exited, 0);
		t.deepEqual(foreignIn(terminal.bytes()), [], path);
	}

	const plain = await printed(['events', '--file', `${corpus}/*/*`]);
	t.true(plain.bytes.length > 1_500_000);
	t.deepEqual(foreignIn(plain.bytes), []);
});

test.serial('S3: what a command prints on a terminal is harmless: lines, tables, CSV, JSON, Markdown, health', async t => {
	const path = join(tempFolder(t), `night${evil}.jsonl`);
	writeFileSync(path, shortLog);
	for (const command of [
		['events', path],
		['query', path, 'SELECT component, event, host, batch, reason, raw'],
		['query', path, 'SELECT component, event, raw', '--csv'],
		['query', path, 'SELECT component, event, raw', '--json'],
		['query', path, `SELECT 1 AS "${evil}"`],
		['query', path, `SELECT 1 AS "${evil}"`, '--csv'],
		['query', path, `SELECT 1 AS "${evil}"`, '--json'],
		['incidents', path],
		['incidents', path, '--json'],
		['incidents', path, '--markdown'],
		['inspect', '--file', path],
		['inspect', '--file', path, '--json'],
		['inspect', '--file', path, '--markdown'],
		['health', path],
	]) {
		const {bytes} = await printed(command);
		t.notRegex(bytes.toString(), /^obs-top: /, command.join(' '));
		t.deepEqual(foreignIn(bytes), [], command.join(' '));
	}
	const dumb = await printed([path], {TERM: 'dumb'});
	t.regex(dumb.bytes.toString(), /status DEGRADED/);
	t.deepEqual(foreignIn(dumb.bytes), []);
});

test.serial('S3: what an error or a notice quotes is harmless: arguments, file names, config keys, filters, SQL', async t => {
	const folder = tempFolder(t);
	const file = (name: string, content: string | Buffer): string => {
		const path = join(folder, `${name}${evil}`);
		writeFileSync(path, content);
		return path;
	};
	const log = file('log', '{"a":1}\n');
	const whole = gzipSync('{"a":1}\n'.repeat(1000));
	const cut = `${file('cut', '')}.gz`;
	writeFileSync(cut, whole.subarray(0, whole.length - 10));
	const json = `${file('c', '')}.json`;
	writeFileSync(json, '{"\\u001b[31m\\u009b\\u202e": 1}');
	const toml = `${file('c', '')}.toml`;
	writeFileSync(toml, '"\\u001b[31m" = \x1B');
	const module = `${file('m', '')}.mjs`;
	writeFileSync(module, `throw new Error(${JSON.stringify(evil)})`);
	mkdirSync(join(folder, `folder${evil}`));
	for (const command of [
		[evil],
		[`--${evil}`],
		[log, '--tz', evil],
		[log, '--dialect', evil],
		[log, '--since', evil],
		[log, '--alert', `${evil} > 1`],
		['events', log, '-q', `level >= ${evil}`],
		['events', join(folder, `missing${evil}`)],
		['events', '--file', join(folder, `folder${evil}`)],
		['events', '--file', file('u16', Buffer.from([0xff, 0xfe, 0x41, 0x00]))],
		['events', '--file', cut],
		['health', cut],
		['incidents', cut],
		['query', cut, 'SELECT 1'],
		['query', log, `SELECT ${evil}`],
		['query', log, 'SELECT 1', '--output', join(folder, `out${evil}.csv`)],
		['health', log, '--check', `errors > ${evil}`],
		[log, '--config', json],
		[log, '--config', toml],
		['inspect', module],
		['inspect', `./${evil}.ts`],
		['events', '--', `${evil}command`],
		['--', `${evil}command`],
	]) {
		const {bytes} = await printed(command);
		t.regex(bytes.toString(), /obs-top: /, command.join(' '));
		t.deepEqual(foreignIn(bytes), [], command.join(' '));
	}
	const traced = await printed(['events', '--file', join(folder, `missing${evil}`)], {DEBUG: 'obs-top'});
	t.regex(traced.bytes.toString(), /SourceError/);
	t.deepEqual(foreignIn(traced.bytes), []);
});

/** A command without a screen, on a terminal. */
async function printed(command: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<{readonly bytes: Buffer}> {
	const terminal = startInTerminal([...obsTop, ...command], {environment, isEmulated: false});
	await terminal.exited;
	return {bytes: terminal.bytes()};
}

test.serial('S3, S4: what is copied is harmless when pasted, from the clipboard and as Markdown', async t => {
	const folder = tempFolder(t);
	const path = join(folder, `night${evil}.jsonl`);
	writeFileSync(path, shortLog);
	const terminal = startInTerminal([...obsTop, path], size);
	await terminal.until(/❚❚/);
	let copies = 0;
	const copy = async () => {
		terminal.press('y');
		copies++;
		await eventually(() => copied(terminal).length === copies, 'the clipboard is written');
	};
	terminal.press('g');
	for (let line = 0; line < 14; line++) {
		await copy();
		terminal.press('j');
	}
	terminal.press('GI');
	await terminal.until(/Incident 1 of/);
	await copy();
	terminal.press('q');
	await terminal.exited;
	const texts = copied(terminal);
	for (const text of texts.slice(0, -1)) {
		t.false(text.includes('\n'), 'one line is pasted as one line, and nothing runs');
		t.deepEqual(foreignIn(Buffer.from(text)), []);
	}
	const markdown = texts.at(-1) ?? '';
	t.regex(markdown, /^## Incident 1/);
	t.deepEqual(foreignIn(Buffer.from(markdown.replaceAll('\n', '\r\n'))), []);

	const {stdout} = await execa(obsTop[0] ?? '', [...obsTop.slice(1), 'inspect', '--file', path, '--markdown']);
	t.deepEqual(foreignIn(Buffer.from(stdout.replaceAll('\n', '\r\n'))), [], 'in a file too');
	const fences = stdout.split('\n').filter(line => /^`{3,}/.test(line));
	t.true(fences.length > 20 && fences.every((fence, index) => fence === (index % 2 === 0 ? `${fences[index + 1]}ts` : fences[index])));
});

const copied = (terminal: RealTerminal): readonly string[] =>
	[...terminal.output().matchAll(/\x1B\]52;c;([A-Za-z0-9+/=]*)\x07/g)].map(([, encoded = '']) => Buffer.from(encoded, 'base64').toString());

test.serial('S1: nothing in 1,000 generated lines reaches the terminal as a control', async t => {
	const seed = randomInt(0x7fffffff);
	const {foreign, pages, plainBytes} = await showUntrustedLines(1000, seed);
	t.deepEqual(foreign, [], `seed ${seed}`);
	t.true(pages > 5 && plainBytes > 50_000);
});

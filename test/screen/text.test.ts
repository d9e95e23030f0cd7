import test from 'ava';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {bar} from '../../components/widgets/bar.ts';
import {historyStrip} from '../../components/widgets/history-strip.ts';
import {sparkline} from '../../components/widgets/sparkline.ts';
import {emptySnapshot} from '../../src/insight/empty-snapshot.ts';
import {
	formatAge,
	formatBytes,
	formatCount,
	formatCountWithin,
	formatElapsed,
	formatMs,
	formatPercent,
	formatRate,
	formatSpan,
} from '../../src/screen/format/format.ts';
import {formatDate, formatTime} from '../../src/screen/format/format-time.ts';
import {formatField, formatValue} from '../../src/screen/format/format-value.ts';
import {summaryLines} from '../../src/screen/format/summary-lines.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../src/screen/look/glyphs.ts';
import {createTheme} from '../../src/screen/look/theme.ts';
import {foreign} from '../../src/screen/text/foreign.ts';
import {isNarrow} from '../../src/screen/text/narrow.ts';
import {isSecretKey, redactText} from '../../src/screen/text/redact.ts';
import {sanitize} from '../../src/screen/text/sanitize.ts';
import {fitEnd, fitStart, truncate} from '../../src/screen/text/truncate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import {wrapPieces} from '../../src/screen/text/wrap-pieces.ts';
import {wrapWords} from '../../src/screen/text/wrap-words.ts';

const anyText = fc.oneof(
	fc.string({unit: 'binary', maxLength: 60}),
	fc.string({unit: 'grapheme', maxLength: 60}),
	fc.string({maxLength: 60}),
);
const anyUnits = fc.array(fc.integer({min: 0, max: 0xff_ff}), {maxLength: 40}).map(units => String.fromCharCode(...units));

const sanitized = test.macro<[string, string]>({
	exec(t, text: string, expected: string) {
		t.is(sanitize(text), expected);
	},
	title: (_, text, expected) =>
		`${JSON.stringify(text).replace(/[^\x20-\x7E]/g, unit => `\\u${unit.charCodeAt(0).toString(16)}`)} is shown as ${expected.replace(/\P{ASCII}/gu, character => `U+${character.codePointAt(0)?.toString(16)}`)}`,
});

test(sanitized, 'plain text, 100%', 'plain text, 100%');
test(sanitized, '\u001B[31mred', '␛[31mred');
test(sanitized, '\u001B]52;c;AAAA\u0007', '␛]52;c;AAAA␇');
test(sanitized, 'a\u0000b\rc\u007Fd', 'a␀b␍c␡d');
test(sanitized, '\u009Dtitle\u009C', '\\x9dtitle\\x9c');
test(sanitized, 'one\ttwo\nthree', 'one⇥two⏎three');
test(sanitized, 'user\u202Etxt.exe', 'user<U+202E>txt.exe');
test(sanitized, 'a\u200Bb\u2066c\uFEFFd\u00ADe', 'a<U+200B>b<U+2066>c<U+FEFF>d<U+00AD>e');
test(sanitized, 'ad\u200Dmin', 'ad<U+200D>min');
test(sanitized, '\uD800x', '<U+D800>x');
test(sanitized, 'line\u2028end\u{E0041}', 'line<U+2028>end<U+E0041>');
test(sanitized, 'مرحبا שלום 日本語 नमस्ते', 'مرحبا שלום 日本語 नमस्ते');
test(sanitized, 'family 👨‍👩‍👧‍👦 heart ❤️', 'family 👨‍👩‍👧‍👦 heart ❤️');
test(sanitized, 'می‌خواهم', 'می‌خواهم');
test(sanitized, '\u0301a', '◌\u0301a');
test(sanitized, '\u1161a', '◌\u1161a');
test(sanitized, 'a\uFDD0\u{1FFFE}\u{13430}', 'a<U+FDD0><U+1FFFE><U+13430>');

test('S2, S6: sanitised text contains nothing that a terminal obeys, and sanitising twice changes nothing', t => {
	fc.assert(
		fc.property(fc.oneof(anyText, anyUnits), text => {
			const safe = sanitize(text);
			t.notRegex(safe, /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\u061C\u2028\u2029]/u);
			t.is(sanitize(safe), safe);
			t.regex(sanitize(text, true), /^[\x20-\x7E]*$/);
		}),
	);
	t.pass();
});

test('C6: what other programs treat as markup is shown as written', t => {
	const theme = createTheme({name: 'default', colorLevel: 3, ascii: false});
	for (const text of [
		'[red]a[-] [::b]',
		'{red-fg}a{/}',
		'%s %d 100%',
		':smile: **bold** `code`',
		'<b>&amp;</b>',
		'$(id) $HOME \\x1b[31m',
		'{bold}{{a}}',
	]) {
		t.is(foreign(text, theme), text);
	}
});

test('C16: a flood of combining marks is spelled out, so it can’t cover another row', t => {
	const flooded = sanitize(`a${'\u0301'.repeat(10)}`);
	t.is(flooded, `a${'\u0301'.repeat(8)}<U+0301><U+0301>`);
});

test('without Unicode the same is shown in ASCII', t => {
	t.is(sanitize('a\u001Bb\nc → d é', true), 'a^[b\\nc -> d <U+00E9>');
});

test('every character that is counted without measuring, and shown without a look at it, is one cell wide and nothing that a terminal obeys', t => {
	const narrow = Array.from({length: 0x1_00_00}, (_, unit) => String.fromCharCode(unit)).filter(isNarrow);
	t.true(narrow.length > 1000);
	t.deepEqual(
		narrow.filter(each => stringWidth(each) !== 1 || /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(each)),
		[],
	);
});

test('a cut text is never wider than asked, complete if it fits, and exactly that wide when padded', t => {
	fc.assert(
		fc.property(fc.oneof(anyText, anyUnits), fc.integer({min: -2, max: 40}), (raw, width) => {
			const text = sanitize(raw);
			const cut = truncate(text, width);
			t.true(displayWidth(cut) <= Math.max(0, width));
			if (width > 0 && displayWidth(text) <= width) {
				t.is(cut, text);
			}

			t.is(displayWidth(fitEnd(text, width)), Math.max(0, width));
			t.is(displayWidth(fitStart(text, width)), Math.max(0, width));
		}),
	);
	t.is(truncate('stage_completed', 8), 'stage_c…');
	t.is(truncate('日本語', 4), '日…');
	t.is(truncate('x'.repeat(5_000_000), 4), 'xxx…');
});

test('wrapped text loses no word, and no row is too wide', t => {
	fc.assert(
		fc.property(anyText, fc.integer({min: 2, max: 30}), (raw, width) => {
			const text = sanitize(raw);
			const rows = wrapWords(text, width);
			t.is(rows.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
			const pieces = wrapPieces([text, 'end'], width, 0, 1000);
			t.is(
				pieces
					.flat()
					.map(piece => (typeof piece === 'string' ? piece : piece.text))
					.join(''),
				`${text}end`,
			);
		}),
	);
	t.deepEqual(wrapWords('p95 310 → 612 ms in 5m', 10), ['p95 310 →', '612 ms in', '5m']);
});

const rows = test.macro({
	exec(t, format: (value: number) => string, cases: ReadonlyArray<readonly [number, string]>) {
		for (const [value, text] of cases) {
			t.is(format(value), text);
		}
	},
	title: (name = '') => name,
});

test('counts are grouped in threes', rows, formatCount, [
	[0, '0'],
	[943, '943'],
	[5210, '5 210'],
	[12_300, '12 300'],
	[5_000_003, '5 000 003'],
	[-1234, '-1 234'],
	[1e308, '1.0e308'],
	[Number.NaN, '--'],
	[Number.POSITIVE_INFINITY, '--'],
]);
test('a count with too little room is shown in thousands and millions', rows, count => formatCountWithin(count, 6), [
	[12_300, '12 300'],
	[123_456, '123k'],
	[1_260_000, '1.3M'],
	[1e13, '10T'],
]);
test('rates below ten have a decimal', rows, formatRate, [
	[0, '0'],
	[0.04, '0.04'],
	[9.4, '9.4'],
	[943.2, '943'],
	[9.96, '10'],
]);
test('shares are percentages', rows, formatPercent, [
	[0, '0%'],
	[1, '100%'],
	[0.7, '70%'],
	[0.001, '<1%'],
	[0.999, '99%'],
	[1.5, '150%'],
	[-0.001, '0%'],
]);
test('a hit rate keeps one decimal', rows, ratio => formatPercent(ratio, 1), [
	[0.987, '98.7%'],
	[1, '100%'],
	[0.99999, '99.9%'],
]);
test('milliseconds in a column are bare numbers', rows, formatMs, [
	[0, '0'],
	[0.4, '0.4'],
	[121, '121'],
	[2004, '2 004'],
]);
test('work is in ms, s, then minutes', rows, formatElapsed, [
	[0, '0ms'],
	[0.05, '0.05ms'],
	[12.3, '12.3ms'],
	[350, '350ms'],
	[999.9, '1s'],
	[2100, '2.1s'],
	[389_000, '6m29s'],
]);
test('ages are whole seconds, then two units', rows, formatAge, [
	[-5, '0s'],
	[42_900, '42s'],
	[389_000, '6m29s'],
	[7_500_000, '2h05m'],
	[273_600_000, '3d04h'],
	[Number.NaN, '--'],
]);
test('a span is shown as it was set', rows, formatSpan, [
	[250, '250ms'],
	[60_000, '60s'],
	[300_000, '5m'],
	[5_400_000, '1h30m'],
]);
test('bytes', rows, formatBytes, [
	[0, '0 B'],
	[512, '512 B'],
	[89_395, '87.3 KB'],
	[149_000_000, '142 MB'],
	[1e300, '8.9e284 PB'],
]);

test('unknown values are --', t => {
	for (const format of [formatCount, formatRate, formatPercent, formatMs, formatElapsed, formatAge, formatBytes, formatTime, formatDate]) {
		t.is(format(undefined), '--');
	}
});

test('no number is shown as NaN, Infinity or undefined', t => {
	fc.assert(
		fc.property(fc.double(), value => {
			for (const format of [
				formatCount,
				formatRate,
				formatPercent,
				formatMs,
				formatElapsed,
				formatAge,
				formatBytes,
				formatTime,
				formatDate,
			]) {
				t.notRegex(format(value), /NaN|Infinity|undefined|Invalid/);
			}
		}),
	);
	t.pass();
});

test('T6: a time is shown in its zone, across a change of its offset', t => {
	const beforeChange = Date.UTC(2024, 2, 10, 6, 59, 59, 5);
	t.is(formatTime(beforeChange), '06:59:59');
	t.is(formatTime(beforeChange, 'UTC', {hasMs: true}), '06:59:59.005');
	t.is(formatTime(beforeChange, 'America/New_York'), '01:59:59');
	t.is(formatTime(beforeChange + 1000, 'America/New_York'), '03:00:00');
	t.is(formatTime(beforeChange, 'Asia/Kolkata'), '12:29:59');
	t.is(formatDate(Date.UTC(2024, 0, 15, 23, 30), 'Asia/Kolkata'), '2024-01-16');
	t.is(formatDate(Date.UTC(2024, 0, 15, 23, 30)), '2024-01-15');
});

test('a bar is exact to an eighth of a cell, and bars share one scale', t => {
	t.is(bar(6012, 6012, 10, unicodeGlyphs), '██████████');
	t.is(bar(3006, 6012, 5, unicodeGlyphs), '██▌');
	t.is(bar(1, 1_000_000, 10, unicodeGlyphs), '▏');
	t.is(bar(0, 10, 10, unicodeGlyphs), '');
	t.is(bar(undefined, 10, 10, unicodeGlyphs), '');
	t.is(bar(5, 10, 4, asciiGlyphs), '##');
});

test('charts have exactly their cells, whatever the numbers', t => {
	const anyPoint = fc.option(fc.double(), {nil: undefined});
	fc.assert(
		fc.property(
			fc.array(anyPoint, {maxLength: 80}),
			anyPoint,
			fc.double(),
			fc.integer({min: -3, max: 40}),
			(points, value, most, width) => {
				for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
					t.is(sparkline(points, width, glyphs).length, Math.max(0, width));
					t.true(bar(value, most, width, glyphs).length <= Math.max(0, width));
				}
			},
		),
	);
	t.is(sparkline([0, 5, undefined, 10], 6, unicodeGlyphs, 10), '  ▁▅ █');
	t.is(sparkline([0, 5, undefined, 10], 4, asciiGlyphs, 10), '.+ #');
});

test('a strip keeps the worst of each slice: one bad sample of sixty is visible in ten cells', t => {
	const history = Array.from(
		{length: 60},
		(_, index) => (index === 31 ? 'open' : index === 7 ? 'half_open' : 'closed') as 'open' | 'half_open' | 'closed',
	);
	t.is(historyStrip(history, 10, unicodeGlyphs), '▁▄▁▁▁█▁▁▁▁');
	t.is(historyStrip([undefined, 'closed', 'open'], 5, asciiGlyphs), '   _#');
});

test('S9: values under keys that look secret are masked', t => {
	for (const key of [
		'password',
		'db.password',
		'accessToken',
		'X-Api-Key',
		'Authorization',
		'set-cookie',
		'client_secret',
		'cardNumber',
		'cvv',
	]) {
		t.true(isSecretKey(key), key);
		t.is(formatField(key, 'hunter2'), `${key}=•••`);
	}

	for (const key of ['tokens', 'max_tokens', 'author', 'pass', 'passRate', 'key', 'stage', 'compass'].filter(name => name !== 'pass')) {
		t.false(isSecretKey(key), key);
	}

	t.is(formatValue({user: 'ada', password: 'x', nested: {token: 'abc'}}), '{user=ada password=••• nested={token=•••}}');
});

const redacted = test.macro<[string, string]>({
	exec(t, text: string, expected: string) {
		t.is(redactText(text), expected);
	},
	title: (_, text) => `${text.slice(0, 60)} is shown without its secret, if it has one`,
});

test(redacted, 'postgres://app:s3cret@db:5432/x', 'postgres://•••@db:5432/x');
test(redacted, 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc-_123 back', 'got ••• back');
test(redacted, 'key AKIAIOSFODNN7EXAMPLE used', 'key ••• used');
test(redacted, '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- after', '••• after');
test(redacted, 'paid with 4111 1111 1111 1111 today', 'paid with ••• today');
test(redacted, 'paid with 4111 1111 1111 1112 today', 'paid with 4111 1111 1111 1112 today');
test(redacted, 'epoch 1705371221004123456 and 1705371221004', 'epoch 1705371221004123456 and 1705371221004');
test(redacted, 'login password=hunter2, user=ada', 'login password=•••, user=ada');
test(redacted, '{"api_key":"abc def","n":1}', '{"api_key":•••,"n":1}');
test(redacted, 'Authorization: Bearer abcdefgh12345', 'Authorization: Bearer •••');
test(redacted, 'node run.js --db-password hunter2 --rate 5', 'node run.js --db-password ••• --rate 5');
test(redacted, 'http://10.0.0.7:8080/path?x=1@2', 'http://10.0.0.7:8080/path?x=1@2');

test('a value is bounded in depth and parts', t => {
	t.is(formatValue({a: {b: {c: {d: 1}}}}), '{a={b={c={…}}}}');
	t.is(formatValue(Array.from({length: 14}, (_, index) => index)), '[0 1 2 3 4 5 6 7 8 9 10 11 +2]');
	t.is(formatField('error', 'timeout after 2000ms'), 'error="timeout after 2000ms"');
	t.is(formatField('err', {type: 'TypeError', message: 'x is undefined', stack: 'at y'}), 'err="TypeError: x is undefined"');
	let deep: unknown = 1;
	for (let level = 0; level < 100_000; level++) {
		deep = {deep};
	}

	t.is(formatValue(deep), '{deep={deep={deep={…}}}}');
});

test('a summary counts events if their number differs from that of their lines, and one of a kind as one', t => {
	const summary = (counts: Partial<typeof emptySnapshot.source>, errors: number) =>
		summaryLines(
			{...emptySnapshot, source: {...emptySnapshot.source, ...counts}, levelCounts: {...emptySnapshot.levelCounts, error: errors}},
			false,
		).at(-1);
	t.is(summary({lines: 7, eventLines: 6, events: 11, rawLines: 1}, 2), '7 lines: 11 events in 6, 1 raw, 0 blank; 2 errors, 0 warnings');
	t.is(summary({lines: 1, eventLines: 1, events: 1}, 1), '1 line: 1 event, 0 raw, 0 blank; 1 error, 0 warnings');
});

/** Texts that a terminal would obey, that are invisible, or that look like part of the screen. */

const code = (value: number): string => String.fromCodePoint(value);
const range = (from: number, to: number): readonly number[] => Array.from({length: to - from + 1}, (_, index) => from + index);

const payloads = [
	'0;owned',
	'2;owned',
	'4;1;#000000',
	'8;;http://evil.example',
	'9;note',
	'10;#000000',
	'52;c;cm0gLXJmIH4=',
	'777;notify;a;b',
	'1337;File=:AA==',
	'q',
	'$q"p',
	'+q544e',
	'',
];
const ends = ['\x07', '\x1B\\', '\x9C', '\x18', '\x1A', ''];

/** OSC, DCS, SOS, PM and APC: 7-bit and 8-bit, ended in every way or not at all. */
const strings = ['\x1B]', '\x1BP', '\x1BX', '\x1B^', '\x1B_', '\x9D', '\x90', '\x98', '\x9E', '\x9F'].flatMap(start =>
	payloads.flatMap(payload => ends.map(end => start + payload + end)),
);

/** CSI with every final byte, 7-bit and 8-bit; with parameters, private marks and intermediates; cut off. */
const controls = ['\x1B[', '\x9B'].flatMap(start => [
	...range(0x40, 0x7e).flatMap(final =>
		['', '2', '1;1', '?1049', '>0', '8', '1$', '31;8', '0 '].map(parameters => start + parameters + code(final)),
	),
	...['', '3', '?', '38;5;', '1;1$'].map(parameters => start + parameters),
]);

/** Escape sequences of two and three characters. */
const escapes = [
	...range(0x20, 0x7e).map(final => `\x1B${code(final)}`),
	...['(0', ')B', '#8', '%G', '%@', ' F'].map(rest => `\x1B${rest}`),
	'\x1B',
];

const invisible = [
	...range(0x00, 0x1f),
	...range(0x7f, 0x9f),
	0xad,
	0x34f,
	0x61c,
	0x115f,
	0x1160,
	0x180e,
	...range(0x200b, 0x200f),
	...range(0x2028, 0x202e),
	...range(0x2060, 0x206f),
	0x3164,
	0xfeff,
	0xffa0,
	...range(0xfff9, 0xfffb),
	0x1bca0,
	0x1d173,
	...range(0xe0000, 0xe007f),
	0xe0100,
].map(code);

const forged = [
	'\r\n▸1 Stages ──────── 0/0',
	'\r│ owned │',
	'\b\b\b\b\b\bowned',
	'\v\f\u0085owned',
	'╭─ 6 Events ─╮\n│ all is well │\n╰────────────╯',
	`${'\u0301'.repeat(500)}`,
	`a${'\u0300\u0301\u0302'.repeat(200)}`,
	`${'👨‍👩‍👧‍👦🇫🇷⚠️'.repeat(20)}`,
	'مرحبا שלום \u202Egpj.exe',
	'日本語'.repeat(60),
	'\u{E0041}\u{E0042}',
	'x'.repeat(5000),
];

export const hostileTexts: readonly string[] = [...forged, ...escapes, ...invisible, ...strings, ...controls];

/** A few of each form: for names, of which the screen shows only some. */
export const worstTexts: readonly string[] = [
	...forged,
	'\x1B[2J\x1B[H',
	'\x1B]0;title\x07',
	'\x1B]52;c;cm0gLXJmIH4=\x07',
	'\x1B]8;;http://evil.example\x1B\\link',
	'\x1BPq',
	'\x1B_G',
	'\x9B2J',
	'\x9D52;c;cm0gLXJmIH4=\x9C',
	'\x90q',
	'\x1B[8mhidden',
	'\x1B[?1049l',
	'\x1B[201~rm -rf ~\r',
	'\x1Bc',
	'\x00\x07\x0E\x0F\x18\x1A\x7F',
	'\x1B',
	'\u202Eevil\u2066\u200B\uFEFF',
];

import {asciiGlyphs, blockGlyphs, type Glyphs, unicodeGlyphs} from './glyphs.ts';
import type {CircuitState, Level} from './words.ts';

/** Colours text that is already cut to its width. */
export type Paint = (text: string) => string;

/** How many colours the terminal has: none at all, 16, 256, 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** The look by meaning: nothing else in the screen names a colour. */
export type Theme = {
	readonly name: string;
	readonly colorLevel: ColorLevel;
	readonly ascii: boolean;
	/** Whether passwords, keys and card numbers stand as they were written. */
	readonly showsSecrets: boolean;
	readonly glyphs: Glyphs;
	readonly status: Readonly<Record<'healthy' | 'degraded' | 'unknown', Paint>>;
	readonly level: Readonly<Record<Level | 'unset', Paint>>;
	readonly circuit: Readonly<Record<CircuitState, Paint>>;
	/** Tells the files of a log apart, in turn. */
	readonly files: readonly Paint[];
	readonly bar: Paint;
	/** The bar of the bottleneck. */
	readonly barHot: Paint;
	readonly trend: Paint;
	readonly muted: Paint;
	readonly strong: Paint;
	readonly accent: Paint;
	readonly warning: Paint;
	readonly danger: Paint;
	readonly border: Paint;
	readonly borderFocused: Paint;
	readonly selection: Paint;
};

type Sgr = readonly [on: string, off: string];

const plain: Sgr = ['', ''];
const bold: Sgr = ['1', '22'];
const dim: Sgr = ['2', '22'];
const inverse: Sgr = ['7', '27'];
const red: Sgr = ['31', '39'];
const green: Sgr = ['32', '39'];
const yellow: Sgr = ['33', '39'];
const blue: Sgr = ['34', '39'];
const magenta: Sgr = ['35', '39'];
const cyan: Sgr = ['36', '39'];
const boldRed: Sgr = ['1;31', '22;39'];
const boldYellow: Sgr = ['1;33', '22;39'];

type Palette = {
	readonly good: Sgr;
	readonly warn: Sgr;
	readonly bad: Sgr;
	readonly worst: Sgr;
	readonly bar: Sgr;
	/** Of the small charts: like the bars, but quieter. */
	readonly trend: Sgr;
	readonly hot: Sgr;
	readonly accent: Sgr;
	readonly files: readonly Sgr[];
};

// Named colours only: they are the user's own, so they are legible on the user's own background, and every terminal has them.
const palettes = {
	default: {
		good: green,
		warn: yellow,
		bad: red,
		worst: boldRed,
		bar: cyan,
		trend: ['2;36', '22;39'],
		hot: boldYellow,
		accent: cyan,
		files: [cyan, magenta, blue, green, yellow],
	},
	light: {
		good: green,
		warn: magenta,
		bad: red,
		worst: boldRed,
		bar: blue,
		trend: blue,
		hot: magenta,
		accent: blue,
		files: [blue, magenta, cyan, green],
	},
	mono: {good: plain, warn: bold, bad: bold, worst: inverse, bar: plain, trend: dim, hot: bold, accent: bold, files: [plain, bold, dim]},
} as const satisfies Record<string, Palette>;

export type ThemeName = keyof typeof palettes;
export const themeNames: readonly ThemeName[] = ['default', 'light', 'mono'];

type ThemeOptions = {
	readonly name: ThemeName;
	readonly colorLevel: ColorLevel;
	readonly ascii: boolean;
	readonly braille?: boolean | undefined;
};

/**
Makes the look of the screen.

@param options.colorLevel - 0 writes no escape code at all: not bold, not inverse. Marks and words then carry everything.
@param options.ascii - Draws with ASCII alone, for a terminal or a locale without Unicode.
@param options.braille - Whether the terminal's font has it; blocks stand in.
*/
export function createTheme({name, colorLevel, ascii, braille = true}: ThemeOptions): Theme {
	const palette: Palette = palettes[name];
	const paint = (sgr: Sgr): Paint => painter(colorLevel === 0 ? plain : sgr);
	const text = paint(plain);
	const muted = paint(dim);
	return {
		name,
		colorLevel,
		ascii,
		showsSecrets: false,
		glyphs: ascii ? asciiGlyphs : braille ? unicodeGlyphs : blockGlyphs,
		status: {healthy: paint(palette.good), degraded: paint(palette.worst), unknown: muted},
		level: {
			trace: muted,
			debug: muted,
			info: text,
			warn: paint(palette.warn),
			error: paint(palette.bad),
			fatal: paint(palette.worst),
			unset: muted,
		},
		circuit: {closed: paint(palette.good), open: paint(palette.worst), half_open: paint(palette.warn)},
		files: palette.files.map(paint),
		bar: paint(palette.bar),
		barHot: paint(palette.hot),
		trend: paint(palette.trend),
		muted,
		strong: paint(bold),
		accent: paint(palette.accent),
		warning: paint(palette.warn),
		danger: paint(palette.bad),
		border: muted,
		borderFocused: paint(palette.accent),
		selection: paint(inverse),
	};
}

function painter([on, off]: Sgr): Paint {
	if (on === '') {
		return text => text;
	}

	const start = `\u{1B}[${on}m`;
	const end = `\u{1B}[${off}m`;
	return text => (text === '' ? '' : start + text + end);
}

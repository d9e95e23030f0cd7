import {asciiGlyphs, blockGlyphs, type Glyphs, unicodeGlyphs} from './glyphs.ts';
import type {CircuitState, Level} from './states.ts';
import type {Style} from './style.ts';

/** How many colours the terminal has: none, 16, 256 or 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** Looks by meaning. No other part of the screen names a colour. */
export type Theme = {
	readonly name: string;
	readonly colorLevel: ColorLevel;
	readonly ascii: boolean;
	/** Whether passwords, keys and card numbers are shown. */
	readonly showsSecrets: boolean;
	readonly glyphs: Glyphs;
	readonly status: Readonly<Record<'healthy' | 'degraded' | 'unknown', Style>>;
	readonly level: Readonly<Record<Level | 'unset', Style>>;
	readonly circuit: Readonly<Record<CircuitState, Style>>;
	/** Distinguish the files of a log, used in turn. */
	readonly files: readonly Style[];
	readonly bar: Style;
	/** The bar of the bottleneck. */
	readonly barHot: Style;
	readonly trend: Style;
	readonly muted: Style;
	readonly strong: Style;
	readonly accent: Style;
	readonly warning: Style;
	readonly danger: Style;
	readonly border: Style;
	readonly borderFocused: Style;
	readonly selection: Style;
};

const plain: Style = '';
const bold: Style = '1';
const dim: Style = '2';
const inverse: Style = '7';
const red: Style = '31';
const green: Style = '32';
const yellow: Style = '33';
const blue: Style = '34';
const magenta: Style = '35';
const cyan: Style = '36';
const boldRed: Style = '1;31';
const boldYellow: Style = '1;33';

type Palette = {
	readonly good: Style;
	readonly warn: Style;
	readonly bad: Style;
	readonly worst: Style;
	readonly bar: Style;
	/** For small charts: like the bars, but dimmer. */
	readonly trend: Style;
	readonly hot: Style;
	readonly accent: Style;
	readonly files: readonly Style[];
};

// Only named colours: the user has chosen them, so they are legible on the user's background, and every terminal has
// them.
const palettes = {
	default: {
		good: green,
		warn: yellow,
		bad: red,
		worst: boldRed,
		bar: cyan,
		trend: '2;36',
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
Creates the theme.

@param options.colorLevel - 0 writes no escape codes at all, not even bold or inverse: marks and words carry everything.
@param options.ascii - Draws only ASCII, for a terminal or locale without Unicode.
@param options.braille - Whether the terminal's font has braille; otherwise blocks are used.
*/
export function createTheme({name, colorLevel, ascii, braille = true}: ThemeOptions): Theme {
	const palette: Palette = palettes[name];
	const shown = (style: Style): Style => (colorLevel === 0 ? plain : style);
	const muted = shown(dim);
	return {
		name,
		colorLevel,
		ascii,
		showsSecrets: false,
		glyphs: ascii ? asciiGlyphs : braille ? unicodeGlyphs : blockGlyphs,
		status: {healthy: shown(palette.good), degraded: shown(palette.worst), unknown: muted},
		level: {
			trace: muted,
			debug: muted,
			info: plain,
			warn: shown(palette.warn),
			error: shown(palette.bad),
			fatal: shown(palette.worst),
			unset: muted,
		},
		circuit: {closed: shown(palette.good), open: shown(palette.worst), half_open: shown(palette.warn)},
		files: palette.files.map(shown),
		bar: shown(palette.bar),
		barHot: shown(palette.hot),
		trend: shown(palette.trend),
		muted,
		strong: shown(bold),
		accent: shown(palette.accent),
		warning: shown(palette.warn),
		danger: shown(palette.bad),
		border: muted,
		borderFocused: shown(palette.accent),
		selection: shown(inverse),
	};
}

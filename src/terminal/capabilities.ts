import type {ColorLevel} from '../screen/look/theme.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The terminal's capabilities according to the environment. */
export type Capabilities = {
	/** It can't move its cursor, so it gets a plain summary instead of the screen. */
	readonly isDumb: boolean;
	readonly colorLevel: ColorLevel;
	/** The locale isn't Unicode. */
	readonly ascii: boolean;
	/** The Linux console has its own font, with blocks but without braille. */
	readonly hasBraille: boolean;
};

/**
Follows the usual conventions. For colour, the command line comes first, then NO_COLOR (no-color.org), FORCE_COLOR,
TERM, COLORTERM. For the locale, the first of LC_ALL, LC_CTYPE, LANG that is set; without any, Unicode is assumed.
*/
export function capabilitiesOf(environment: Environment, color?: boolean): Capabilities {
	const term = environment.TERM ?? '';
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return {
		isDumb: term === 'dumb',
		colorLevel: color === false ? 0 : colorLevelOf(color ? {...environment, NO_COLOR: undefined} : environment, term),
		ascii: locale !== '' && !/utf-?8/i.test(locale),
		hasBraille: term !== 'linux',
	};
}

function colorLevelOf(environment: Environment, term: string): ColorLevel {
	const forced = ([0, 1, 2, 3] as const).find(level => environment.FORCE_COLOR === String(level));
	if (environment.NO_COLOR || term === 'dumb') {
		return 0;
	}
	if (forced !== undefined) {
		return forced;
	}
	if (/^(?:truecolor|24bit)$/.test(environment.COLORTERM ?? '') || /ghostty|kitty|-direct/.test(term)) {
		return 3;
	}
	return /256|foot|alacritty|wezterm/.test(term) ? 2 : 1;
}

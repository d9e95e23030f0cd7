import type {Place} from '../../src/screen/look/layout.ts';
import type {Theme} from '../../src/screen/look/theme.ts';

/** What every part of the screen is given: its place, whether the keys go to it, and how things look. */
export type Part = Place & {
	readonly focused: boolean;
	readonly theme: Theme;
	/** IANA zone in which times are shown. */
	readonly timeZone: string;
};

/** A part that can be scrolled. */
export type ScrolledPart = Part & {
	/** Rows that are out of sight above. */
	readonly scroll: number;
};

import type {Place} from '../../src/screen/look/layout.ts';
import type {Theme} from '../../src/screen/look/theme.ts';

/** The properties of every part of the screen: its place, whether it has the focus, and the theme. */
export type Part = Place & {
	readonly focused: boolean;
	readonly theme: Theme;
	/** IANA time zone for display. */
	readonly timeZone: string;
};

/** A part that scrolls. */
export type ScrolledPart = Part & {
	/** Rows out of sight above. */
	readonly scroll: number;
};

import type {Frame} from './store.ts';
import type {Theme} from './theme.ts';
import type {UiState} from './ui-state.ts';

/** Everything a part of the screen is drawn from. Sizes are in cells, of the whole part with its border. */
export type View = {
	readonly frame: Frame;
	readonly ui: UiState;
	readonly width: number;
	readonly height: number;
	readonly focused: boolean;
	readonly theme: Theme;
	/** IANA zone in which times are shown; UTC without one. */
	readonly timeZone?: string | undefined;
};

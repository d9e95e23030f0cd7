import type {Place} from '../look/layout.ts';
import type {PanelPlace} from '../look/panel-place.ts';
import type {Effect} from './action.ts';
import type {Controls, Frame} from './store.ts';
import type {PanelId, UiState} from './ui-state.ts';

/** What a key's meaning depends on besides the state. */
export type UiContext = {
	/** What is on the screen. */
	readonly frame: Frame;
	/** Rows of the event log, and of the part that the arrow keys scroll. */
	readonly logRows: number;
	readonly scrollRows: number;
	/** Every panel, in the order of Tab. */
	readonly panels: readonly PanelPlace[];
	/** The panels that fit at this screen size. */
	readonly visible: readonly PanelId[];
	/** Where the parts of the screen are, for the mouse. */
	readonly places?: readonly Place[];
	/** IANA time zone for display; UTC by default. */
	readonly timeZone?: string | undefined;
} & Pick<Controls, 'checkFilter' | 'combineFilters' | 'readTime'>;

/** The state after an action, and the effects to run. */
export type UiStep = {readonly ui: UiState; readonly effects: readonly Effect[]};

/** A step with nothing else to do. */
export const only = (ui: UiState): UiStep => ({ui, effects: []});

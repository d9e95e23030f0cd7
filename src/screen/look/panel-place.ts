import type {Frame} from '../state/store.ts';
import type {PanelId, UiState} from '../state/ui-state.ts';

/** What the layout, the keys and the mouse need to know about a panel. */
export type PanelPlace = {
	readonly id: PanelId;
	/** The digit that goes to it. */
	readonly key: string;
	/**
	How many rows it has to show; 0 where one line says that there is nothing. Left out where it takes what the others
	leave.
	*/
	readonly rows?: (frame: Frame, ui: UiState) => number;
};

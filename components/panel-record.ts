import type {ReactElement} from 'react';
import type {PanelPlace} from '../src/screen/look/panel-place.ts';
import type {Frame} from '../src/screen/state/store.ts';
import type {UiState} from '../src/screen/state/ui-state.ts';
import type {ScrolledPart} from './widgets/part.ts';

/** A panel of the dashboard: its name, its key, its place and what it draws. */
export type PanelRecord = PanelPlace & {
	/** Gives the panel its part of the frame. */
	draw(part: ScrolledPart, frame: Frame, ui: UiState): ReactElement;
};

import type {View} from '../src/ui/view.ts';

/** What every panel, bar and overlay is given: the frame, the user's choices, and its own size in cells. */
export type PanelProps = View;

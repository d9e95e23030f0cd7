import {Dashboard} from '../../components/dashboard.tsx';
import type {Region} from '../../src/screen/look/layout.ts';
import type {Theme} from '../../src/screen/look/theme.ts';
import {initialUiState} from '../../src/screen/reduce/initial-ui-state.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import type {UiState} from '../../src/screen/state/ui-state.ts';
import {plainTheme, sampleFrame} from './sample-frame.ts';
import {drawn} from './stage.ts';

export type Look = {readonly frame?: Frame; readonly ui?: Partial<UiState>; readonly theme?: Theme; readonly timeZone?: string};

/** One part of the screen at a given size, with at least that many rows and no trailing spaces. */
export function drawPart(region: Region, width: number, height: number, look: Look = {}): readonly string[] {
	const {frame = sampleFrame, ui, theme = plainTheme, timeZone} = look;
	const layout = {bands: [], places: [{region, x: 0, y: 0, width, height}]};
	return drawn(Dashboard, {layout, frame, ui: {...initialUiState, ...ui}, theme, timeZone}, width, height);
}

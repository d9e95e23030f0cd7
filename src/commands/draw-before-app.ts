import type {Terminal} from '../terminal/terminal.ts';
import {layoutFor} from '../ui/layout.ts';
import {pictureOf} from '../ui/picture.ts';
import {initialUiState} from '../ui/reduce-ui.ts';
import type {Store} from '../ui/store.ts';
import type {Theme} from '../ui/theme.ts';

/**
Draws frames as the app will, while it and Ink are still being loaded: the first data are seen as soon as they are there.

@returns What ends it.
*/
export function drawBeforeApp(store: Store, {stdout}: Terminal, theme: Theme, timeZone: string | undefined): () => void {
	return store.subscribe(() => {
		const shown = {frame: store.get(), ui: initialUiState, theme, timeZone};
		const {columns, rows} = stdout;
		stdout.write(pictureOf(layoutFor({columns, rows, ...shown}), shown));
	});
}

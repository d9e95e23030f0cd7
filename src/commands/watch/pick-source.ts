import type {PickerItem} from '../../../components/picker.tsx';
import type {SourceOptions} from '../../options/command-options.ts';
import type {Theme} from '../../screen/look/theme.ts';
import type {Terminal} from '../../terminal/terminal.ts';
import type {WatchEnding} from './watch-end.ts';

/**
Lets the user choose what to watch. Leaves the terminal set up for the screen.

@returns `undefined` to end the program.
*/
export async function pickSource(terminal: Terminal, ending: WatchEnding, theme: Theme): Promise<SourceOptions | undefined> {
	const {promise: picked, resolve} = Promise.withResolvers<SourceOptions | undefined>();
	const items = createItems();
	const [{showOn}, {Picker}] = await Promise.all([import('../../../components/show-on.tsx'), import('../../../components/picker.tsx')]);
	let choose = (_index: number) => {};
	ending.listen();
	terminal.enter();
	const shown = showOn(
		terminal,
		Picker,
		{
			store: items,
			theme,
			onPick: index => choose(index),
			onQuit: ending.quit,
			onInterrupt: () => ending.signal('SIGINT'),
		},
		ending.fail,
	);
	const find = async () => {
		const {findChoices} = await import('./find-choices.ts');
		const choices = await findChoices(Date.now());
		choose = index => resolve(choices[index]?.source);
		items.set(choices.map(({item}) => item));
	};
	find().catch(ending.fail); // it may wait for a disk, but the user doesn't have to
	const source = await Promise.race([picked, ending.ended.then(() => undefined)]);
	shown.unmount();
	return source;
}

function createItems() {
	let items: readonly PickerItem[] | undefined;
	const listeners = new Set<() => void>();
	return {
		get: () => items,
		set(found: readonly PickerItem[]) {
			items = found;
			for (const listener of listeners) {
				listener();
			}
		},
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

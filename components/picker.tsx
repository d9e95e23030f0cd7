import {useInput, usePaste, useWindowSize} from 'ink';
import {type ReactElement, useRef, useState, useSyncExternalStore} from 'react';
import {keyNames} from '../src/ui/key-names.ts';
import {type PickerItem, pickerRows} from '../src/ui/rows/picker-rows.ts';
import type {Theme} from '../src/ui/theme.ts';
import {Rows} from './widgets/rows.tsx';

type PickerProps = {
	/** The items, or `undefined` while they are looked for. */
	readonly store: {subscribe(listener: () => void): () => void; get(): readonly PickerItem[] | undefined};
	readonly theme: Theme;
	readonly onPick: (index: number) => void;
	readonly onQuit: () => void;
	readonly onInterrupt: () => void;
};

/** The list of what could be watched, where `obs-top` was started without a source. */
export function Picker({store, theme, onPick, onQuit, onInterrupt}: PickerProps): ReactElement {
	const {columns, rows} = useWindowSize();
	const items = useSyncExternalStore(store.subscribe, store.get);
	const [selected, setSelected] = useState(0);
	const latest = useRef(0);

	const select = (index: number): void => {
		latest.current = Math.max(0, Math.min(index, (items?.length ?? 1) - 1));
		setSelected(latest.current);
	};

	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			switch (name) {
				case 'Up':
				case 'k':
					select(latest.current - 1);
					break;
				case 'Down':
				case 'j':
					select(latest.current + 1);
					break;
				case 'PgUp':
					select(latest.current - rows);
					break;
				case 'PgDn':
					select(latest.current + rows);
					break;
				case 'g':
				case 'Home':
					select(0);
					break;
				case 'G':
				case 'End':
					select(Number.MAX_SAFE_INTEGER);
					break;
				case 'Enter':
					if (items !== undefined && items.length > 0) {
						onPick(latest.current);
					}
					break;
				case 'q':
				case 'Esc':
					onQuit();
					break;
				case 'Ctrl-C':
					onInterrupt();
					break;
			}
		}
	});
	usePaste(() => {}); // a paste is no choice

	return <Rows name="picker" x={0} y={0} lines={pickerRows({items, selected, width: columns, height: rows, theme})} />;
}

import {useInput, usePaste, useWindowSize} from 'ink';
import {type ReactElement, useRef, useState, useSyncExternalStore} from 'react';
import {formatAge, formatBytes} from '../src/screen/format/format.ts';
import {keyNames} from '../src/screen/keys/key-names.ts';
import {type Line, line, type Piece} from '../src/screen/look/line.ts';
import type {Theme} from '../src/screen/look/theme.ts';
import {foreign, foreignName} from '../src/screen/text/foreign.ts';
import {fitEnd, fitStart} from '../src/screen/text/truncate.ts';
import {Rows} from './widgets/rows.tsx';

/** Something that can be watched. */
export type PickerItem = {
	readonly name: string;
	/** `undefined` if it isn't a file. */
	readonly sizeBytes: number | undefined;
	/** Time since it was last written to. */
	readonly ageMs: number | undefined;
	/** Its last line, or a description. */
	readonly detail: string;
};

type PickerProps = {
	/** The items, or `undefined` during the search. */
	readonly store: {subscribe(listener: () => void): () => void; get(): readonly PickerItem[] | undefined};
	readonly theme: Theme;
	readonly onPick: (index: number) => void;
	readonly onQuit: () => void;
	readonly onInterrupt: () => void;
};

/** The list of what can be watched, for `obs-top` without a source. */
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
	usePaste(() => {}); // ignore pastes

	return <Rows name="picker" x={0} y={0} lines={pickerLines({items, selected, width: columns, height: rows, theme})} />;
}

type PickerView = {
	/** `undefined` during the search. */
	readonly items: readonly PickerItem[] | undefined;
	readonly selected: number;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** A heading, the items with the selected one in view, and the keys. */
function pickerLines(view: PickerView): readonly Line[] {
	const {items, width, height, theme} = view;
	const head = line(
		[
			{text: ' obs-top', style: theme.strong},
			{text: '  What do you want to watch?', style: theme.muted},
		],
		width,
		theme,
	);
	const foot = line([{text: ' Up Down choose  Enter watch  q quit', style: theme.muted}], width, theme);
	const room = Math.max(height - 3, 1);
	return [
		head,
		...(items === undefined ? [line([' looking for logs ...'], width, theme)] : itemRows(view, items, room)).slice(0, room),
		[],
		foot,
	].slice(0, height);
}

function itemRows({selected, width, theme}: PickerView, items: readonly PickerItem[], room: number): readonly Line[] {
	const first = Math.max(0, Math.min(selected - Math.floor(room / 2), items.length - room));
	const nameWidth = Math.min(
		Math.max(...items.map(({name}) => foreignName(name, theme).length), 8),
		Math.max(Math.floor(width * 0.45), 12),
	);
	return items.slice(first, first + room).map((item, index) => {
		const isSelected = first + index === selected;
		const name = fitEnd(foreignName(item.name, theme), nameWidth, theme.glyphs.ellipsis);
		const pieces: readonly Piece[] = [
			{text: isSelected ? theme.glyphs.focus : ' ', style: theme.accent},
			isSelected ? {text: name, style: theme.selection} : name,
			`  ${fitStart(item.sizeBytes === undefined ? '' : formatBytes(item.sizeBytes), 8)}`,
			`  ${fitStart(item.ageMs === undefined ? '' : formatAge(item.ageMs), 7)}  `,
			{text: foreign(item.detail, theme), style: theme.muted},
		];
		return line(pieces, width, theme);
	});
}

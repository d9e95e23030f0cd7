import {foreign, foreignName} from '../foreign.ts';
import {formatAge, formatBytes} from '../format.ts';
import {type Line, line, type Piece} from '../line.ts';
import type {Theme} from '../theme.ts';
import {fitEnd, fitStart} from '../truncate.ts';

/** One thing that could be watched. */
export type PickerItem = {
	readonly name: string;
	/** `undefined` for what is no file. */
	readonly sizeBytes: number | undefined;
	/** Since it was last written to. */
	readonly ageMs: number | undefined;
	/** Its last line, or what it is. */
	readonly detail: string;
};

export type PickerView = {
	/** `undefined` while they are looked for. */
	readonly items: readonly PickerItem[] | undefined;
	readonly selected: number;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** What could be watched here: a heading, the items with the selected one in sight, the keys. */
export function pickerRows(view: PickerView): readonly Line[] {
	const {items, width, height, theme} = view;
	const head = line(
		[
			{text: ' obs-top', style: theme.strong},
			{text: '  what to watch?', style: theme.muted},
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

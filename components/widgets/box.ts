import {filledLine, type Line, line, type Piece, piecesWidth} from '../../src/screen/look/line.ts';
import type {Style} from '../../src/screen/look/style.ts';
import type {Theme} from '../../src/screen/look/theme.ts';
import {truncate} from '../../src/screen/text/truncate.ts';
import {displayWidth} from '../../src/screen/text/width.ts';
import type {Part} from './part.ts';

/** The texts of a box or a rule besides its title. */
export type Frills = {
	readonly title: string;
	/** After the title: what the content is filtered by. */
	readonly left?: string | undefined;
	/** On the right: counts, the sort order. */
	readonly right?: string | undefined;
};

/** As many rows of content as fit, and how many more are above and below. */
export type Content = {readonly rows: ReadonlyArray<readonly Piece[]>; readonly above: number; readonly below: number};

/** The properties of a part that a box needs. */
export type Boxed = Pick<Part, 'width' | 'height' | 'focused' | 'theme'>;

/** Rows of a box besides its content. */
export const borderRows = 2;

/** The inner width of a box, without its border and one column of space on the right. */
export function innerWidth({width}: Pick<Part, 'width'>): number {
	return Math.max(0, width - 2);
}

export function innerHeight({height}: Pick<Part, 'height'>): number {
	return Math.max(0, height - borderRows);
}

/** A bordered panel of the size of its part. The lower border says how much is out of sight. */
export function boxed(part: Boxed, frills: Frills, content: Content): readonly Line[] {
	const {theme, width, height} = part;
	const {box} = theme.glyphs;
	if (width < 4 || height < 3) {
		return content.rows.slice(0, Math.max(0, height)).map(row => filledLine(row, width, theme));
	}

	const side = {text: box.vertical, style: borderStyle(part)};
	const rows = Array.from({length: height - 2}, (_, index) => [side, ...filledLine(content.rows[index] ?? [], width - 2, theme), side]);
	return [titleLine(part, frills, box.topLeft, box.topRight), ...rows, bottomLine(part, content)];
}

/** The title of a panel without a border, as a rule across its width. */
export function ruled(part: Boxed, frills: Frills): Line {
	const {horizontal} = part.theme.glyphs.box;
	return titleLine(part, frills, horizontal, horizontal);
}

/** One line of a folded panel: its name, then the pieces. */
export function folded(part: Boxed, title: string, pieces: readonly Piece[]): Line {
	const {theme, focused} = part;
	const mark = focused ? theme.glyphs.focus : ' ';
	return line([{text: `${mark}${title}`, style: focused ? theme.accent : theme.muted}, '  ', ...pieces], part.width, theme);
}

function titleLine(part: Boxed, {title, left, right}: Frills, start: string, end: string): Line {
	const {theme, width, focused} = part;
	const {horizontal} = theme.glyphs.box;
	const border = borderStyle(part);
	const room = width - 2;
	const name = truncate(title, Math.max(0, room - 2), theme.glyphs.ellipsis);
	const head: Piece[] = [
		{text: focused ? theme.glyphs.focus : ' ', style: theme.accent},
		{text: name, style: focused ? theme.accent : theme.strong},
		' ',
	];
	let spare = room - piecesWidth(head);
	const tail: Piece[] = [];
	// `─ right ─` and `─ left ─` each need their text, two spaces and a stroke.
	if (right !== undefined && spare >= displayWidth(right) + 4) {
		tail.push({text: ` ${right} `, style: theme.muted}, {text: horizontal, style: border});
		spare -= displayWidth(right) + 3;
	}

	if (left !== undefined && spare >= 8) {
		const text = truncate(left, spare - 4, theme.glyphs.ellipsis);
		head.push({text: horizontal, style: border}, {text: ` ${text} `, style: theme.accent});
		spare -= displayWidth(text) + 3;
	}

	return line(
		[
			{text: start, style: border},
			...head,
			{text: horizontal.repeat(Math.max(0, spare)), style: border},
			...tail,
			{text: end, style: border},
		],
		width,
		theme,
	);
}

function bottomLine(part: Boxed, {above, below}: Content): Line {
	const {theme, width} = part;
	const {box, up, down, separator} = theme.glyphs;
	const style = borderStyle(part);
	const notes = [above > 0 ? `${up} ${above} above` : '', below > 0 ? `+${below} more ${down}` : ''].filter(note => note !== '');
	const note = notes.join(` ${separator} `);
	const room = width - 2;
	if (note === '' || displayWidth(note) + 4 > room) {
		return [{text: box.bottomLeft + box.horizontal.repeat(room) + box.bottomRight, style}];
	}

	const strokes = room - displayWidth(note) - 3;
	return [
		{text: box.bottomLeft + box.horizontal.repeat(strokes), style},
		{text: ` ${note} `, style: theme.accent},
		{text: box.horizontal + box.bottomRight, style},
	];
}

function borderStyle({theme, focused}: {readonly theme: Theme; readonly focused: boolean}): Style {
	return focused ? theme.borderFocused : theme.border;
}

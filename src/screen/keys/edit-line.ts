import type {LineEdit} from '../state/action.ts';

/** A line being typed. The caret is before the character at its index. */
export type EditedLine = {readonly text: string; readonly caret: number};

const maxLength = 4096; // a paste of a whole file must not become a filter

/** Inserts typed or pasted text. Line breaks and other controls become spaces. */
export function insertText({text, caret}: EditedLine, inserted: string): EditedLine {
	const clean = inserted.replaceAll(/\p{Cc}+/gu, ' ').slice(0, maxLength - text.length);
	return {text: text.slice(0, caret) + clean + text.slice(caret), caret: caret + clean.length};
}

/** Applies an editing key. */
export function editLine({text, caret}: EditedLine, edit: LineEdit): EditedLine {
	switch (edit) {
		case 'left':
			return {text, caret: caret - lengthBefore(text, caret)};
		case 'right':
			return {text, caret: caret + lengthAfter(text, caret)};
		case 'start':
			return {text, caret: 0};
		case 'end':
			return {text, caret: text.length};
		case 'delete-left':
			return without(text, caret - lengthBefore(text, caret), caret);
		case 'delete-right':
			return without(text, caret, caret + lengthAfter(text, caret));
		case 'delete-word':
			return without(text, text.slice(0, caret).search(/\S*\s*$/), caret);
		case 'delete-to-start':
			return without(text, 0, caret);
	}
}

const without = (text: string, from: number, to: number): EditedLine => ({text: text.slice(0, from) + text.slice(to), caret: from});
const lengthBefore = (text: string, caret: number): number => [...text.slice(0, caret)].at(-1)?.length ?? 0;
const lengthAfter = (text: string, caret: number): number => [...text.slice(caret, caret + 2)][0]?.length ?? 0;

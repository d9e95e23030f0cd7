import type {BytePattern} from '../../query/needed/byte-patterns.ts';
import type {Atom, Clause} from '../../query/needed/needed.ts';
import {requiredText} from '../../query/needed/required-text.ts';

const anyByte = 0xff;
const quoteOrBackslash = 0x7e; // and a few more

/**
Each of docker's records contains one of these, even if it is a text in another record: the key `log`, or the same with
letters written as escapes.
*/
export const recordTexts: readonly BytePattern[] = [patternOf('log~', {'~': quoteOrBackslash}), patternOf('\\u00')];

/**
Lines whose fields may match although they lack the required text: it has letters written as escapes or colours between
them, or the line is a piece of a text that a container runtime has cut.
*/
export const unlikeOthers: readonly BytePattern[] = [...recordTexts, patternOf('std??? P', {'?': anyByte}), patternOf('\u001b[')];

/**
Texts of which every line that satisfies a clause contains at least one, except for `unlikeOthers`. `undefined` when
there are no such texts.
*/
export function textsOf({some, none}: Clause): readonly BytePattern[] | undefined {
	const texts = some.map(textOf);
	return none.length === 0 && texts.every(text => text !== undefined) ? texts : undefined;
}

function textOf(atom: Atom): BytePattern | undefined {
	return atom.type === 'text' ? atom.pattern : requiredText(atom.node);
}

/** @param masks - Of characters that match more than themselves. */
function patternOf(text: string, masks: Readonly<Record<string, number>> = {}): BytePattern {
	const characters = [...text];
	return {
		wanted: Uint8Array.from(characters, character => masks[character] ?? character.charCodeAt(0)),
		masks: Uint8Array.from(characters, character => masks[character] ?? 0),
	};
}

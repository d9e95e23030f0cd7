import type {BytePattern} from '../../query/needed/byte-patterns.ts';
import type {Atom, Clause} from '../../query/needed/needed.ts';
import {requiredText} from '../../query/needed/required-text.ts';

const anyByte = 0xff;
const quoteOrBackslash = 0x7e; // and some more

/** One of them stands in each record of docker's, also where it is a text in another: its key `log`, or that with letters written as escapes. */
export const recordTexts: readonly BytePattern[] = [patternOf('log~', {'~': quoteOrBackslash}), patternOf('\\u00')];

/**
Lines that fields may be read from although no text that they must be stands in them: with letters written as escapes, or a piece of a text that a container
runtime has cut.
*/
export const unlikeOthers: readonly BytePattern[] = [...recordTexts, patternOf('std??? P', {'?': anyByte})];

/** Of which texts one stands in every line that satisfies a clause, but for `unlikeOthers`; `undefined` where it need not. */
export function textsOf({some, none}: Clause): readonly BytePattern[] | undefined {
	const texts = some.map(textOf);
	return none.length === 0 && texts.every(text => text !== undefined) ? texts : undefined;
}

function textOf(atom: Atom): BytePattern | undefined {
	return atom.type === 'text' ? atom.pattern : requiredText(atom.node);
}

/** @param masks - Of characters that stand for more than themselves. */
function patternOf(text: string, masks: Readonly<Record<string, number>> = {}): BytePattern {
	const characters = [...text];
	return {
		wanted: Uint8Array.from(characters, character => masks[character] ?? character.charCodeAt(0)),
		masks: Uint8Array.from(characters, character => masks[character] ?? 0),
	};
}

import {readingDialects} from '../../events/dialects/index.ts';
import type {ParsedLine} from '../../events/event.ts';
import {type LevelSet, levelSetOf} from '../../events/values/level-set.ts';
import type {LineCount} from './block.ts';

/**
What the index counts for a line.

@param matches - `undefined` when it is not known yet.
*/
export function countLine(parsed: ParsedLine, matches: boolean | undefined): LineCount {
	const isPiece = parsed.type === 'event' && parsed.events.length === 0;
	return {
		isBlank: parsed.type === 'blank',
		isPiece,
		matches,
		levels: levelsOf(parsed),
		isDerived: isPiece || (parsed.type === 'event' && parsed.dialect !== undefined && readingDialects.has(parsed.dialect)),
	};
}

function levelsOf(parsed: ParsedLine): LevelSet {
	let set = 0;
	for (const {level} of parsed.type === 'event' ? parsed.events : []) {
		set |= levelSetOf(level);
	}
	return set;
}

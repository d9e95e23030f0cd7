import {readingDialects} from '../../events/dialects/index.ts';
import {isPiece, type ParsedLine} from '../../events/event.ts';
import {type LevelSet, levelSetOf} from '../../events/values/level-set.ts';
import type {ZoneClock} from '../../shared/time-zone.ts';
import type {LineCount} from './block.ts';

/**
What the index counts for a line.

@param matches - `undefined` when it is not known yet.
@param clock - Of the log's zone. A local time that it shows twice depends on the line before.
*/
export function countLine(parsed: ParsedLine, matches: boolean | undefined, clock: ZoneClock | undefined): LineCount {
	return {
		isBlank: parsed.type === 'blank',
		isPiece: isPiece(parsed),
		matches,
		levels: levelsOf(parsed),
		isDerived:
			isPiece(parsed) ||
			(parsed.type !== 'blank' && parsed.isRuled === true) ||
			(parsed.type === 'event' && parsed.dialect !== undefined && readingDialects.has(parsed.dialect)) ||
			hasTimeTwice(parsed, clock),
	};
}

function hasTimeTwice(parsed: ParsedLine, clock: ZoneClock | undefined): boolean {
	const {events} = parsed;
	return events.some(({timeMs}) => timeMs !== undefined && clock?.isTwice(timeMs));
}

function levelsOf(parsed: ParsedLine): LevelSet {
	let set = 0;
	for (const {level} of parsed.events) {
		set |= levelSetOf(level);
	}
	return set;
}

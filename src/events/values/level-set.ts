import {type Level, levels} from '../event.ts';

/** A set of levels, a bit for each; and one for what has no level, be it an event or a line that is none. */
export type LevelSet = number;

const bitOf: ReadonlyMap<Level | undefined, LevelSet> = new Map(levels.map((level, place) => [level, 1 << place]));
const noLevelBit = 1 << levels.length;

export const everyLevel: LevelSet = 2 * noLevelBit - 1;

/** @param place - In the list of levels, from 1; 0 for none. */
export function levelSetAt(place: number): LevelSet {
	return place === 0 ? noLevelBit : 1 << (place - 1);
}

export function levelSetOf(...members: ReadonlyArray<Level | undefined>): LevelSet {
	let set = 0;
	for (const level of members) {
		set |= bitOf.get(level) ?? noLevelBit;
	}
	return set;
}

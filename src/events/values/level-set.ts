import {type Level, levels} from '../event.ts';

/** A set of levels as bits, with one more bit for everything without a level: events, and lines that are not events. */
export type LevelSet = number;

const bitOf: ReadonlyMap<Level | undefined, LevelSet> = new Map(levels.map((level, place) => [level, 1 << place]));
const noLevelBit = 1 << levels.length;

/** @param place - Index in the list of levels, from 1. 0 for none. */
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

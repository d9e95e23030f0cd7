import type {LinePlace} from '../../events/event.ts';

const linesPerFile = 2 ** 36; // leaves 17 bits for the file, exact in a double

/**
Packs a line's place into one number. Never 0, which means "none" in tables of numbers. It decides the order of events
with the same time.
*/
export function packPlace(place: LinePlace): number {
	return place.file * linesPerFile + place.line + 1;
}

/** The inverse of `packPlace`. */
export function unpackPlace(place: number): LinePlace {
	return {file: Math.floor((place - 1) / linesPerFile), line: (place - 1) % linesPerFile};
}

/** Converts a packed place in a part of a file to one in the whole file. 0 (none) stays 0. */
export function placeAfter(place: number, linesBefore: number): number {
	return place === 0 ? 0 : place + linesBefore;
}

/** The position of an event among all events. */
export type Spot = {readonly ms: number; readonly place: number};

/** The same for anything that has a place. */
export function spotAfter<Item extends Spot>(item: Item, linesBefore: number): Item {
	return linesBefore === 0 ? item : {...item, place: placeAfter(item.place, linesBefore)};
}

/** Orders by time, then by file and line. */
export function compareSpots(a: Spot, b: Spot): number {
	return a.ms - b.ms || a.place - b.place;
}

/** Orders names by their code units, the same on every machine. */
export function compareNames(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the first position is at or after the second. The later of two events is "the last". */
export function isNotBefore(ms: number, place: number, otherMs: number, otherPlace: number): boolean {
	return ms > otherMs || (ms === otherMs && place >= otherPlace);
}

/**
Inserts an item into a list sorted by spot, after items of the same spot. It tries the end first, because logs are
mostly in order.
*/
export function insertSorted<Item extends Spot>(list: Item[], item: Item): void {
	let index = list.length;
	const last = list[index - 1];
	if (last !== undefined && compareSpots(last, item) > 0) {
		index = countThrough(list, item);
	}

	list.splice(index, 0, item);
}

/** How many items of a sorted list are at or before a spot. */
export function countThrough(list: readonly Spot[], spot: Spot): number {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const item = list[middle];
		if (item !== undefined && compareSpots(item, spot) <= 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

/** A unit of durations, and the words for it; the first is the shortest. */
type Unit = {readonly ms: number; readonly words: readonly string[]; readonly otherWords?: readonly string[]};

/**
All units. `otherWords` count in a value (`15m`, `2h`), but not at the end of a field's name, where a letter may stand
for anything.
*/
export const durationUnits: readonly Unit[] = [
	{ms: 1e-6, words: ['ns', 'nsec', 'nano', 'nanos', 'nanosecond', 'nanoseconds']},
	{ms: 1e-3, words: ['us', 'µs', 'μs', 'usec', 'micro', 'micros', 'microsecond', 'microseconds']},
	{ms: 1, words: ['ms', 'msec', 'msecs', 'milli', 'millis', 'millisecond', 'milliseconds']},
	{ms: 1000, words: ['s', 'sec', 'secs', 'second', 'seconds']},
	{ms: 60_000, words: ['min', 'mins', 'minute', 'minutes'], otherWords: ['m']},
	{ms: 3_600_000, words: ['hr', 'hrs', 'hour', 'hours'], otherWords: ['h']},
	{ms: 86_400_000, words: ['day', 'days'], otherWords: ['d']},
	{ms: 604_800_000, words: ['week', 'weeks'], otherWords: ['w']},
	{ms: 31_536_000_000, words: ['year', 'years'], otherWords: ['y']},
];

/** Milliseconds by a word in a value. */
export const msOfUnit: ReadonlyMap<string, number> = new Map(
	durationUnits.flatMap(({ms, words, otherWords = []}) => [...words, ...otherWords].map(word => [word, ms] as const)),
);

/** Milliseconds by a word at the end of a field's name. */
export const msOfNameUnit: ReadonlyMap<string, number> = new Map(
	durationUnits.flatMap(({ms, words}) => words.map(word => [word, ms] as const)),
);

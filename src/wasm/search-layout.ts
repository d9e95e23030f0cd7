// What the search (AssemblyScript) and the users of its memory agree on. No types, because both languages read this
// file.
//
// The scratch memory of the JSON reader is where layout.ts puts it: 8 KiB from 65,536 on.

// The result: the line found (from, to), or the key or value that it must know first (from, to, and its key).
export const resultAt = 64;
export const resultNumbers = 5;
export const nothingFound = 0;
export const matches = 1;
export const mayMatch = 2;
export const keyWanted = 3;
export const valueWanted = 4;

// Stands for the key before the first one of a line.
export const lineStartKey = 512;

// What to search for: the number of texts and of clauses, and bits of the texts that find lines, of the fields, of the
// inexact texts.
export const wantedAt = 1024;
export const clauseCountAt = 4;
export const anchorsAt = 8;
export const fieldsAt = 12;
export const inexactAt = 16;
// Whether a line that passes the clauses certainly matches, and whether it is certainly not blank.
export const isExactAt = 20;
export const isFilledAt = 24;
export const keysAreFullAt = 28;
export const wantedNumbers = 7;
// The next position of each text, then the clauses: two sets of bits each.
export const nextPlacesAt = 1088;
export const maxTexts = 32;
export const clausesAt = 1280;

// Patterns: a head of three numbers, then for each byte the wanted value and the bits to ignore.
export const patternsAt = 4096;
export const patternBytes = 1024;
export const patternHeadBytes = 32;
export const patternFirstAt = 4;
export const patternSecondAt = 8;

// Known keys and values are found through hash tables of their entries' positions.
export const keySlotsAt = 73_728;
export const keySlots = 4096;
export const valueSlotsAt = 90_112;
export const valueSlots = 32_768;
export const entriesAt = 221_184;
export const entriesEnd = 1_048_576;

// A key: its length, kind, the key that followed it last time. Bits of tests: all that it may decide, those that
// compare its text, those that compare its number, where their ranges are, those that any value passes. Its bytes
// follow, and then the quote.
export const keyKindAt = 4;
export const keyNextAt = 8;
export const keyTestsAt = 12;
export const keyTextsAt = 16;
export const keyRangesAt = 20;
export const keyRangesPlaceAt = 24;
export const keyAlwaysAt = 28;
export const keyHeadBytes = 32;
// Its kind. A line with it can't be read here, a text starting with a brace is a separate event, no more values are
// learned.
export const oddKey = 1;
export const openingKey = 4;
export const fullKey = 8;

// A value: its length, its key, the tests that it passes. Its bytes follow.
export const valueKeyAt = 4;
export const valueTestsAt = 8;
export const valueHeadBytes = 16;

export const longestToken = 256;

export const linesAt = 1_048_576;
// How much may be read after the lines, and how many newlines are there.
export const slackBytes = 128;
export const newlinesBehind = 64;

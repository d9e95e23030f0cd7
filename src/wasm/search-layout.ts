// What the search (AssemblyScript) and those who fill and read its memory agree on. No types: both languages read this file.
//
// The scratch of the JSON reader stands where layout.ts has it: from 65,536 on, 8 KiB.

// What it says: the line that was found, from and to, or the key or value that it must know first, from, to, and of which key.
export const resultAt = 64;
export const resultNumbers = 5;
export const nothingFound = 0;
export const matches = 1;
export const mayMatch = 2;
export const keyWanted = 3;
export const valueWanted = 4;

// Stands for the key before the first one of a line.
export const lineStartKey = 512;

// What is looked for: how many texts, how many clauses; bits of the texts that lines are found by, of the fields, of the texts that are not exact.
export const wantedAt = 1024;
export const clauseCountAt = 4;
export const anchorsAt = 8;
export const fieldsAt = 12;
export const inexactAt = 16;
// Whether a line that passes the clauses surely matches; whether it is surely no blank one.
export const isExactAt = 20;
export const isFilledAt = 24;
export const keysAreFullAt = 28;
export const wantedNumbers = 7;
// The next place of each text, then the clauses: two sets of bits each.
export const nextPlacesAt = 1088;
export const maxTexts = 32;
export const clausesAt = 1280;

// Patterns: a head of three numbers, then each byte as it is wanted, and what of it is not looked at.
export const patternsAt = 4096;
export const patternBytes = 1024;
export const patternHeadBytes = 32;
export const patternFirstAt = 4;
export const patternSecondAt = 8;

// The known keys and values are found by tables of the places of their entries.
export const keySlotsAt = 73_728;
export const keySlots = 4096;
export const valueSlotsAt = 90_112;
export const valueSlots = 32_768;
export const entriesAt = 221_184;
export const entriesEnd = 1_048_576;

// A key: its length, kind, the key that came after it the last time; bits of tests: all that it may decide, those that compare its text, those that compare its number,
// where the ranges of these are, those that any value passes. Its bytes follow, with the quote behind them.
export const keyKindAt = 4;
export const keyNextAt = 8;
export const keyTestsAt = 12;
export const keyTextsAt = 16;
export const keyRangesAt = 20;
export const keyRangesPlaceAt = 24;
export const keyAlwaysAt = 28;
export const keyHeadBytes = 32;
// Its kind. No line with it can be read here; a text behind it that begins with a brace is an event of its own; no more values of it are learned.
export const oddKey = 1;
export const openingKey = 4;
export const fullKey = 8;

// A value: its length, its key, the tests that it passes. Its bytes follow.
export const valueKeyAt = 4;
export const valueTestsAt = 8;
export const valueHeadBytes = 16;

export const longestToken = 256;

export const linesAt = 1_048_576;
// As much may be read behind the lines; so many newlines stand there.
export const slackBytes = 128;
export const newlinesBehind = 64;

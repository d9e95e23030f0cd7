// What the scanner (AssemblyScript) and the readers of its memory agree on. No types, because both languages read this
// file.

// The parts of the memory. There is slack after the text, because vectors read beyond its end.
export const scratchAt = 65_536;
export const lineKeysAt = 69_632;
export const maxLineKeys = 256;
export const keysAt = 81_920;
export const maxKeys = 4096;
export const keyTableAt = 344_064;
export const keyTableSize = 8192;
export const keyTextsAt = 376_832;
export const keyTextsBytes = 262_144;
export const textsAt = 655_360;
export const maxTexts = 16_384;
export const textTableAt = 1_179_648;
export const textTableSize = 32_768;
export const textBytesAt = 1_310_720;
export const textBytesSize = 1_048_576;
export const shapesAt = 2_359_296;
export const shapesSize = 32_768;
export const rowsAt = 2_883_584;
export const maxRows = 1024;
// Room for the sums of rows (below). The scanner does not use it.
export const othersAt = 3_145_728;
export const linesAt = 3_538_944;
export const slackBytes = 128;

// A row: one line. Numbers come first. NaN means "not in the line".
export const rowBytes = 160;
export const timeAt = 0;
export const recordsInAt = 8;
export const recordsOutAt = 16;
export const elapsedAt = 24;
export const throughputAt = 32;
export const hitsAt = 40;
export const missesAt = 48;
export const hitRateAt = 56;
export const batchNumberAt = 64;
export const rowNumbersEnd = 72;
// Then integers. 0 means "not in the line". `from` to `to` is the line, including its newline.
export const fromAt = 72;
export const toAt = 76;
export const isEventAt = 80;
export const kindAt = 84;
export const levelAt = 88;
export const dialectAt = 92;
export const oldStateAt = 96;
export const newStateAt = 100;
// Texts by their number in the dictionary.
export const componentAt = 104;
export const hostAt = 108;
export const batchTextAt = 112;
export const circuitNameAt = 116;
export const cacheNameAt = 120;
// Texts by their position: from, to, spelling. An event's text also has its number, if it is in the dictionary.
export const eventAt = 124;
export const eventTextAt = 136;
export const reasonAt = 140;
// 1 if a key for a time had a value that is none.
export const unreadTimeAt = 152;

// A key: its object and spelling, and what it means.
export const keyBytes = 64;
export const keyTextAt = 0;
export const keyLengthAt = 4;
export const keyHashAt = 8;
export const keyScopeAt = 12;
export const keySlotAt = 16;
export const keyWeightAt = 20;
export const keyUnitAt = 24;
export const keyInnerAt = 32;
export const keyNominatesAt = 36;
export const keyIsKnownAt = 40;
export const keyDecidesAt = 44;
export const keyNextAt = 48;
export const keyLastTextAt = 52;
export const keyLineAt = 56;
// Whether it means something: nothing, something, or something but spelled so that the line must go through JSON.parse.
export const unknownKey = 0;
export const knownKey = 1;
export const unsureKey = 2;
// The first keys are not real keys: each stands for the start of an object of a scope.
export const maxScopes = 64;
export const mappedWeight = 65; // one more than in key-meanings.ts, because 0 is an empty slot

// A text of the dictionary.
export const textEntryBytes = 32;
export const textStartAt = 0;
export const textLengthAt = 4;
export const textHashAt = 8;
export const textSpellingAt = 12;
export const textNextAt = 24; // the text that followed it last time, under the same key
// What it means as a kind, a level, ...: a byte each, 255 if not asked yet.
export const textCodesAt = 16;
export const kindCode = 0;
export const levelCode = 1;
export const severityCode = 2;
export const stateCode = 3;
export const transitionCode = 4;
export const longestText = 4096;

// How a text is spelled in the line: verbatim, with escapes, or as a number.
export const plainSpelling = 0;
export const escapedSpelling = 1;
export const numberSpelling = 2;

// The slots of an event that a key can fill.
export const noSlot = 0;
export const timestampSlot = 1;
export const levelSlot = 2;
export const severityNumberSlot = 3;
export const componentSlot = 4;
export const stageSlot = 5;
export const eventSlot = 6;
export const hostSlot = 7;
export const batchSlot = 8;
export const recordsInSlot = 9;
export const recordsOutSlot = 10;
export const elapsedSlot = 11;
export const throughputSlot = 12;
export const circuitNameSlot = 13;
export const oldStateSlot = 14;
export const newStateSlot = 15;
export const stateTransitionSlot = 16;
export const cacheNameSlot = 17;
export const hitsSlot = 18;
export const missesSlot = 19;
export const hitRateSlot = 20;
export const reasonSlot = 21;

// The first level that counts as an error. Indexes in the list of levels, from 1.
export const firstErrorLevel = 5;

// Kinds that affect how an event is completed. Indexes in the list of kinds.
export const stageCompletedKind = 0;
export const stageFailedKind = 1;
export const stageDescribedKind = 2;
export const otherKind = 3;

// The verdict on a shape: not for the scanner, no dialect, or from `firstDialect` on the dialect.
export const unsureShape = 1;
export const noDialect = 2;
export const firstDialect = 3;
export const bareUnitsAt = 647_168; // one number per dialect

// The sums of rows, from `othersAt` on. The cells of a bucket in a stage's row, as named in stages.ts. The bucket
// itself comes first.
export const completionsColumn = 1;
export const recordsInColumn = 2;
export const recordsOutColumn = 3;
export const elapsedColumn = 4;
export const passInColumn = 5;
export const passOutColumn = 6;
export const rateInColumn = 7;
export const rateMsColumn = 8;
export const countedColumn = 9;
export const timedColumn = 10;
export const maxElapsedColumn = 11;
export const lastPlaceColumn = 12;
export const lastMsColumn = 13;
export const lastRpsColumn = 14;
export const workColumns = 15;

// The cells of a bucket over all events, as named in tally.ts.
export const tallyMsColumn = 1;
export const tallyPlaceColumn = 2;
export const tallyBatchesColumn = 3;
export const tallyAlertsColumn = 4;
export const tallyLevelsColumn = 5;
export const tallyColumns = 12;

// Results about the rows, besides their buckets: the time for a next row without one, the earliest and the latest time.
export const lastMsAt = 3_145_728;
export const earliestMsAt = 3_145_736;
export const latestMsAt = 3_145_744;
// The open bucket over all events.
export const tallyAt = 3_145_760;

// Each stage on a host: the cells of its open bucket, its first event, the bins of new durations. Index 0 means none.
export const worksAt = 3_145_984;
export const workBytes = 144;
export const maxWorks = 256;
export const firstMsAt = 120;
export const firstPlaceAt = 128;
export const binCountAt = 136;
export const isOpenAt = 140;
export const binsAt = 3_182_848;
export const maxBins = 512; // for each

// A hash table from the numbers of the two names to that of the stage on a host.
export const knownWorksAt = 3_444_992;
export const knownWorksSize = 4096;

// Runs: consecutive completions of one batch in one bucket. Where they begin, the lowest throughput, which batch, which
// rows.
export const runsAt = 3_477_760;
export const runBytes = 56;
export const runMsAt = 0;
export const runPlaceAt = 8;
export const runRpsAt = 16;
export const runBucketAt = 24;
export const runNumberAt = 32;
export const runTextAt = 40;
export const runFromAt = 44;
export const runToAt = 48;

// What the sums of rows (AssemblyScript) and those who read them agree on. No types: both languages read this file.
//
// They stand in the scanner's memory, from `othersAt` on: see its own layout.

// The numbers of a bucket in a row of stages, as stages.ts names them; the bucket itself stands first.
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

// The numbers of a bucket over all events, as tally.ts names them.
export const tallyMsColumn = 1;
export const tallyPlaceColumn = 2;
export const tallyBatchesColumn = 3;
export const tallyAlertsColumn = 4;
export const tallyLevelsColumn = 5;
export const tallyColumns = 12;

// What the rows say beside their buckets: the time that the next one takes where it has none, the earliest and the latest.
export const lastMsAt = 3_145_728;
export const earliestMsAt = 3_145_736;
export const latestMsAt = 3_145_744;
// The open bucket over all events.
export const tallyAt = 3_145_760;

// Each stage on a host: the numbers of its open bucket, its first event, the bins of the durations that are new. The first stands for none.
export const worksAt = 3_145_984;
export const workBytes = 144;
export const maxWorks = 256;
export const firstMsAt = 120;
export const firstPlaceAt = 128;
export const binCountAt = 136;
export const isOpenAt = 140;
export const binsAt = 3_182_848;
export const maxBins = 512; // of each

// By the numbers of its names, that of a stage on a host: a table of pairs.
export const knownWorksAt = 3_444_992;
export const knownWorksSize = 4096;

// Runs: completions of one batch that stand one after the other, in one bucket. Where they begin, the lowest throughput, which batch, which rows.
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
export const sumsEnd = 3_535_104;

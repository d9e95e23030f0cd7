// AssemblyScript. What is asked of those who have the buckets: row-sums.ts.

/** The numbers of a bucket over all events, where those of the one before were. */
export declare function openTally(bucket: f64): void;

/** The same for a stage on a host. */
export declare function openWork(work: i32, bucket: f64): void;

/** The number of a stage on a host; 0 where it has no row of its own. */
export declare function workOf(component: i32, host: i32): i32;

/** A stage on a host has an event before its first one that was known. */
export declare function noteFirst(work: i32, index: i32, ms: f64, place: f64): void;

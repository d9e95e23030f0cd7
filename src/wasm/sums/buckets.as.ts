// AssemblyScript. Questions to the owner of the buckets: row-sums.ts.

/** Loads the cells of a bucket over all events, in place of the previous one. */
export declare function openTally(bucket: f64): void;

/** The same for a stage on a host. */
export declare function openWork(work: i32, bucket: f64): void;

/** The number of a stage on a host. 0 when it does not have its own row. */
export declare function workOf(component: i32, host: i32): i32;

/** A stage on a host has an event before its first known one. */
export declare function noteFirst(work: i32, index: i32, ms: f64, place: f64): void;

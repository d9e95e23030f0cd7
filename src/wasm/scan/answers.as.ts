// AssemblyScript. What the scanner asks those who know what a line means: scanner-answers.ts.

/** What a key means that has not been met before: is written into its entry. */
export declare function learnKey(key: i32): void;

/** Whether a key that is not kept means something. */
export declare function isKnownKey(scope: i32, from: i32, to: i32): bool;

/** What a text of the dictionary says as a kind, a level, ...: 0 for nothing. */
export declare function learnText(code: i32, text: i32): i32;

/** A value that is spelled in a way of its own, as the number of a slot; NaN where it is none. */
export declare function readValue(slot: i32, unitMs: f64, from: i32, to: i32, spelling: i32): f64;

/** Midnight of the ten characters of a date, UTC; NaN where it is none. */
export declare function midnightOf(from: i32): f64;

/** Which dialect reads a line that keys nominated some for: see the codes of shapes. */
export declare function chooseDialect(nominated: i32, from: i32): i32;

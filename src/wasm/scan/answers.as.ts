// AssemblyScript. The scanner's questions about the meaning of a line, answered by src/events/scan/answers.ts.

/** Looks up a new key and writes its meaning into its entry. */
export declare function learnKey(key: i32): void;

/** Whether a key that is not kept means something. */
export declare function isKnownKey(scope: i32, from: i32, to: i32): bool;

/** What a text of the dictionary means as a kind, a level, ...: 0 for nothing. */
export declare function learnText(code: i32, text: i32): i32;

/** An unusually spelled value as the number for a slot. NaN when it does not fit, Infinity when only the
parser can tell. */
export declare function readValue(slot: i32, unitMs: f64, from: i32, to: i32, spelling: i32): f64;

/** Midnight UTC of a date in ten characters. NaN when it is not a date. */
export declare function midnightOf(from: i32): f64;

/** Which dialect reads a line whose keys nominated some. See the codes of shapes. */
export declare function chooseDialect(nominated: i32, from: i32): i32;

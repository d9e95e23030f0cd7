/** Anything with a `process` method: what a stage of a pipeline is to this library. The first argument is the records. */
export type Stage = {
	process(...args: never[]): unknown;
};

/** A class of such. */
export type StageClass = abstract new (...args: never[]) => Stage;

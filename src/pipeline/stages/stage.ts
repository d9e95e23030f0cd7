/** A stage of a pipeline is anything with a `process` method. The first argument is the records. */
export type Stage = {
	process(...args: never[]): unknown;
};

/** A class of stages. */
export type StageClass = abstract new (...args: never[]) => Stage;

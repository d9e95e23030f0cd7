/** Progress of writing lines into a file. */
export type ExportProgress = {
	readonly lines: number;
	/** 0..1 of the log. */
	readonly share: number;
};

/** How it ended. Whatever was written stays, unless writing failed. */
export type ExportEnd =
	| {
			readonly type: 'done' | 'stopped';
			readonly lines: number;
			readonly bytes: number;
			/** Lines that were gone by then, because of a ring or a recording over its limit. */
			readonly lostLines: number;
	  }
	/** A file of that name exists. It was left alone. */
	| {readonly type: 'taken'}
	| {readonly type: 'failed'; readonly why: string};

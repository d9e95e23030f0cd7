/** How far lines have been written into a file. */
export type ExportProgress = {
	readonly lines: number;
	/** 0..1 of the log. */
	readonly share: number;
};

/** How that ended. What was written by then stays, unless writing failed. */
export type ExportEnd =
	| {
			readonly type: 'done' | 'stopped';
			readonly lines: number;
			readonly bytes: number;
			/** Lines that were gone by then: a ring, or a recording over its limit. */
			readonly lostLines: number;
	  }
	/** There is a file of that name; it was left alone. */
	| {readonly type: 'taken'}
	| {readonly type: 'failed'; readonly why: string};

/** The time cursor: the instant that every panel shows. */
export type Cursor = {
	/** `following` rides on the newest event; `standing` and `playing` stay behind it. */
	readonly mode: 'following' | 'standing' | 'playing';
	/** `undefined` before the first event, and in a log without times. */
	readonly atMs: number | undefined;
	/** Event time per real time while playing; kept while standing. */
	readonly speed: number;
	/** How far the newest event is ahead. */
	readonly behindMs: number;
	/** The silence that the last step of playing jumped over, as long as that is worth saying. */
	readonly skippedMs: number | undefined;
};

/** What moves it. Steps go from bucket end to bucket end. */
export type CursorMove =
	| {readonly type: 'follow'}
	| {readonly type: 'go-to'; readonly atMs: number}
	| {readonly type: 'go-to-start'}
	| {readonly type: 'step'; readonly by: number; readonly unit: 'bucket' | 'minute'}
	| {readonly type: 'play'}
	| {readonly type: 'pause'}
	| {readonly type: 'set-speed'; readonly speed: number};

/** Where it stands at the beginning: at the end of what there is. */
export const followingCursor: Cursor = {mode: 'following', atMs: undefined, speed: 1, behindMs: 0, skippedMs: undefined};

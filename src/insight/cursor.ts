/** The time cursor: the instant that every panel shows. */
export type Cursor = {
	/** `following` stays on the newest event. `standing` and `playing` are behind it. */
	readonly mode: 'following' | 'standing' | 'playing';
	/**
	While standing and playing, the last millisecond of a bucket. `undefined` before the first event, and in a log
	without times.
	*/
	readonly atMs: number | undefined;
	/** Event time per real time while playing. Kept while standing. */
	readonly speed: number;
	/** How far ahead the newest event is, or the present when live. */
	readonly behindMs: number;
	/** The silence that playback just skipped. */
	readonly skippedMs: number | undefined;
};

/** What moves the cursor. Steps go from one bucket end to the next. Every move except `play` makes it stand. */
export type CursorMove =
	| {readonly type: 'follow'}
	/** If that time has not been read yet, the cursor follows until it is. */
	| {readonly type: 'go-to'; readonly atMs: number}
	| {readonly type: 'go-to-start'}
	| {readonly type: 'step'; readonly by: number; readonly unit: 'bucket' | 'minute'}
	/** At the end of a file, or of a log that has ended, playback starts from the beginning. */
	| {readonly type: 'play'}
	| {readonly type: 'pause'}
	/** Pauses when playing or following live, plays when standing. */
	| {readonly type: 'toggle-play'}
	| {readonly type: 'set-speed'; readonly speed: number}
	/** Steps within `speeds`. */
	| {readonly type: 'change-speed'; readonly by: 1 | -1};

/** From a tenth to ten thousand times real time, about three steps per decade. */
export const speeds: readonly number[] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** Its initial state, at the end of the log. */
export const followingCursor: Cursor = {mode: 'following', atMs: undefined, speed: 1, behindMs: 0, skippedMs: undefined};

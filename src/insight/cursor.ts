/** The time cursor: the instant that every panel shows. */
export type Cursor = {
	/** `following` rides on the newest event; `standing` and `playing` stay behind it. */
	readonly mode: 'following' | 'standing' | 'playing';
	/** Standing and playing, the last millisecond of a bucket. `undefined` before the first event, and in a log without times. */
	readonly atMs: number | undefined;
	/** Event time per real time while playing; kept while standing. */
	readonly speed: number;
	/** How far the newest event is ahead; live, how far now is. */
	readonly behindMs: number;
	/** The silence that playing jumped over a moment ago. */
	readonly skippedMs: number | undefined;
};

/** What moves it. Steps go from bucket end to bucket end. Whatever moves it but `play` makes it stand. */
export type CursorMove =
	| {readonly type: 'follow'}
	/** Where that time isn't read yet, it follows until it is. */
	| {readonly type: 'go-to'; readonly atMs: number}
	| {readonly type: 'go-to-start'}
	| {readonly type: 'step'; readonly by: number; readonly unit: 'bucket' | 'minute'}
	/** At the end of a log that has ended or is a file: from its start. */
	| {readonly type: 'play'}
	| {readonly type: 'pause'}
	/** Pauses what plays and what follows live, plays what stands. */
	| {readonly type: 'toggle-play'}
	| {readonly type: 'set-speed'; readonly speed: number}
	/** Steps of `speeds`. */
	| {readonly type: 'change-speed'; readonly by: 1 | -1};

/** From a tenth to ten thousand times real time, some three a decade. */
export const speeds: readonly number[] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** Where it stands at the beginning: at the end of what there is. */
export const followingCursor: Cursor = {mode: 'following', atMs: undefined, speed: 1, behindMs: 0, skippedMs: undefined};

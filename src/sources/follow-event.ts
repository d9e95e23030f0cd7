import type {Buffer} from 'node:buffer';
import {closeSync} from 'node:fs';

/** One file that had, or has, the followed name, with its own line that may not have ended yet. */
export type FollowedPart = {
	/** Counted from 0. */
	readonly number: number;
	readonly fd: number;
	/** Where reading begins: 0, but for a copy or a file that was read before, which is read on. */
	readonly startOffset: number;
};

export type FollowEvent =
	| {readonly type: 'open'; readonly part: FollowedPart}
	/** The memory of `bytes` is used again for the next ones. */
	| {readonly type: 'bytes'; readonly part: FollowedPart; readonly bytes: Buffer}
	/**
	Nothing more comes from the part. `rotated`: another file has its name, and a last line without a newline is whole; its file descriptor is the caller's from
	here on, to read back from and to close. `truncated`: what it held is gone, and such a line with it; its file descriptor is the next part's.
	*/
	| {readonly type: 'close'; readonly part: FollowedPart; readonly reason: 'rotated' | 'truncated'}
	/** All that is there was read. */
	| {readonly type: 'idle'};

export type Following = {
	readonly signal: AbortSignal;
	/** One line for the user: `waiting for PATH`, `PATH was truncated`. */
	readonly onNotice: (notice: string) => void;
	/** How long a file is still looked at after another one took its name. 5000 by default: a writer may not have noticed. */
	readonly lateWriteMs?: number;
	/** The longest time between two looks while nothing happens. 250 by default. */
	readonly longestPauseMs?: number;
};

/** For a part that was handed over as `rotated`. */
export function closePart(part: FollowedPart): void {
	closeSync(part.fd);
}

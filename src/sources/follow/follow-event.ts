import type {Buffer} from 'node:buffer';
import type {Part, SourceEvent} from '../source.ts';

/** One file that had, or has, the followed name. */
export type FollowedPart = Part & {readonly fd: number};

export type FollowEvent = SourceEvent<FollowedPart, Buffer>;

export type Following = {
	readonly signal: AbortSignal;
	/** One line for the user: `waiting for PATH`, `PATH was truncated`. */
	readonly onNotice: (notice: string) => void;
	/** How long a file is still looked at after another one took its name. 5000 by default: a writer may not have noticed. */
	readonly lateWriteMs?: number;
	/** The longest time between two looks while nothing happens. 250 by default. */
	readonly longestPauseMs?: number;
};

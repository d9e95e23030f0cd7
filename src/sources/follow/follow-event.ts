import type {Buffer} from 'node:buffer';
import type {Part, SourceEvent} from '../source.ts';

/** A file that has or had the followed name. */
export type FollowedPart = Part & {readonly fd: number};

export type FollowEvent = SourceEvent<FollowedPart, Buffer>;

export type Following = {
	readonly signal: AbortSignal;
	/** Called with one line for the user: `waiting for PATH`, `PATH was truncated`. */
	readonly onNotice: (notice: string) => void;
	/**
	How long a file is still checked after another one took its name, since its writer may not have noticed. Default:
	5000.
	*/
	readonly lateWriteMs?: number;
	/** The longest time between two checks while nothing happens. Default: 250. */
	readonly longestPauseMs?: number;
};

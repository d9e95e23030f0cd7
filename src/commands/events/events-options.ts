import type {LogOptions} from '../../options/command-options.ts';

export type EventsOptions = LogOptions & {
	/** Print only how many lines match. */
	readonly isCount: boolean;
};

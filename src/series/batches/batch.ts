import type {Spot} from '../parts/log-position.ts';

/** A batch that may still continue: when it began, and its lowest throughput, known since a bucket. */
export type Batch = {
	ms: number;
	place: number;
	lowestRps: number;
	lowestSince: number;
	readonly visits: Map<string, Spot> | undefined;
};

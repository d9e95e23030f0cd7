import type {HostView} from '../../insight/snapshot.ts';
import {formatAge} from './format.ts';

type Rated = Pick<HostView, 'throughputRps' | 'throughputAtMs' | 'isPast'>;

/** How long ago the last throughput was reported, for one that is not of now: `1m18s ago`. */
export function pastText({throughputAtMs, isPast}: Rated, atMs: number | undefined): string | undefined {
	if (isPast !== true) {
		return undefined;
	}
	return throughputAtMs === undefined || atMs === undefined ? 'before it failed' : `${formatAge(atMs - throughputAtMs)} ago`;
}

/** The last throughput, if it is one of now. */
export function presentRps({throughputRps, isPast}: Rated): number | undefined {
	return isPast === true ? undefined : throughputRps;
}

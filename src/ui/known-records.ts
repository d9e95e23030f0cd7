import type {HostView} from '../insight/snapshot.ts';

type Work = Pick<HostView, 'recordsIn' | 'recordsOut' | 'throughputRps'>;

/** What went in; `undefined` where events tell no records: then they tell no rate either. */
export function recordsInOf({recordsIn, throughputRps}: Work): number | undefined {
	return recordsIn === 0 && throughputRps === undefined ? undefined : recordsIn;
}

/** @param passRate - `undefined` where no event tells both. */
export function recordsOutOf(work: Work, passRate: number | undefined): number | undefined {
	const {recordsIn, recordsOut} = work;
	const isTold = recordsOut > 0 || passRate !== undefined || (recordsIn === 0 && recordsInOf(work) !== undefined);
	return isTold ? recordsOut : undefined;
}

import type {HostView} from '../../insight/snapshot.ts';

type Work = Pick<HostView, 'recordsIn' | 'recordsOut' | 'passRate' | 'throughputRps'>;

/** What went in; `undefined` where events tell no records: then they tell no rate either. */
export function recordsInOf({recordsIn, throughputRps}: Work): number | undefined {
	return recordsIn === 0 && throughputRps === undefined ? undefined : recordsIn;
}

/** What came out; `undefined` where no event tells it. */
export function recordsOutOf(work: Work): number | undefined {
	const {recordsIn, recordsOut, passRate} = work;
	const isTold = recordsOut > 0 || passRate !== undefined || (recordsIn === 0 && recordsInOf(work) !== undefined);
	return isTold ? recordsOut : undefined;
}

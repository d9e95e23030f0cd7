import type {HostView} from '../../insight/snapshot.ts';

type Work = Pick<HostView, 'recordsIn' | 'recordsOut' | 'passRate' | 'throughputRps'>;

/** Records in; `undefined` if events don't report records, and so have no rate either. */
export function recordsInOf({recordsIn, throughputRps}: Work): number | undefined {
	return recordsIn === 0 && throughputRps === undefined ? undefined : recordsIn;
}

/** Records out; `undefined` if no event reports them. */
export function recordsOutOf(work: Work): number | undefined {
	const {recordsIn, recordsOut, passRate} = work;
	const isTold = recordsOut > 0 || passRate !== undefined || (recordsIn === 0 && recordsInOf(work) !== undefined);
	return isTold ? recordsOut : undefined;
}

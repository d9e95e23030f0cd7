import type {LogRow} from '../../history/row.ts';
import type {CircuitView, Snapshot} from '../../insight/snapshot.ts';

export type Level = Exclude<keyof Snapshot['levelCounts'], 'unset'>;
export type CircuitState = CircuitView['state'];
/** An event as carried by the rows of the log. */
export type RowEvent = Extract<LogRow['parsed'], {type: 'event'}>['events'][number];

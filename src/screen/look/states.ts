import type {CircuitView, Snapshot} from '../../insight/snapshot.ts';

export type Level = Exclude<keyof Snapshot['levelCounts'], 'unset'>;
export type CircuitState = CircuitView['state'];

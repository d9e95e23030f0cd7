import type {Cursor} from '../../src/insight/cursor.ts';
import type {Snapshot} from '../../src/insight/snapshot.ts';
import type {SourceState} from '../../src/screen/state/store.ts';
import type {Part} from '../widgets/part.ts';

/** The header's data. */
export type HeaderProps = Part & {readonly snapshot: Snapshot; readonly source: SourceState; readonly cursor: Cursor};

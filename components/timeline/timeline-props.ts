import type {Cursor} from '../../src/insight/cursor.ts';
import type {Incident} from '../../src/insight/incident.ts';
import type {Snapshot} from '../../src/insight/snapshot.ts';
import type {TimelineView} from '../../src/insight/timeline/timeline-view.ts';
import type {SourceState} from '../../src/screen/state/store.ts';
import type {ScrolledPart} from '../widgets/part.ts';

/** The timeline's data. */
export type TimelineProps = ScrolledPart & {
	readonly timeline: TimelineView | undefined;
	readonly incidents: readonly Incident[];
	readonly cursor: Cursor;
	readonly source: SourceState;
	readonly snapshot: Pick<Snapshot, 'source' | 'atMs'>;
};

import type {Series} from '../../series/series.ts';
import type {IncidentSettings} from './settings.ts';
import type {StageWork} from './stage-signal.ts';
import type {Stretch} from './stretch.ts';

/** What a detector may look at: the buckets through one, and nothing after it. */
export type Scope = {
	readonly series: Series;
	readonly through: number;
	/** The end of that bucket. */
	readonly endMs: number;
	readonly settings: IncidentSettings;
	/** The work of each stage, which several rules look at. */
	readonly stages: ReadonlyMap<string, StageWork>;
};

/** One rule. Its stretches of one subject don't overlap. */
export type Detector = (scope: Scope) => Stretch[];

import type {ReadOptions} from '../events/read-options.ts';
import {type Baseline, baselineOf} from '../insight/baseline.ts';
import {snapshotAt} from '../insight/snapshot-at.ts';
import {foldSources} from './fold-sources.ts';
import type {Selection} from './protocol.ts';

/**
Folds a good run. Its times are its own, so that `--since` and `--until` don't ask for a part of it; the filter does.

@throws SourceError
*/
export async function readBaseline(path: string, read: ReadOptions, {filter}: Pick<Selection, 'filter'>): Promise<Baseline> {
	const {series, counts, hasTime, dialects} = await foldSources(
		{files: [path], command: undefined, stdin: false},
		{read, selection: {filter, sinceMs: undefined, untilMs: undefined}},
	);
	return baselineOf(path, snapshotAt(series, {atMs: undefined, windowMs: undefined, hasTime, source: counts, dialects, incidents: 0}));
}

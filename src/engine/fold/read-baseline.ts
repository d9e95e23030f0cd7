import type {ReadOptions} from '../../events/read-options.ts';
import type {Selection} from '../../history/line-matcher.ts';
import {noIncidents} from '../../insight/incidents.ts';
import {snapshotAt} from '../../insight/snapshot-at.ts';
import {type Baseline, baselineOf} from '../../insight/stages/baseline.ts';
import {foldSources} from './fold-sources.ts';

/**
Folds the log of a good run. `--filter` applies to it, but `--since` and `--until` don't: its times are different.

@param onProblem - Called with what could not be read.
@throws SourceError
*/
export async function readBaseline(
	path: string,
	read: ReadOptions,
	{filter}: Pick<Selection, 'filter'>,
	onProblem: (problem: string) => void,
): Promise<Baseline> {
	const {series, counts, hasTime, dialects, problems} = await foldSources(
		{files: [path], command: undefined, stdin: false},
		{read, selection: {filter, sinceMs: undefined, untilMs: undefined}},
	);
	problems.forEach(onProblem);
	return baselineOf(
		path,
		snapshotAt(series, {atMs: undefined, windowMs: undefined, hasTime, source: counts, dialects, incidents: noIncidents}),
	);
}

import {foldSources} from '../engine/fold/fold-sources.ts';
import {readBaseline} from '../engine/fold/read-baseline.ts';
import type {CheckResult} from '../insight/alerts/check-watch.ts';
import {incidentsKnownAt, noIncidents} from '../insight/incidents.ts';
import type {Snapshot} from '../insight/snapshot.ts';
import {snapshotAt} from '../insight/snapshot-at.ts';
import {compareToBaseline} from '../insight/stages/baseline.ts';
import {withExit} from '../insight/verdict.ts';
import type {ReadingOptions, SourceOptions} from '../options/command-options.ts';
import {selectionOf} from './selection.ts';

type EndOfLog = {
	readonly snapshot: Snapshot;
	readonly checks: readonly CheckResult[];
	readonly notices: readonly string[];
	readonly problems: readonly string[];
};

/**
Reads a log to its end and takes a snapshot there, compared with the baseline if one is named.

@param checks - Conditions that must hold.
*/
export async function readToEnd(options: SourceOptions & ReadingOptions, checks: readonly string[] = []): Promise<EndOfLog> {
	const {read, rules, threads, windowMs, incidents} = options;
	const selection = await selectionOf(options);
	const problems: string[] = [];
	const baseline =
		rules.baseline === undefined ? undefined : await readBaseline(rules.baseline, read, selection, problem => problems.push(problem));
	const {series, counts, hasTime, dialects, ...found} = await foldSources(options, {
		read,
		selection,
		alerts: rules.alerts,
		checks,
		threads,
	});
	const snapshot = snapshotAt(series, {
		incidents: series.toMs === undefined || !hasTime ? noIncidents : incidentsKnownAt(series, series.toMs, incidents),
		atMs: undefined,
		windowMs,
		hasTime,
		hasSince: selection.sinceMs !== undefined,
		source: counts,
		dialects,
	});
	const judged = found.exit === undefined ? snapshot : withExit(snapshot, found.exit);
	return {
		snapshot: baseline === undefined ? judged : {...judged, baseline: compareToBaseline(snapshot, baseline)},
		checks: found.checks,
		notices: found.notices,
		problems: [...problems, ...found.problems],
	};
}

import type {ReadOptions} from '../../events/read-options.ts';
import type {Selection} from '../../history/line-matcher.ts';
import {compileMatcher} from '../../history/line-matcher.ts';
import type {CheckResult} from '../../insight/alerts/check-watch.ts';
import type {SourceCounts} from '../../insight/snapshot.ts';
import {type LogSources, readLog} from '../../reading/read-log.ts';
import type {Series} from '../../series/series.ts';
import type {CommandExit} from '../../sources/index.ts';
import {RuleAlerts} from '../alerts/rule-alerts.ts';
import {RuleChecks} from '../alerts/rule-checks.ts';
import {boundHeap} from '../bound-heap.ts';
import {Fold} from './fold.ts';
import {foldSink} from './fold-sink.ts';
import type {KeptStreams} from './kept-streams.ts';

export type HeadlessOptions = {
	readonly read: ReadOptions;
	readonly selection: Selection;
	/** Alert rules; their alerts are counted. */
	readonly alerts?: readonly string[] | undefined;
	/** Conditions on the whole log. */
	readonly checks?: readonly string[] | undefined;
	/** The most threads to read a file with. */
	readonly threads?: number | undefined;
	/** Gets a copy of what can be read only once. */
	readonly kept?: KeptStreams | undefined;
};

export type Folded = {
	readonly series: Series;
	readonly counts: SourceCounts;
	/** Whether any line has a time. */
	readonly hasTime: boolean;
	readonly dialects: readonly string[];
	/** Messages for the user. */
	readonly notices: readonly string[];
	/** What could not be read, for example the end of a damaged file. */
	readonly problems: readonly string[];
	readonly checks: readonly CheckResult[];
	/** How the pipeline that was started for it ended. */
	readonly exit: CommandExit | undefined;
};

const boundHeapAfterMs = 1500; // by then the threads have loaded and their code is cached
const boundHeapEachMs = 50;

/**
Folds a whole log.

@throws SourceError, CommandStartError, FilterError, AlertRuleError
*/
export async function foldSources(sources: LogSources, options: HeadlessOptions): Promise<Folded> {
	const timer = setInterval(boundHeap(boundHeapAfterMs), boundHeapEachMs).unref();
	const notices: string[] = [];
	const problems: string[] = [];
	let exit: CommandExit | undefined;
	const onProblem = (problem: string) => problems.push(problem);
	const {read, selection} = options;
	const fold = new Fold({read, selection: compileMatcher(selection, [selection.filter])});
	const alerts = new RuleAlerts(options.alerts ?? [], fold.series);
	const checks = new RuleChecks(options.checks ?? []);
	if (options.alerts !== undefined && options.alerts.length > 0) {
		fold.watch(alerts);
	}
	if (options.checks !== undefined && options.checks.length > 0) {
		fold.watch(checks);
	}
	await readLog(sources, foldSink(fold, {...options, onProblem}), {
		read,
		onProblem,
		onNotice: notice => notices.push(notice),
		onExit: end => {
			exit = end;
		},
		signal: new AbortController().signal,
	});
	fold.finish();
	clearInterval(timer);
	const {series, counts, hasTime, dialects} = fold;
	return {
		series,
		counts,
		hasTime,
		dialects,
		notices: [...notices, ...alerts.notices({hasEnded: true})],
		problems,
		checks: checks.results(series, counts.events),
		exit,
	};
}

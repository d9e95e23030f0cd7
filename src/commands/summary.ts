import process from 'node:process';
import {foldSources} from '../engine/fold-sources.ts';
import {readBaseline} from '../engine/read-baseline.ts';
import {UsageError} from '../errors.ts';
import {compareToBaseline} from '../insight/baseline.ts';
import {snapshotAt} from '../insight/snapshot-at.ts';
import type {WatchOptions} from '../options.ts';
import {capabilitiesOf} from '../terminal/capabilities.ts';
import {summaryLines} from '../ui/summary-lines.ts';
import {selectionOf} from './selection.ts';
import {tell} from './tell.ts';

/**
What the screen would show at the end of the input, as plain text on stdout: for a stdout that is no terminal, or one that can't move its cursor.

@throws UsageError where there is nothing to read.
*/
export async function summarize(options: WatchOptions): Promise<number> {
	if (options.files.length === 0 && !options.stdin && options.command === undefined) {
		throw new UsageError(
			'no log to read: stdin is a terminal and stdout is none (name a file, pipe a log in, or give a command after `--`)',
		);
	}
	const selection = await selectionOf(options);
	const baseline = options.rules.baseline === undefined ? undefined : await readBaseline(options.rules.baseline, options.read, selection);
	const {series, counts, hasTime, dialects, notices} = await foldSources(options, {
		read: options.read,
		selection,
		alerts: options.rules.alerts,
	});
	const snapshot = snapshotAt(series, {
		atMs: undefined,
		windowMs: options.windowMs,
		hasTime,
		isLater: selection.sinceMs !== undefined,
		source: counts,
		dialects,
	});
	const compared = baseline === undefined ? snapshot : {...snapshot, baseline: compareToBaseline(snapshot, baseline)};
	const lines = summaryLines(compared, options.ascii ?? capabilitiesOf(process.env).ascii);
	process.stdout.write(`${lines.join('\n')}\n`);
	notices.forEach(tell);
	return 0;
}

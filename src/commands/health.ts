import process from 'node:process';
import {foldSources} from '../engine/fold-sources.ts';
import {readBaseline} from '../engine/read-baseline.ts';
import {UsageError} from '../errors.ts';
import {compareToBaseline} from '../insight/baseline.ts';
import {healthOf} from '../insight/health.ts';
import {incidentCountAt} from '../insight/incidents.ts';
import {roundedTo} from '../insight/rounded.ts';
import {snapshotAt} from '../insight/snapshot-at.ts';
import type {HealthOptions} from '../options.ts';
import {safeJson} from './safe-json.ts';
import {selectionOf} from './selection.ts';
import {tell} from './tell.ts';

/**
Prints the health snapshot of a whole log as one JSON document.

@returns 1 when it is DEGRADED or a check does not hold, else 0; also for a pipeline that was run for it, whatever code it ended with.
@throws UsageError where there is nothing to read.
*/
export async function run(options: HealthOptions): Promise<number> {
	if (options.files.length === 0 && !options.stdin && options.command === undefined) {
		throw new UsageError('health: no log to read (name a file, pipe a log in, or give a command after `--`)');
	}
	const {read, rules} = options;
	const selection = await selectionOf(options);
	const baseline = rules.baseline === undefined ? undefined : await readBaseline(rules.baseline, read, selection);
	const {series, counts, hasTime, dialects, notices, checks} = await foldSources(options, {
		read,
		selection,
		alerts: rules.alerts,
		checks: options.checks,
		threads: options.threads,
	});
	const incidents = series.toMs === undefined ? 0 : incidentCountAt(series, series.toMs, options.incidents);
	const snapshot = snapshotAt(series, {
		incidents,
		atMs: undefined,
		windowMs: options.windowMs,
		hasTime,
		isLater: selection.sinceMs !== undefined,
		source: counts,
		dialects,
	});
	const compared = baseline === undefined ? snapshot : {...snapshot, baseline: compareToBaseline(snapshot, baseline)};
	process.stdout.write(`${safeJson(healthOf(compared, checks))}\n`);
	notices.forEach(tell);
	const broken = checks.filter(({holds}) => !holds);
	for (const {check, value, why} of broken) {
		tell(`check ${check} does not hold: ${why ?? `it is ${value && roundedTo(value, 6)}`}`);
	}
	return snapshot.status === 'DEGRADED' || broken.length > 0 ? 1 : 0;
}

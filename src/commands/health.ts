import process from 'node:process';
import {foldSources} from '../engine/fold-sources.ts';
import {UsageError} from '../errors.ts';
import {healthOf} from '../insight/health.ts';
import {incidentsOf} from '../insight/incidents.ts';
import {snapshotAt} from '../insight/snapshot-at.ts';
import type {HealthOptions} from '../options.ts';
import {safeJson} from './safe-json.ts';
import {selectionOf} from './selection.ts';

/**
Prints the health snapshot of a whole log as one JSON document.

@returns 1 when it is DEGRADED, else 0; also for a pipeline that was run for it, whatever code it ended with.
@throws UsageError where there is nothing to read.
*/
export async function run(options: HealthOptions): Promise<number> {
	if (options.files.length === 0 && !options.stdin && options.command === undefined) {
		throw new UsageError('health: no log to read (name a file, pipe a log in, or give a command after `--`)');
	}
	const {series, counts, hasTime, dialects, notices} = await foldSources(options, {
		read: options.read,
		selection: await selectionOf(options),
	});
	const incidents = incidentsOf(series, options.incidents).length;
	const snapshot = snapshotAt(series, {incidents, atMs: undefined, windowMs: options.windowMs, hasTime, source: counts, dialects});
	process.stdout.write(`${safeJson(healthOf(snapshot))}\n`);
	for (const notice of notices) {
		process.stderr.write(`obs-top: ${notice}\n`);
	}
	return snapshot.status === 'DEGRADED' ? 1 : 0;
}

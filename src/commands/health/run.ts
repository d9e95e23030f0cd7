import {healthOf} from '../../insight/health.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {round} from '../../shared/round.ts';
import {readToEnd} from '../end-of-log.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {safeJson} from '../safe-json.ts';
import {tell} from '../tell.ts';
import {sourceNames, tellMisread} from '../tell-misread.ts';

export type HealthOptions = LogOptions & {
	/** Checked conditions that must hold. */
	readonly checks: readonly string[];
};

/**
Prints the health snapshot of a whole log as one JSON document.

@returns 3 if a source could not be read to its end, 1 if DEGRADED or a check fails, else 0. A pipeline started for
it that ends with another code than 0 is DEGRADED.
*/
export async function run(options: HealthOptions): Promise<number> {
	const {snapshot, checks, notices, problems} = await readToEnd(options, options.checks);
	await print(`${safeJson(healthOf(snapshot, checks, options.foundConfig, sourceNames(options)))}\n`);
	notices.forEach(tell);
	tellMisread(snapshot.source, options);
	const unread = new Problems();
	problems.forEach(unread.take);
	const broken = checks.filter(({holds}) => !holds);
	for (const {check, value, isAtLeast, why} of broken) {
		tell(`check ${check} failed: ${why ?? `the value is ${isAtLeast ? 'at least ' : ''}${value && round(value, 6)}`}`);
	}
	return unread.exitCode(snapshot.status === 'DEGRADED' || broken.length > 0 ? 1 : 0);
}

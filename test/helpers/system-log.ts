import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {readToEnd} from '../../src/commands/end-of-log.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';
import {type HealthReport, healthOf} from '../../src/insight/health.ts';
import {defaultIncidentSettings} from '../../src/insight/incidents/settings.ts';

export function fixtureOf(name: string): Uint8Array {
	return readFileSync(new URL(`../fixtures/systems/${name}`, import.meta.url));
}

/** What `obs-top health` says of a system's log in test/fixtures/systems. */
export async function healthOfSystem(name: string, read: Partial<ReadOptions> = {}): Promise<HealthReport> {
	const path = fileURLToPath(new URL(`../fixtures/systems/${name}`, import.meta.url));
	const {snapshot} = await readToEnd(
		{
			files: [path],
			follow: false,
			command: undefined,
			stdin: false,
			foundConfig: undefined,
			rules: {alerts: [], baseline: undefined},
			read: {...defaultReadOptions, ...read},
			threads: undefined,
			incidents: defaultIncidentSettings,
			selection: {filter: undefined, since: undefined, until: undefined},
			windowMs: undefined,
			recording: {type: 'off'},
		},
		[],
	);
	return healthOf(snapshot, [], undefined, [path]);
}

/** What the owner of a system must see. `p50` in milliseconds. */
export type Seen = {
	readonly stages: Readonly<
		Record<
			string,
			{
				readonly completions: number;
				readonly failures: number;
				readonly errors?: number;
				readonly p50?: number;
				readonly recordsIn?: number;
				readonly recordsOut?: number;
			}
		>
	>;
	readonly status: 'HEALTHY' | 'DEGRADED' | 'UNKNOWN';
	/** In one of the reasons of the status. */
	readonly reason?: string;
	/** Lines of which nothing is understood; none if left out. */
	readonly notUnderstood?: number;
};

/** Compares what `obs-top health` says of a system's log with what its owner must see: these stages and no others. */
export async function seesSystem(t: ExecutionContext, name: string, seen: Seen): Promise<void> {
	const {status, statusReasons, stages, source} = await healthOfSystem(name);
	t.deepEqual(Object.keys(stages).toSorted(), Object.keys(seen.stages).toSorted(), name);
	for (const [stage, {p50, ...counts}] of Object.entries(seen.stages)) {
		t.like(stages[stage], counts, `${name}: ${stage}`);
		const elapsed = stages[stage]?.elapsedMs?.p50;
		t.true(p50 === undefined ? true : elapsed !== undefined && Math.abs(elapsed - p50) <= p50 / 100, `${name}: ${stage} took ${elapsed}`);
	}
	t.is(status, seen.status, name);
	t.true(
		seen.reason === undefined || statusReasons.some(reason => reason.includes(seen.reason ?? '')),
		`${name}: ${statusReasons.join('; ')}`,
	);
	t.is(source.notUnderstood?.lines ?? 0, seen.notUnderstood ?? 0, name);
}

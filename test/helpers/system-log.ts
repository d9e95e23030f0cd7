import {fileURLToPath} from 'node:url';
import {readToEnd} from '../../src/commands/end-of-log.ts';
import {defaultReadOptions, type ReadOptions} from '../../src/events/read-options.ts';
import {type HealthReport, healthOf} from '../../src/insight/health.ts';
import {defaultIncidentSettings} from '../../src/insight/incidents/settings.ts';

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

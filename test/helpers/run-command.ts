import process from 'node:process';
import type {EventsOptions} from '../../src/commands/events/events-options.ts';
import {run as events} from '../../src/commands/events/run.ts';
import type {HealthOptions} from '../../src/commands/health/run.ts';
import {run as health} from '../../src/commands/health/run.ts';
import {ObsTopError} from '../../src/errors.ts';
import {defaultIncidentSettings} from '../../src/insight/incidents/settings.ts';

// A program, `run-command.ts health|events OPTIONS-AS-JSON`; anything omitted is as on a command line without options.
const [name, text = '{}'] = process.argv.slice(2);
const given: Partial<HealthOptions & EventsOptions> = JSON.parse(text);
const options: HealthOptions & EventsOptions = {
	foundConfig: undefined,
	rules: {alerts: [], baseline: undefined},
	checks: [],
	isCount: false,
	files: [],
	follow: false,
	command: undefined,
	stdin: false,
	read: {map: [], dialect: undefined, timeZone: 'UTC'},
	incidents: defaultIncidentSettings,
	windowMs: undefined,
	recording: {type: 'off'},
	threads: undefined,
	...given,
	selection: {filter: undefined, since: undefined, until: undefined, ...given.selection},
};
try {
	process.exitCode = await (name === 'health' ? health : events)(options);
} catch (error) {
	if (!(error instanceof ObsTopError)) {
		throw error;
	}
	process.stderr.write(`obs-top: ${error.message}\n`);
	process.exitCode = error.exitCode;
}

import type {Config} from '../config/load-config.ts';
import {defaultIncidentSettings} from '../insight/incidents/settings.ts';
import type {FoundConfig, ReadingOptions, RecordingOptions} from './command-options.ts';
import {settle, type Values} from './read-values.ts';
import {ruleOptions} from './rule-options.ts';

type Said = {
	readonly isScreen: boolean;
	readonly given: Values;
	readonly config: Config;
	readonly configured: Values;
	/** The FILTER of `events`. */
	readonly eventsFilter: string | undefined;
};

/**
How to read the lines and which of them count. The command line comes before the config.

@throws FilterError, UsageError
*/
export async function readingOptions({isScreen, given, config, configured, eventsFilter}: Said): Promise<ReadingOptions> {
	return {
		foundConfig: inForce(config.found, given),
		read: {
			map: [...(given.map ?? []), ...(configured.map ?? [])],
			dialect: given.dialect ?? configured.dialect,
			timeZone: given.timeZone ?? configured.timeZone ?? 'UTC',
			timeFormat: given.timeFormat ?? configured.timeFormat,
			...(configured.rules !== undefined && {rules: configured.rules}),
		},
		threads: given.threads,
		rules: await ruleOptions(given, configured, config),
		incidents: {...defaultIncidentSettings, ...config.incidents},
		selection: {
			filter: await combinedFilter(given, configured, eventsFilter),
			since: given.since,
			until: given.until,
		},
		// The config's window is for the screen. Commands that sum over the whole log only use one from the command line.
		windowMs: given.windowMs ?? (isScreen ? configured.windowMs : undefined),
		recording: recordingOf(given, configured),
	};
}

/** Drops keys that the command line overrides. */
function inForce(found: FoundConfig | undefined, {filter, timeZone, timeFormat, dialect}: Values): FoundConfig | undefined {
	const given: Readonly<Record<string, string | undefined>> = {filter, timeZone, timeFormat, dialect};
	const keys = found?.keys.filter(key => given[key] === undefined) ?? [];
	return found && keys.length > 0 ? {path: found.path, keys} : undefined;
}

async function combinedFilter(given: Values, configured: Values, eventsFilter: string | undefined): Promise<string | undefined> {
	const filter = given.filter ?? configured.filter;
	const {level, stage} = given;
	if ([filter, level, stage, eventsFilter].every(part => part === undefined)) {
		return undefined;
	}
	const {combineFilters, compileFilter, componentFilter} = await import('../query/filter.ts');
	compileFilter(eventsFilter ?? '');
	return combineFilters(
		[level && `level>=${level}`, stage && componentFilter(stage), filter, eventsFilter].filter(part => part !== undefined),
	);
}

function recordingOf(given: Values, configured: Values): RecordingOptions {
	const {record, recordMaxBytes} = settle(given, configured);
	if (given.recordOff === true || (given.record === undefined && configured.recordOff === true)) {
		return {type: 'off'};
	}
	return record === undefined ? {type: 'default', maxBytes: recordMaxBytes} : {type: 'path', path: record, maxBytes: recordMaxBytes};
}

import type {Config} from '../config.ts';
import {UsageError} from '../errors.ts';
import {defaultIncidentSettings} from '../insight/incidents/settings.ts';
import type {CommandLine} from './command-line.ts';
import type {FoundConfig, ReadingOptions, RecordingOptions} from './command-options.ts';
import {ruleOptions} from './rule-options.ts';
import type {Settings} from './settings.ts';

const defaultRecordMaxBytes = 1024 ** 3;

/**
How the lines are read and which of them count; the command line comes before the config.

@param eventsFilter - The FILTER of `events`.
@throws FilterError, UsageError
*/
export async function readingOptions(
	line: CommandLine,
	given: Settings,
	config: Config,
	configured: Settings,
	eventsFilter: string | undefined,
): Promise<ReadingOptions> {
	return {
		foundConfig: inForce(config.found, given),
		read: {
			map: [...given.map, ...configured.map],
			dialect: given.dialect ?? configured.dialect,
			timeZone: given.timeZone ?? configured.timeZone ?? 'UTC',
		},
		threads: given.threads,
		rules: await ruleOptions(line, config),
		incidents: {...defaultIncidentSettings, ...config.incidents},
		selection: {
			filter: await combinedFilter(given, configured, eventsFilter),
			since: given.since,
			until: given.until,
		},
		// The config's is the screen's: what sums over the whole log goes by what was asked for on the spot.
		windowMs: given.windowMs ?? (line.name === 'watch' ? configured.windowMs : undefined),
		recording: recordingOf(line, given, config.record, configured),
	};
}

/** What the command line says instead is not the file's any more. */
function inForce(found: FoundConfig | undefined, {filter, timeZone, dialect}: Settings): FoundConfig | undefined {
	const given: Readonly<Record<string, string | undefined>> = {filter, timeZone, dialect};
	const keys = found?.keys.filter(key => given[key] === undefined) ?? [];
	return found && keys.length > 0 ? {path: found.path, keys} : undefined;
}

async function combinedFilter(given: Settings, configured: Settings, eventsFilter: string | undefined): Promise<string | undefined> {
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

function recordingOf({record}: CommandLine, given: Settings, configRecord: Config['record'], configured: Settings): RecordingOptions {
	const maxBytes = given.recordMaxBytes ?? configured.recordMaxBytes ?? defaultRecordMaxBytes;
	if (record === '') {
		throw new UsageError('--record "" names no file: use a path, or --no-record');
	}
	if (record === false || (record === undefined && configRecord.off === true)) {
		return {type: 'off'};
	}
	const path = record ?? configRecord.path;
	return path === undefined ? {type: 'default', maxBytes} : {type: 'path', path, maxBytes};
}

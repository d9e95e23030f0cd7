import type {Config} from '../config.ts';
import {UsageError} from '../errors.ts';
import {defaultIncidentSettings} from '../insight/incidents/settings.ts';
import type {CommandLine} from './command-line.ts';
import type {ReadingOptions, RecordingOptions} from './command-options.ts';
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
	config: Config | undefined,
	configured: Settings | undefined,
	eventsFilter: string | undefined,
): Promise<ReadingOptions> {
	return {
		read: {
			map: [...given.map, ...(configured?.map ?? [])],
			dialect: given.dialect ?? configured?.dialect,
			timeZone: given.timeZone ?? configured?.timeZone ?? 'UTC',
		},
		threads: given.threads,
		rules: await ruleOptions(line, config),
		incidents: {...defaultIncidentSettings, ...config?.incidents},
		selection: {
			filter: await combinedFilter(given, configured, eventsFilter),
			since: given.since,
			until: given.until,
		},
		// The config's is the screen's: what sums over the whole log goes by what was asked for on the spot.
		windowMs: given.windowMs ?? (line.name === 'watch' ? configured?.windowMs : undefined),
		recording: recordingOf(line, given, config?.record, configured),
	};
}

async function combinedFilter(
	given: Settings,
	configured: Settings | undefined,
	eventsFilter: string | undefined,
): Promise<string | undefined> {
	const filter = given.filter ?? configured?.filter;
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

function recordingOf(
	{record}: CommandLine,
	given: Settings,
	configRecord: Config['record'] | undefined,
	configured: Settings | undefined,
): RecordingOptions {
	const maxBytes = given.recordMaxBytes ?? configured?.recordMaxBytes ?? defaultRecordMaxBytes;
	if (record === '') {
		throw new UsageError('--record "" names no file: use a path, or --no-record');
	}
	if (record === false || (record === undefined && configRecord?.off === true)) {
		return {type: 'off'};
	}
	const path = record ?? configRecord?.path;
	return path === undefined ? {type: 'default', maxBytes} : {type: 'path', path, maxBytes};
}

import {UsageError} from '../errors.ts';
import {parseDurationMs} from '../events/duration.ts';
import {levels} from '../events/event.ts';
import {parseLevel} from '../events/level.ts';
import {speeds} from '../insight/cursor.ts';
import {canonicalNames, canonicalOf} from '../shared/field-names.ts';
import {didYouMean} from '../shared/nearest.ts';
import {zoneClock} from '../shared/time-zone.ts';
import {themeNames} from '../ui/theme.ts';
import {type CursorTime, cursorTimeWants, parseCursorTime} from './cursor-time.ts';
import {parseSize} from './size.ts';
import {parseTimeSpec, type TimeSpec} from './time-spec.ts';

/** Values as they are typed, on the command line or in a config file. */
export type RawSettings = {
	readonly filter?: string | undefined;
	readonly level?: string | undefined;
	readonly stage?: string | undefined;
	readonly since?: string | undefined;
	readonly until?: string | undefined;
	readonly window?: string | undefined;
	readonly map?: ReadonlyArray<readonly [canonical: string, field: string]> | undefined;
	readonly timeZone?: string | undefined;
	readonly dialect?: string | undefined;
	readonly recordMax?: string | undefined;
	readonly at?: string | undefined;
	readonly speed?: string | undefined;
	readonly fps?: string | undefined;
	readonly threads?: string | undefined;
	readonly theme?: string | undefined;
};

/** The same, read and known to be right. */
export type Settings = {
	readonly filter: string | undefined;
	/** A level's canonical name. */
	readonly level: string | undefined;
	readonly stage: string | undefined;
	readonly since: TimeSpec | undefined;
	readonly until: TimeSpec | undefined;
	readonly windowMs: number | undefined;
	readonly map: ReadonlyArray<{readonly canonical: string; readonly field: string}>;
	readonly timeZone: string | undefined;
	readonly dialect: string | undefined;
	readonly recordMaxBytes: number | undefined;
	readonly at: CursorTime | undefined;
	readonly speed: number | undefined;
	readonly fps: number | undefined;
	readonly threads: number | undefined;
	readonly theme: string | undefined;
};

const shortestWindowMs = 1000; // the series' finest bucket
const mostFps = 60;
const mostThreads = 64;

/**
Reads every value that is there. What takes long to load (the filter language, the dialects) is only loaded for a value that needs it.

@param placeOf - How an error names a value: `--window` on the command line, `window` in a config file.
@throws UsageError that names the value and what would be right.
*/
export async function readSettings(raw: RawSettings, placeOf: (key: keyof RawSettings) => string): Promise<Settings> {
	const read = <Value>(
		key: Exclude<keyof RawSettings, 'map'>,
		parse: (text: string) => Value | undefined,
		wants: string | ((text: string) => string),
	) => {
		const text = raw[key];
		if (text === undefined) {
			return undefined;
		}
		const value = parse(text);
		if (value === undefined) {
			throw new UsageError(`${placeOf(key)} ${text === '' ? '""' : text} ${typeof wants === 'string' ? wants : wants(text)}`);
		}
		return value;
	};
	return {
		filter: await checkedFilter(raw.filter, placeOf),
		level: read('level', parseLevel, text => `is no level: use one of ${levels.join(', ')}${didYouMean(text, levels)}`),
		stage: read('stage', text => (text === '' ? undefined : text), 'names no stage: use a name or a glob such as enrich*'),
		since: read('since', parseTimeSpec, 'is no time: use 2h, 22:15 or an ISO date'),
		until: read('until', parseTimeSpec, 'is no time: use 2h, 22:15 or an ISO date'),
		windowMs: read('window', parseWindow, 'is no time span of a second or more: use 90s, 5m or 1h30m'),
		map: (raw.map ?? []).map(([canonical, field]) => readMapping(canonical, field, placeOf('map'))),
		timeZone: read(
			'timeZone',
			zone => (zoneClock(zone) === undefined ? undefined : zone),
			'is no time zone: use a name such as UTC or Europe/Berlin',
		),
		dialect: await checkedDialect(raw.dialect, placeOf),
		recordMaxBytes: read('recordMax', parseSize, 'is no size: use 64MiB or 1G'),
		at: read('at', parseCursorTime, cursorTimeWants),
		speed: read('speed', parseSpeed, 'is no speed: use 0.1 to 10000, times real time'),
		fps: read('fps', text => parseCount(text, mostFps), `is no number of frames a second: use 1 to ${mostFps}`),
		threads: read('threads', text => parseCount(text, mostThreads), `is no number of threads: use 1 to ${mostThreads}`),
		theme: read(
			'theme',
			name => themeNames.find(known => known === name),
			name => `is no theme: use one of ${themeNames.join(', ')}${didYouMean(name, themeNames)}`,
		),
	};
}

function parseWindow(text: string): number | undefined {
	const ms = parseDurationMs(text);
	return ms !== undefined && ms >= shortestWindowMs ? ms : undefined;
}

function parseSpeed(text: string): number | undefined {
	const speed = /^x?(\d{1,5}(?:\.\d{1,3})?)x?$/.exec(text)?.[1];
	const [slowest = 0, fastest = 0] = [speeds[0], speeds.at(-1)];
	return speed !== undefined && Number(speed) >= slowest && Number(speed) <= fastest ? Number(speed) : undefined;
}

function parseCount(text: string, most: number): number | undefined {
	const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
	return count >= 1 && count <= most ? count : undefined;
}

function readMapping(name: string, field: string, place: string): {readonly canonical: string; readonly field: string} {
	const canonical = canonicalOf(name);
	if (canonical === undefined) {
		throw new UsageError(
			`${place} ${name}=${field}: there is no field ${name}${didYouMean(name, canonicalNames) || ` (one of ${canonicalNames.join(', ')})`}`,
		);
	}
	if (field === '') {
		throw new UsageError(`${place} ${name}= names no field: use ${place} ${name}=NAME`);
	}
	return {canonical, field};
}

async function checkedFilter(filter: string | undefined, placeOf: (key: 'filter') => string): Promise<string | undefined> {
	if (filter === undefined || filter.trim() === '') {
		return undefined;
	}
	const {checkFilter, shortened} = await import('../query/filter.ts');
	const problem = checkFilter(filter);
	if (problem !== undefined) {
		throw new UsageError(`${placeOf('filter')} ${shortened(filter)}: ${problem.message}, column ${problem.column + 1}`);
	}
	return filter;
}

async function checkedDialect(dialect: string | undefined, placeOf: (key: 'dialect') => string): Promise<string | undefined> {
	if (dialect === undefined) {
		return undefined;
	}
	const {dialectNamed, dialectNames} = await import('../events/dialects/index.ts');
	if (dialectNamed(dialect) === undefined) {
		throw new UsageError(
			`${placeOf('dialect')} ${dialect} is no dialect: use one of ${dialectNames.join(', ')}${didYouMean(dialect, dialectNames)}`,
		);
	}
	return dialect;
}

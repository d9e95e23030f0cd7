import {UsageError} from '../../errors.ts';
import type {Mapping} from '../../events/read-options.ts';
import type {Rule} from '../../events/rules/rule.ts';
import {problemOfFormat} from '../../events/values/time-format.ts';
import {msOfUnit} from '../../shared/duration-units.ts';
import {canonicalNames, canonicalOf} from '../../shared/field-names.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {zoneClock} from '../../shared/time-zone.ts';
import {flagOption, listOption, tablesOption, textOption, wanted} from '../option.ts';
import {countUpTo} from '../values/numbers.ts';

const group = 'Input:';
const mostThreads = 64;

export const files = listOption({
	group,
	flags: '--file <path>',
	help: 'log file, glob, or - for stdin (repeatable); reads .gz and .zst too',
	config: {key: 'source.files', type: 'list', whenFound: 'ignored'},
});

export const follow = flagOption({
	group,
	flags: '-f, --follow',
	alias: '-F',
	help: 'keep reading as the files grow and rotate (tail -F)',
	config: {key: 'source.follow', type: 'flag', whenFound: 'ignored'},
});

export const sourceCommand = listOption({
	group,
	help: 'pipeline to run: the program and its arguments',
	config: {key: 'source.command', type: 'command', whenFound: 'ignored'},
});

export const config = textOption({
	group,
	flags: '--config <path>',
	help: 'read this config file instead of the ones obs-top finds',
	read: path => path,
});

export const map = {
	...listOption({
		group,
		flags: '--map <field=path>',
		help: 'read a field from another place, such as elapsedMs=steps[*].took:s (repeatable)',
		config: {key: 'map', type: 'map', whenFound: 'judged'},
	}),
	read: (texts: readonly string[], place: string) => texts.map(text => readMapping(text, place)),
};

export const rules = tablesOption({
	group,
	help: 'how to read events: which are a stage that completed or failed, and where its numbers are (rules.md)',
	config: {key: 'rules', type: 'tables', whenFound: 'judged'},
	read: readRules,
});

export const timeZone = textOption({
	group,
	flags: '--tz <zone>',
	help: 'time zone for timestamps without one (default: UTC)',
	config: {key: 'timeZone', type: 'text', whenFound: 'judged', schema: {default: 'UTC'}},
	read: wanted(zone => (zoneClock(zone) === undefined ? undefined : zone), 'is not a time zone: use a name such as UTC or Europe/Berlin'),
});

export const timeFormat = textOption({
	group,
	flags: '--time-format <format>',
	help: "form of times that obs-top can't read, as strftime has it: '%d.%m.%Y %H:%M:%S'",
	config: {key: 'timeFormat', type: 'text', whenFound: 'judged'},
	read: readTimeFormat,
});

export const dialect = textOption({
	group,
	flags: '--dialect <name>',
	help: "log dialect to read, if obs-top doesn't detect it",
	config: {key: 'dialect', type: 'text', whenFound: 'judged'},
	read: readDialect,
});

export const threads = textOption({
	group,
	flags: '--threads <n>',
	help: 'most threads to read a file with (default: one per core, up to 8)',
	read: wanted(countUpTo(mostThreads), `is not a number of threads: use 1 to ${mostThreads}`),
});

function readMapping(text: string, place: string): Mapping {
	const at = text.indexOf('=');
	if (at === -1) {
		throw new UsageError(`${place} ${text} is not a mapping: use ${place} elapsedMs=NAME`);
	}
	const [name, field] = [text.slice(0, at), text.slice(at + 1)];
	const canonical = canonicalOf(name);
	if (canonical === undefined) {
		throw new UsageError(
			`${place} ${text}: unknown field ${name}${didYouMean(name, canonicalNames) || ` (one of ${canonicalNames.join(', ')})`}`,
		);
	}
	if (field === '') {
		throw new UsageError(`${place} ${name}= is missing a name: use ${place} ${name}=NAME`);
	}
	return canonical === 'elapsedMs' ? readDuration(canonical, field, `${place} ${text}`) : {canonical, field};
}

/** What stands behind the last colon is the unit. */
function readDuration(canonical: string, path: string, place: string): Mapping {
	const [, field = path, unit] = /^(.+):([^:]*)$/.exec(path) ?? [];
	const unitMs = unit === undefined ? undefined : msOfUnit.get(unit);
	if (unit !== undefined && unitMs === undefined) {
		throw new UsageError(`${place}: unknown unit ${unit === '' ? '""' : unit} (one of ns, us, ms, s, m, h, d)`);
	}
	return {canonical, field, ...(unitMs !== undefined && {unitMs})};
}

function readTimeFormat(format: string, place: string): string {
	const problem = problemOfFormat(format);
	if (problem !== undefined) {
		throw new UsageError(`${place} ${format === '' ? '""' : format} ${problem}`);
	}
	return format;
}

/** Loads the filter language only for rules. */
async function readRules(written: readonly object[], place: string): Promise<readonly Rule[]> {
	const {checkRules} = await import('../../events/rules/check-rule.ts');
	return checkRules(written, place);
}

/** Loads the dialects only when one is named. */
async function readDialect(name: string, place: string): Promise<string> {
	const {dialectNamed, dialectNames} = await import('../../events/dialects/index.ts');
	if (dialectNamed(name) === undefined) {
		throw new UsageError(`${place} ${name} is not a dialect: use one of ${dialectNames.join(', ')}${didYouMean(name, dialectNames)}`);
	}
	return name;
}

import {UsageError} from '../../errors.ts';
import {levels} from '../../events/event.ts';
import {parseLevel} from '../../events/values/level.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {textOption, wanted} from '../option.ts';
import {parseTimeSpec} from '../values/time-spec.ts';

const group = 'Filters:';

export const filter = textOption({
	group,
	flags: '-q, --filter <expr>',
	help: "only matching lines: 'timeout', 'level>=warn and component=sink', 'elapsedMs>1.5s'",
	config: {key: 'filter', type: 'text', whenFound: 'judged'},
	read: readFilter,
});

export const level = textOption({
	group,
	flags: '-l, --level <level>',
	help: 'only this level and worse',
	read: wanted(parseLevel, text => `is not a level: use one of ${levels.join(', ')}${didYouMean(text, levels)}`),
});

export const stage = textOption({
	group,
	flags: '-s, --stage <glob>',
	help: 'only these stages',
	read: wanted(text => (text === '' ? undefined : text), 'is empty: use a stage name or a glob such as enrich*'),
});

const readTime = wanted(parseTimeSpec, 'is not a time: use 2h, 22:15 or an ISO date');

export const since = textOption({
	group,
	flags: '--since <time>',
	help: 'only from this time on: 2h (before the log ends), 22:15 or an ISO date',
	read: readTime,
});

export const until = textOption({
	group,
	flags: '--until <time>',
	help: 'only up to this time, written like --since',
	read: readTime,
});

/** Loads the filter language only when there is a filter. */
async function readFilter(text: string, place: string): Promise<string | undefined> {
	if (text.trim() === '') {
		return undefined;
	}
	const {checkFilter, shortened} = await import('../../query/filter.ts');
	const problem = checkFilter(text);
	if (problem !== undefined) {
		throw new UsageError(`${place} ${shortened(text)}: ${problem.message}, column ${problem.column + 1}`);
	}
	return text;
}

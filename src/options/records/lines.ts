import {UsageError} from '../../errors.ts';
import {levels} from '../../events/event.ts';
import {parseLevel} from '../../events/values/level.ts';
import {didYouMean} from '../../shared/nearest.ts';
import {textOption, wanted} from '../option.ts';
import {parseTimeSpec} from '../values/time-spec.ts';

const group = 'Which lines count:';

export const filter = textOption({
	group,
	flags: '-q, --filter <expr>',
	help: "'timeout', 'level>=warn and component=sink', 'elapsedMs>1.5s'",
	config: {key: 'filter', type: 'text', whenFound: 'judged'},
	read: readFilter,
});

export const level = textOption({
	group,
	flags: '-l, --level <level>',
	help: 'this level and worse',
	read: wanted(parseLevel, text => `is not a level: use one of ${levels.join(', ')}${didYouMean(text, levels)}`),
});

export const stage = textOption({
	group,
	flags: '-s, --stage <glob>',
	help: 'these stages only',
	read: wanted(text => (text === '' ? undefined : text), 'names no stage: use a name or a glob such as enrich*'),
});

const readTime = wanted(parseTimeSpec, 'is not a time: use 2h, 22:15 or an ISO date');

export const since = textOption({
	group,
	flags: '--since <time>',
	help: "from 2h before the log's end, 22:15, or an ISO date",
	read: readTime,
});

export const until = textOption({
	group,
	flags: '--until <time>',
	help: 'up to such a time',
	read: readTime,
});

/** The filter language is loaded for a filter alone. */
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

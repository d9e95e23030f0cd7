import {flagOption, textOption, wanted} from '../option.ts';
import {parseSize} from '../values/size.ts';

const group = 'The screen:';

export const record = textOption({
	group,
	flags: '--record <path>',
	help: 'where to record a pipe or a pipeline started here',
	config: {key: 'record.path', type: 'text', whenFound: 'ignored'},
	read: wanted(path => (path === '' ? undefined : path), 'names no file: use a path, or --no-record'),
});

export const recordMaxBytes = textOption({
	group,
	flags: '--record-max <size>',
	help: 'how much to record at most (1GiB)',
	config: {key: 'record.max', type: 'text', whenFound: 'ignored', schema: {default: '1GiB'}},
	read: wanted(parseSize, 'is not a size: use 64MiB or 1G'),
	default: 1024 ** 3,
});

export const recordOff = flagOption({
	group,
	flags: '--no-record',
	help: 'keep only the newest lines, in memory',
	config: {key: 'record.off', type: 'flag', whenFound: 'ignored'},
	default: false,
});

export const keep = flagOption({
	group,
	flags: '--keep',
	help: 'leave the pipeline running on quit; its output goes on into the recording',
	default: false,
});

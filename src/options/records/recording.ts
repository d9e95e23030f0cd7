import {flagOption, textOption, wanted} from '../option.ts';
import {parseSize} from '../values/size.ts';

const group = 'Screen:';

export const record = textOption({
	group,
	flags: '--record <path>',
	help: 'record a pipe or a pipeline started here to this file',
	config: {key: 'record.path', type: 'text', whenFound: 'ignored'},
	read: wanted(path => (path === '' ? undefined : path), 'is empty: use a path, or --no-record'),
});

export const recordMaxBytes = textOption({
	group,
	flags: '--record-max <size>',
	help: 'largest recording (default: 1GiB)',
	config: {key: 'record.max', type: 'text', whenFound: 'ignored', schema: {default: '1GiB'}},
	read: wanted(parseSize, 'is not a size: use 64MiB or 1G'),
	default: 1024 ** 3,
});

export const recordOff = flagOption({
	group,
	flags: '--no-record',
	help: 'do not record; keep only the newest lines, in memory',
	config: {key: 'record.off', type: 'flag', whenFound: 'ignored'},
	default: false,
});

export const keep = flagOption({
	group,
	flags: '--keep',
	help: 'leave the pipeline running on quit and keep recording its output',
	default: false,
});

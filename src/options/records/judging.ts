import {listOption, textOption, wanted} from '../option.ts';

const group = 'What is judged:';

export const alerts = listOption({
	group,
	flags: '--alert <rule>',
	help: "'slow: p95(elapsedMs) > 500 where component=sink over 1m' (repeatable)",
	config: {key: 'alerts.rules', type: 'list', whenFound: 'judged'},
});

export const baseline = textOption({
	group,
	flags: '--baseline <path>',
	help: 'the log of a good run to compare each stage with',
	read: wanted(path => (path === '' ? undefined : path), 'names no file: use the log of a good run'),
});

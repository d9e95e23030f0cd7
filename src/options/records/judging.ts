import {listOption, textOption, wanted} from '../option.ts';

const group = 'Alerts and baseline:';

export const alerts = listOption({
	group,
	flags: '--alert <rule>',
	help: "alert rule, such as 'slow: p95(elapsedMs) > 500 where component=sink over 1m' (repeatable)",
	config: {key: 'alerts.rules', type: 'list', whenFound: 'judged'},
});

export const baseline = textOption({
	group,
	flags: '--baseline <path>',
	help: 'log of a good run to compare each stage with',
	read: wanted(path => (path === '' ? undefined : path), 'is empty: name the log of a good run'),
});

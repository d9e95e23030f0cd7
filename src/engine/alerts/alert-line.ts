import type {AlertChange} from '../../insight/alerts/alert-change.ts';
import {round} from '../../shared/round.ts';
import {wellFormedJson} from '../../shared/well-formed-json.ts';

/** An alert as a line of JSON, for the event log and for the stdin of `--on-alert`'s command. */
export function alertLine({type, rule, condition, group, value, threshold, atMs, sinceMs}: AlertChange): string {
	const alert = {
		timestamp: new Date(atMs).toISOString(),
		level: type === 'fired' ? 'WARN' : 'INFO',
		component: 'obs-top',
		event: type === 'fired' ? 'alert' : 'alert_resolved',
		rule,
		...(group === undefined ? {} : {group}),
		value: value === undefined ? null : round(value, 6),
		threshold,
		...(rule === condition ? {} : {condition}),
		...(type === 'fired' ? {} : {since: new Date(sinceMs).toISOString(), firedMs: atMs - sinceMs}),
	};
	return wellFormedJson(JSON.stringify(alert)); // names come from the log
}

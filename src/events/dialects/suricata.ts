import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
Suricata's EVE log: an alert by its signature, any other event by its type and who spoke to whom.

https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
*/
export const suricata: Dialect = {
	name: 'suricata',
	markers: ['event_type'],
	matches: fields =>
		textAt(fields, 'event_type') !== undefined &&
		(Object.hasOwn(fields, 'flow_id') || Object.hasOwn(fields, 'stats') || Object.hasOwn(fields, 'src_ip')),
	rules: [
		{name: 'suricata: alert', when: 'event_type=alert', component: 'event_type', event: 'alert.signature', level: {text: 'warn'}},
		{name: 'suricata: another event', when: 'has(event_type)', component: 'event_type', event: '{event_type} {proto} {src_ip} {dest_ip}'},
	],
};

import type {Dialect} from './dialect.ts';
import {textAt, valueAt} from './pick.ts';

const component = 'event_type';
const ends = '{proto} {src_ip}:{src_port} > {dest_ip}:{dest_port}';

/**
Suricata's EVE log: what kind of event it is, who talked to whom, and of an alert its signature. 1 is its highest
severity.

https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
*/
export const suricata: Dialect = {
	name: 'suricata',
	markers: ['event_type'],
	decidedBy: [],
	matches: fields =>
		textAt(fields, 'event_type') !== undefined &&
		textAt(fields, 'timestamp') !== undefined &&
		['flow_id', 'src_ip', 'in_iface', 'stats', 'engine'].some(key => Object.hasOwn(fields, key)) &&
		valueAt(fields, 'event') === undefined,
	rules: [
		{
			name: 'suricata: alert',
			when: 'has(alert.signature)',
			component,
			event: `{alert.signature} ${ends}`,
			level: {field: 'alert.severity', values: {1: 'warn', 2: 'warn', 3: 'info', 4: 'info', 255: 'info'}},
			reason: 'alert.category',
		},
		{
			name: 'suricata: request',
			when: 'event_type=http and has(http.url)',
			component,
			event: '{http.http_method} {http.hostname}{http.url} {http.status}',
		},
		{
			name: 'suricata: name asked or answered',
			when: 'event_type=dns',
			component,
			event: [
				'dns {dns.rrname} {dns.rrtype} {dns.rcode}',
				'dns {dns.queries[0].rrname} {dns.queries[0].rrtype} {dns.rcode}',
				`dns ${ends}`,
			],
		},
		{name: 'suricata: tls', when: 'event_type=tls and has(tls.sni)', component, event: `tls {tls.sni} ${ends}`},
		{name: 'suricata: file', when: 'event_type=fileinfo', component, event: [`fileinfo {fileinfo.filename} ${ends}`, `fileinfo ${ends}`]},
		{
			name: 'suricata: of its own engine',
			when: 'event_type=engine',
			component: ['engine.module', 'event_type'],
			event: 'engine.message',
			level: 'log_level',
		},
		{name: 'suricata: anomaly', when: 'event_type=anomaly', component, event: `anomaly {anomaly.event} ${ends}`},
		{name: 'suricata: between two addresses', when: 'has(src_ip)', component, event: `{event_type} ${ends}`},
		{name: 'suricata: another', when: 'has(event_type)', component, event: component},
	],
};

import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const component = ['_path', 'service', 'proto'];
const ends = '{id.orig_h}:{id.orig_p} > {id.resp_h}:{id.resp_p}';

/**
Zeek's logs as JSON: what was seen between whom. `duration` counts seconds, and a notice says what it is about.

https://docs.zeek.org/en/master/log-formats.html
*/
export const zeek: Dialect = {
	name: 'zeek',
	markers: ['id.orig_h'],
	decidedBy: [],
	matches: fields => textAt(fields, 'uid') !== undefined && textAt(fields, 'id.resp_h') !== undefined,
	bareDurationMs: 1000,
	rules: [
		{name: 'zeek: notice', when: 'has(note)', component, event: `{note} {msg} ${ends}`, level: {text: 'warn'}},
		{name: 'zeek: request', when: 'has(method) and has(uri)', component, event: '{method} {host}{uri} {status_code}'},
		{name: 'zeek: name asked', when: 'has(query)', component, event: 'dns {query} {qtype_name} {rcode_name}'},
		{name: 'zeek: tls', when: 'has(server_name)', component, event: `tls {server_name} ${ends}`},
		{name: 'zeek: connection', when: 'has(conn_state)', component, event: `{conn_state} {proto} ${ends}`},
		{name: 'zeek: another', when: 'has(uid)', component, event: ends},
	],
};

import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/**
Elasticsearch's slow logs in JSON: the text is the index and shard.

https://www.elastic.co/guide/en/elasticsearch/reference/8.17/index-modules-slowlog.html
*/
export const elasticsearch: Dialect = {
	name: 'elasticsearch',
	markers: ['elasticsearch.slowlog.message', 'elasticsearch.slowlog.took', 'took_millis'],
	decidedBy: [],
	matches: fields =>
		['elasticsearch.slowlog.message', 'elasticsearch.slowlog.took'].some(key => textAt(fields, key) !== undefined) ||
		textAt(fields, 'cluster.name') !== undefined,
	rules: [
		{
			name: 'elasticsearch: slow query',
			when: 'has("elasticsearch.slowlog.took") or has(took)',
			event: ['elasticsearch.slowlog.message', 'message'],
			elapsedMs: {field: ['elasticsearch.slowlog.took_millis', 'took_millis', 'elasticsearch.slowlog.took', 'took'], unit: 'ms'},
		},
	],
};

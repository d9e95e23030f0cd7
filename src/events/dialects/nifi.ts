import type {Dialect} from './dialect.ts';

const processor = '(?<component>[A-Z]\\w*)\\[id=(?<processor>[0-9a-f]{8}-[0-9a-f-]{27})\\]';

/**
NiFi's application log, which is text: a processor is a stage, and a session that it rolls back a failure.

https://github.com/apache/nifi, nifi-framework-core: scheduling and AbstractProcessor.java
*/
export const nifi: Dialect = {
	name: 'nifi',
	markers: [],
	matches: () => false,
	rules: [
		{
			name: 'nifi: processor failed',
			match: `${processor} (?:Failed|failed) to process (?:session )?due to (?<reason>[^;]*)`,
			is: 'stage_failed',
		},
		{name: 'nifi: a line of a processor', match: processor},
	],
};

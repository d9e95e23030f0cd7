import type {Rule} from '../rules/rule.ts';
import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

const task = 'Worker(?:Sink|Source)Task\\{id=(?<component>[\\w.-]+)\\} ';
const reason = ['exception.exception_message', 'thrown.message', 'stack_trace'] as const;

const rules: readonly Rule[] = [
	{name: 'kafka connect: task failed', match: `${task}Task threw an uncaught and unrecoverable exception`, is: 'stage_failed', reason},
	{name: 'kafka connect: task started', match: `${task}(?:Sink|Source) task finished initialization and start`, is: 'stage_progress'},
	{
		name: 'kafka connect: offsets committed',
		match: `${task}(?:Finished commitOffsets successfully|Committing offsets)`,
		is: 'stage_progress',
	},
	{name: 'kafka connect: a line of a task', match: task},
];

const loggers = ['logger_name', 'loggerName', 'log.logger', 'logger'] as const;

/**
Kafka Connect's worker, in the JSON of any of Log4j's layouts: the task of a connector is a stage.

https://github.com/apache/kafka/blob/trunk/connect/runtime/src/main/java/org/apache/kafka/connect/runtime/WorkerTask.java
*/
export const kafkaConnect: Dialect = {
	name: 'kafka-connect',
	markers: loggers,
	decidedBy: loggers,
	matches: fields => loggers.some(key => textAt(fields, key)?.startsWith('org.apache.kafka.connect.') === true),
	rules,
};

/** The same as texts. */
export const kafkaConnectText: Dialect = {
	name: 'kafka-connect-text',
	markers: [],
	matches: () => false,
	rules: rules.map(rule => ({...rule, name: rule.name.replace('connect', 'connect text')})),
};

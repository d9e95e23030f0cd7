import type {Rule} from '../rules/rule.ts';
import type {Dialect} from './dialect.ts';
import {textAt} from './pick.ts';

/** @param before - What stands before the name of the operator. */
const taskBehind = (before: string) =>
	`${before}(?<component>\\S.*?) \\(\\d+/\\d+\\)(?:#\\d+)? \\((?<id>[\\w-]+)\\) switched from [A-Z]+ to `;
const job = 'Job (?<component>.+) \\((?<id>\\w+)\\) switched from state [A-Z]+ to ';

const rulesOf = (name: string, task: string): readonly Rule[] => [
	{name: `${name}: job failed`, match: `${job}FAILED`, is: 'run_failed'},
	{name: `${name}: job done`, match: `${job}FINISHED`, is: 'run_completed'},
	{name: `${name}: job started`, match: `${job}RUNNING`, is: 'run_started'},
	{name: `${name}: job changes`, match: `${job}`},
	{name: `${name}: task failed`, match: `${task}FAILED`, is: 'stage_failed'},
	{name: `${name}: task done`, match: `${task}FINISHED`, is: 'stage_completed'},
	{name: `${name}: task started`, match: `${task}RUNNING`, is: 'stage_started'},
	{name: `${name}: task changes`, match: task, is: 'stage_progress'},
];

const loggers = ['log.logger', 'logger_name', 'loggerName', 'logger'] as const;

/**
Flink's job manager, in the JSON of any of Log4j's layouts: an operator is a stage, a job the run.

https://github.com/apache/flink/blob/master/flink-runtime/src/main/java/org/apache/flink/runtime/executiongraph/Execution.java
*/
export const flink: Dialect = {
	name: 'flink',
	markers: loggers,
	decidedBy: loggers,
	matches: fields => loggers.some(key => textAt(fields, key)?.startsWith('org.apache.flink.') === true),
	rules: rulesOf('flink', taskBehind('^')),
};

/** The same as texts. */
export const flinkText: Dialect = {
	name: 'flink-text',
	markers: [],
	matches: () => false,
	rules: rulesOf('flink text', taskBehind('\\] - ')),
};

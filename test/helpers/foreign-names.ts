import {Buffer} from 'node:buffer';

/** A line with a made-up name, for each place where a name may be. `number` counts the lines. */
export type NamedLine = (name: string, number: number) => string;

const startMs = Date.UTC(2024, 0, 15, 22);
const at = (second: number) => new Date(startMs + second * 1000).toISOString();
const line = (number: number, fields: object) => JSON.stringify({timestamp: at(number % 60), ...fields});
const completed = {event: 'stage_completed', recordsIn: 5, recordsOut: 5, elapsedMs: 5};
const turned = (number: number) => ({event: 'circuit_state_change', newState: number % 2 === 0 ? 'open' : 'closed'});
/** In its own second, because only the last one of each bucket is kept. */
const report = (number: number, fields: object) => JSON.stringify({timestamp: at(number % 20_000), event: 'pipeline_health', ...fields});
/** As it may occur in a prefix. */
const word = (name: string) => name.replaceAll(/[^\w-]/g, '').slice(0, 200);

export const namedLines: Readonly<Record<string, NamedLine>> = {
	'a stage': (name, number) => line(number, {component: name, ...completed}),
	'a host of a stage': (name, number) => line(number, {component: `stage ${number % 300}`, host: name, ...completed}),
	'a batch': (name, number) => line(number, {component: 'a', batch: name, ...completed}),
	'a stage of one batch': (name, number) => line(number, {component: name, batch: 7, ...completed}),
	'a stage of hosts without batches': (name, number) => line(number, {component: name, host: `host ${number % 1200}`, ...completed}),
	'a reason': (name, number) => line(number, {component: 'a', event: 'stage_failed', reason: name}),
	'a component with errors': (name, number) => line(number, {component: name, host: name, level: 'error', msg: name}),
	'a circuit': (name, number) => line(number, {circuitName: name, component: name, ...turned(number)}),
	'a reason of a circuit': (name, number) => line(number, {circuitName: `circuit ${number % 220}`, reason: name, ...turned(number)}),
	'a component of a circuit': (name, number) => line(number, {circuitName: `circuit ${number % 220}`, component: name, ...turned(number)}),
	'a retry': (name, number) => line(number, {circuitName: name, component: name, event: 'retry', error: name}),
	'a cache': (name, number) => line(number, {cacheName: name, event: 'cache_stats', hits: 1, misses: 1}),
	'a cache of a look-up': (name, number) => line(number, {cacheName: name, event: 'cache_hit'}),
	'an open circuit of a report': (name, number) => report(number, {openCircuits: [name, `${name} too`]}),
	'a bottleneck of a report': (name, number) => report(number, {bottleneckStage: name}),
	'a cache of a report': (name, number) => report(number, {cacheHitRates: {[name]: 0.5}}),
	'a description': (name, number) => line(number, {event: 'stage_described', stage: name, description: name, params: [name]}),
	'stages of a pipeline': (name, number) => line(number, {event: 'pipeline_described', stages: [name, {name: `${name} too`}]}),
	'an alert': (name, number) => line(number, {event: 'alert', rule: name, value: number}),
	'a level': (name, number) => line(number, {component: 'a', level: name, ...completed}),
	'an event': (name, number) => line(number, {component: 'a', event: name}),
	'a message': (name, number) => line(number, {component: 'a', message: name}),
	'a key': (name, number) => line(number, {component: 'a', ...completed, [name]: 1}),
	'a key that comes first': (name, number) => JSON.stringify({[name]: 1, timestamp: at(0), component: 'a', number}),
	'a short key before a long one': (name, number) => line(number, {[`key ${number}`]: 1, [`the key ${name}`]: 2}),
	'a key within an object': (name, number) => line(number, {component: 'a', log: {[name]: 1, level: 'info'}, err: {[name]: 2}}),
	'a key of a report': (name, number) => line(number, {event: 'pipeline_health', [name]: 1}),
	'a key of an alert': (name, number) => line(number, {event: 'alert', [name]: 1}),
	'a value': (name, number) => line(number, {component: 'a', tenant: name, ...completed}),
	'a time': (name, number) => JSON.stringify({timestamp: name, component: 'a', number}),
	'a pod in a prefix': (name, number) =>
		`[pod/${word(name)}/container] ${line(number, {component: `stage ${number % 300}`, ...completed})}`,
	'a syslog host': (name, number) => `<165>1 ${at(0)} ${word(name)} app 111 ID47 - ${line(number, {component: 'a', ...completed})}`,
	'a stream of docker': (name, number) => JSON.stringify({log: `piece ${number}`, stream: name, time: at(0)}),
	'a service of OTLP': name =>
		JSON.stringify({
			resourceLogs: [
				{
					resource: {attributes: [{key: 'service.name', value: {stringValue: name}}]},
					scopeLogs: [{logRecords: [{timeUnixNano: `${startMs}000000`, body: {stringValue: name}}]}],
				},
			],
		}),
	'no event': name => name,
};

/** Lines with the given number of new names. */
export function linesOf(named: NamedLine, {from, to, pad}: {readonly from: number; readonly to: number; readonly pad: string}): Buffer {
	return Buffer.from(Array.from({length: to - from}, (_, index) => `${named(`name ${from + index} ${pad}`, from + index)}\n`).join(''));
}

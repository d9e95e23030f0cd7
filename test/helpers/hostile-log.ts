import {hostileTexts, worstTexts} from './hostile-texts.ts';

/**
A log in which every text that others can write is hostile: values, keys, names of stages, circuits, caches, hosts and
batches, times, and lines that aren't JSON.
*/
export function hostileLog(texts: readonly string[] = worstTexts, others: readonly string[] = hostileTexts): string {
	const lines = [
		...texts.flatMap((text, index) => aboutText(text, index)),
		...others.map((text, index) => line(index, {component: 'other', event: `seen ${text}`, [`key ${text}`]: text})),
		...others.map(text => `not json ${text} end`),
	];
	return `${lines.join('\n')}\n`;
}

function aboutText(text: string, index: number): readonly string[] {
	const stage = `s${index} ${text}`;
	return [
		line(index, {component: text, event: text, [text]: text, reason: text, nested: {[text]: [text, {[text]: text}]}}),
		line(index, {component: stage, event: 'stage_described', description: text, signature: `process(${text})`, stage}),
		...[0, 1].map(second =>
			line(index + second, {
				component: stage,
				event: 'stage_completed',
				batch: text,
				host: text,
				recordsIn: 9,
				recordsOut: 9,
				elapsedMs: 9,
			}),
		),
		line(index, {component: stage, event: 'stage_failed', level: 'ERROR', error: text}),
		line(index, {component: stage, event: 'cache_stats', cacheName: text, hits: 1, misses: 1}),
		line(index, {component: stage, event: 'circuit_state_change', circuitName: text, oldState: 'closed', newState: 'open', reason: text}),
		line(index, {component: stage, event: 'retry', circuitName: text, error: text}),
		line(index, {event: 'alert', rule: text, value: text}),
		line(index, {event: 'pipeline_health', openCircuits: [text], bottleneckStage: text}),
		`{"timestamp": ${JSON.stringify(text)}, "level": ${JSON.stringify(text)}}`,
		`${text.replaceAll('\n', ' ')} | {"msg": ${JSON.stringify(text)}}`,
	];
}

const line = (second: number, fields: Readonly<Record<string, unknown>>): string =>
	JSON.stringify({timestamp: new Date(Date.UTC(2024, 0, 15, 22, 0, second)).toISOString(), level: 'INFO', ...fields});

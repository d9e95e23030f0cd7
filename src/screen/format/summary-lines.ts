import type {Snapshot, StageView} from '../../insight/snapshot.ts';
import {redactText} from '../text/redact.ts';
import {sanitize} from '../text/sanitize.ts';
import {displayWidth} from '../text/width.ts';
import {baselineWords, missingStages} from './baseline-words.ts';
import {tripsText} from './circuit-words.ts';
import {formatAge, formatCount, formatElapsed, formatMs, formatPercent, formatRate} from './format.ts';
import {recordsInOf, recordsOutOf} from './known-records.ts';
import {pastText} from './past-rate.ts';

/** A snapshot as plain text for output without a screen: the same facts, no escape codes. */
export function summaryLines(snapshot: Snapshot, ascii: boolean): readonly string[] {
	const safe = (text: string) => sanitize(redactText(text), ascii);
	return [
		...headLines(snapshot, safe),
		...table(snapshot, safe),
		...bottleneckLines(snapshot, safe),
		...circuitLines(snapshot, safe),
		...snapshot.caches.map(
			({name, hitRate, hits, misses}) =>
				`cache ${safe(name)}: ${formatPercent(hitRate, 1)} hits${hits === undefined ? '' : ` (${counted(hits, 'hit')}, ${misses === 1 ? '1 miss' : `${formatCount(misses)} misses`})`}`,
		),
		...(snapshot.incidents === 0 ? [] : [`incidents ${formatCount(snapshot.incidents)}: obs-top incidents shows what went wrong and why`]),
		countsLine(snapshot),
	];
}

type Safe = (text: string) => string;

function headLines({status, statusReasons, batchCount, totalAlerts, peakMemoryKb, fromMs, toMs}: Snapshot, safe: Safe): readonly string[] {
	const facts = [
		`status ${status}`,
		...(batchCount === undefined ? [] : [`batch ${formatCount(batchCount)}`]),
		...(totalAlerts === undefined ? [] : [`alerts ${formatCount(totalAlerts)}`]),
		...(peakMemoryKb === undefined ? [] : [`peak ${formatCount(peakMemoryKb)} KB`]),
	];
	const isTimed = fromMs !== undefined && toMs !== undefined;
	return [
		safe(facts.join('  ')),
		...statusReasons.slice(0, mostReasons).map(reason => safe(`  ${reason}`)),
		...(isTimed ? [`from ${isoTime(fromMs)} to ${isoTime(toMs)} (${formatAge(toMs - fromMs)})`] : []),
	];
}

const mostReasons = 5;
const isoTime = (ms: number): string => new Date(ms).toISOString();

const columns: ReadonlyArray<{readonly head: string; readonly cell: (stage: StageView, atMs: number | undefined) => string}> = [
	{head: 'last rps', cell: lastText},
	{head: 'mean rps', cell: ({windowRps}) => formatRate(windowRps)},
	{head: 'in', cell: stage => formatCount(recordsInOf(stage))},
	{head: 'out', cell: stage => formatCount(recordsOutOf(stage))},
	{head: 'pass', cell: ({passRate}) => formatPercent(passRate)},
	{head: 'busy', cell: ({busy}) => formatPercent(busy)},
	{head: 'p50 ms', cell: ({latencyMs}) => formatMs(latencyMs?.p50)},
	{head: 'p95 ms', cell: ({latencyMs}) => formatMs(latencyMs?.p95)},
	{head: 'errors', cell: ({errors}) => formatCount(errors)},
];

function table({stages, atMs}: Snapshot, safe: Safe): readonly string[] {
	if (stages.length === 0) {
		return [];
	}
	const rows = [
		['stage', ...columns.map(({head}) => head)],
		...stages.map(stage => [safe(stage.name), ...columns.map(({cell}) => cell(stage, atMs))]),
	];
	const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => displayWidth(row[column] ?? '')))) ?? [];
	const padded = (text: string, column: number) => {
		const space = ' '.repeat(Math.max((widths[column] ?? 0) - displayWidth(text), 0));
		return column === 0 ? text + space : space + text;
	};
	return ['', ...rows.map(row => row.map(padded).join('  ').trimEnd()), ''];
}

function lastText(stage: StageView, atMs: number | undefined): string {
	const past = pastText(stage, atMs);
	return `${formatRate(stage.throughputRps)}${stage.isPerWorker ? '/w' : ''}${past === undefined ? '' : ` (${past})`}`;
}

function bottleneckLines({bottleneck, stages, baseline}: Snapshot, safe: Safe): readonly string[] {
	if (bottleneck === undefined) {
		return [];
	}
	const {stage, throughputRps, demand, whyByTime, reasons} = bottleneck;
	const rate = whyByTime === undefined ? `${formatRate(throughputRps)} rps` : `${formatElapsed(demand?.demandMs)} per batch`;
	const lines = [`bottleneck: ${safe(stage)} at ${rate}${reasons.length === 0 ? '' : ` (${safe(reasons.join('; '))})`}`];
	if (demand !== undefined && demand.stage !== stage) {
		lines.push(`most work per batch: ${safe(demand.stage)}, ${formatMs(demand.demandMs)} ms`);
	}
	if (baseline !== undefined) {
		lines.push(...stages.map(({name}) => safe(`${name} ${baselineWords(baseline, name)}`)));
		lines.push(...missingStages(baseline).map(name => safe(`${name} missing vs base`)));
	}
	return lines;
}

function circuitLines({circuits, toMs}: Snapshot, safe: Safe): readonly string[] {
	return circuits.map(circuit => {
		const {name, state, sinceMs, reason, open = 0} = circuit;
		const since = sinceMs === undefined || toMs === undefined ? '' : ` for ${formatAge(toMs - sinceMs)}`;
		const last = reason === undefined ? '' : `, last: ${safe(reason)}`;
		const what = open === 0 ? `circuit ${safe(name)}` : `${formatCount(open)} more`;
		return `${what}: ${state.replace('_', '-')}${since}, ${tripsText(circuit, ', ')}${last}`;
	});
}

function countsLine({source, levelCounts}: Snapshot): string {
	const {lines, eventLines, events, rawLines, blankLines, oversizedLines, malformedLines, mendedLines, notUnderstood} = source;
	const facts = [
		// A line can hold several events, and several lines can be one event.
		`${counted(events, 'event')}${events === eventLines ? '' : ` in ${formatCount(eventLines)}`}`,
		`${formatCount(rawLines)} raw`,
		`${formatCount(blankLines)} blank`,
		...(oversizedLines === 0 ? [] : [`${formatCount(oversizedLines)} over 1 MiB`]),
		...(malformedLines === 0 ? [] : [`${formatCount(malformedLines)} not UTF-8`]),
		...(mendedLines === 0 ? [] : [`${formatCount(mendedLines)} mended`]),
		...(notUnderstood === undefined ? [] : [`${formatCount(notUnderstood.lines)} not understood`]),
	];
	return `${counted(lines, 'line')}: ${facts.join(', ')}; ${counted(levelCounts.error + levelCounts.fatal, 'error')}, ${counted(levelCounts.warn, 'warning')}`;
}

function counted(count: number, noun: string): string {
	return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

import type {Bypass, Clue, Incident} from '../../insight/incident.ts';
import type {Say} from '../../insight/incidents/symptom-rule.ts';
import {ruleOf, symptomRules} from '../../insight/incidents/symptoms/index.ts';
import {formatAge, formatCount, formatMs, formatPercent, formatRate} from '../format/format.ts';
import {formatTime} from '../format/format-time.ts';
import {redactText} from '../text/redact.ts';
import {sanitize} from '../text/sanitize.ts';

/** An incident in words, one line each. Safe to draw: text from the log is sanitised and its secrets are masked. */
export type IncidentWords = {
	readonly what: string;
	readonly why: string;
	readonly impact: string;
	readonly end: string;
};

export type IncidentWordsOptions = {
	readonly timeZone: string;
	/** No arrows and dots, for an ASCII-only terminal. */
	readonly ascii?: boolean | undefined;
	readonly showsSecrets?: boolean | undefined;
};

const mostUnits = 300;
const mostClues = 6;
const heldShare = 0.95; // a smaller drop is within the usual ups and downs
const mostClueUnits = 80; // of the log's own text; several clues share a line

/**
What happened, what led up to it, its impact and its end. Never calls the lead-up a cause, because that isn't proven.
*/
export function incidentWords(incident: Incident, {timeZone, ascii = false, showsSecrets = false}: IncidentWordsOptions): IncidentWords {
	const foreign = (text: string) => {
		const shown = text.length > mostUnits ? `${text.slice(0, mostUnits)}...` : text;
		return sanitize(showsSecrets ? shown : redactText(shown), ascii);
	};
	const say = {...sayWith(foreign, ascii), time: (ms: number) => formatTime(ms, timeZone), dot: ascii ? ' / ' : ' · '};
	return {
		what: ruleOf(incident.trigger).sentence(incident.trigger, say),
		why: whyWords(incident.leadUp, say),
		impact: impactWords(incident, say),
		end: endWords(incident, say),
	};
}

/** @param foreign - Makes foreign text safe to draw. */
export function sayWith(foreign: (text: string) => string, ascii: boolean): Say {
	return {
		subject: subject => (subject === undefined ? 'the pipeline' : foreign(subject)),
		name: subject => (subject === undefined ? '' : ` ${foreign(subject)}`),
		because: reason => (reason === undefined ? '' : `: ${foreign(reason)}`),
		rate: formatRate,
		perSecond: rate => `${formatRate(rate !== undefined && rate < 0.005 ? 0 : rate)}/s`,
		ms: formatMs,
		percent: formatPercent,
		age: formatAge,
		count: (count, noun) => `${formatCount(count)} ${Math.round(count) === 1 ? noun : plural(noun)}`,
		change,
		arrow: ascii ? '->' : '→',
	};
}

type Writer = Say & {readonly time: (ms: number) => string; readonly dot: string};

function whyWords(clues: readonly Clue[], writer: Writer): string {
	if (clues.length === 0) {
		return 'nothing in the log changed beforehand';
	}
	const shown = clues.slice(0, mostClues).map(clue => `${writer.time(clue.atMs)} ${clueWords(clue, writer)}`);
	const more = clues.length > mostClues ? [`${clues.length - mostClues} more`] : [];
	return [...shown, ...more].join(writer.dot);
}

function clueWords(clue: Clue, say: Say): string {
	const {kind, subject, before, after, text} = clue;
	const name = say.subject(subject);
	switch (kind) {
		case 'retries':
			return `retries of ${name} rose from ${say.perSecond(before)} to ${say.perSecond(after)}${said(text, say)}`;
		case 'first_error':
			return `first error of ${name}${said(text, say)}`;
		case 'bottleneck':
			return `bottleneck moved${say.name(text)} ${say.arrow} ${name}`;
		case 'circuit_half_open':
			return 'half-open';
		case 'circuit_closed':
			return 'closed';
		case 'recovered':
			return `${name} recovered${said(text, say)}`;
		default: {
			const symptom = symptomRules.find(rule => rule.clue?.kind === kind);
			return symptom?.clue?.sentence({...clue, text: text && shortened(text)}, say) ?? `${kind} of ${name}`;
		}
	}
}

const said = (text: string | undefined, say: Say): string => say.because(text && shortened(text));
const shortened = (text: string): string => (text.length > mostClueUnits ? `${text.slice(0, mostClueUnits)}...` : text);

function impactWords({impact, trigger, symptoms, leadUp}: Incident, writer: Writer): string {
	const {throughput, bottleneck, recordsNotProcessed, errors, alerts, bypasses = []} = impact;
	const {subject: named, arrow, dot, count, change: changed} = writer;
	const parts: string[] = [];
	if (throughput !== undefined) {
		const {beforeRps, duringRps} = throughput;
		parts.push(
			duringRps >= beforeRps * heldShare
				? `pipeline throughput held at ${formatRate(duringRps)} rps`
				: `pipeline throughput ${formatRate(beforeRps)} ${arrow} ${formatRate(duringRps)} rps${changed(beforeRps, duringRps)}`,
		);
	}
	const hasHeld = throughput !== undefined && throughput.duringRps >= throughput.beforeRps * heldShare;
	if (recordsNotProcessed !== undefined && recordsNotProcessed >= 1 && !hasHeld) {
		parts.push(`${count(recordsNotProcessed, 'record')} not processed`);
	}
	parts.push(...bypasses.flatMap(bypass => bypassWords(bypass, writer)));
	if (bottleneck.before !== undefined && bottleneck.during !== undefined && bottleneck.before !== bottleneck.during) {
		parts.push(`bottleneck moved ${named(bottleneck.before)} ${arrow} ${named(bottleneck.during)}`);
	}
	const told = new Set([trigger.subject, ...leadUp.map(({subject}) => subject)]);
	const others = symptoms.filter(({subject}) => subject !== undefined && !told.has(subject));
	const failedProbes = symptoms.reduce((sum, symptom) => sum + (symptom.failedProbes ?? 0), 0);
	const untold = others.length - mostClues;
	return [
		...parts,
		count(errors, 'error'),
		count(alerts, 'alert'),
		...(failedProbes === 0 ? [] : [count(failedProbes, 'failed probe')]),
		...others.slice(0, mostClues).map(symptom => `then ${ruleOf(symptom).sentence(symptom, writer)}`),
		...(untold > 0 ? [`${untold} more`] : []),
	].join(dot);
}

function bypassWords({stage, batches, records, lostBatches, lostRecords}: Bypass, {subject, count}: Writer): string[] {
	const withRecords = (some: number, of: number | undefined) =>
		of === undefined ? count(some, 'batch') : `${count(some, 'batch')} (about ${count(of, 'record')})`;
	const passed = batches - lostBatches;
	return [
		...(passed > 0
			? [`${withRecords(passed, records === undefined ? undefined : records - (lostRecords ?? 0))} went on without ${subject(stage)}`]
			: []),
		...(lostBatches > 0 ? [`${withRecords(lostBatches, lostRecords)} got no further than ${subject(stage)}`] : []),
	];
}

function endWords({endMs, ending}: Incident, writer: Writer): string {
	if (endMs === undefined) {
		return 'still ongoing';
	}
	const steps = ending.map(clue => `${writer.time(clue.atMs)} ${clueWords(clue, writer)}`);
	return steps.length === 0 ? `${writer.time(endMs)} recovered` : steps.join(', ');
}

const plural = (noun: string): string => `${noun}${noun.endsWith('ch') ? 'es' : 's'}`;

/** `(-62%)`, or nothing if there is no change. */
function change(before: number | undefined, after: number | undefined): string {
	if (before === undefined || after === undefined || before === 0) {
		return '';
	}
	const percent = Math.round((after / before - 1) * 100);
	return percent === 0 ? '' : ` (${percent > 0 ? '+' : ''}${percent}%)`;
}
